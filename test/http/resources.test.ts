// Tokens for resources, as apps and APIs meet them over HTTP (RFC 8707, RFC 9068).
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import t from 'tap'
import type { ResourceRequest } from '../../src/flows/operator/resources.ts'
import { textOf } from '../support/page.ts'
import { away, type Story, shown, story } from '../support/story.ts'
import { claimsOf } from '../support/wire.ts'

const orders: ResourceRequest = {
  identifier: 'https://orders.example',
  name: 'Orders',
  audience: 'orders',
  scope: ['orders:read'],
  accessTokenSeconds: 300,
  signingAlg: 'ES256',
  claims: { roles: 'roles:orders:', department: 'attribute:department', mail: 'email' },
}

const stage = async (s: Story, wished: Partial<ResourceRequest> = {}) => {
  const { operator } = s.rooms
  for (const name of ['orders:read', 'wiki:edit'])
    await operator.scopes.set({ name, words: `use ${name}`, optional: false, privileged: false })
  await operator.resources.set({ ...orders, ...wished })
  await operator.resources.set({ ...orders, identifier: 'wiki', audience: null, scope: ['wiki:edit'] })
  const scope = ['openid', 'profile', 'orders:read', 'wiki:edit']
  const app = await s.client('web', { scope })
  const roles = ['orders:reader', 'manager']
  const ada = await s.account('ada', { roles, attributes: { department: 'Sales' } })
  return { app, ada, wish: { resource: orders.identifier, scope: scope.join(' ') } }
}

t.test('RFC 8707 §2, RFC 9068 §3: a token for a resource is made by its terms', async (t) => {
  const s = await story(t)
  const { app, ada, wish } = await stage(s)
  const { body } = await s.redeem(app, await s.codeFor(app, ada, wish))
  t.equal(body.expires_in, 300)
  t.equal(body.scope, 'openid profile orders:read', '§5.1 of RFC 6749: what was left out is told')
  const jwks = (await (await s.fetch(`${s.issuer}/jwks`)).json()) as JSONWebKeySet
  const { payload, protectedHeader } = await jwtVerify(body.access_token, createLocalJWKSet(jwks), {
    ...{ issuer: s.issuer, audience: 'orders', algorithms: ['ES256'], typ: 'at+jwt', currentDate: s.clock() },
  })
  t.equal(protectedHeader.alg, 'ES256')
  t.match(payload, { aud: 'orders', roles: ['reader'], department: 'Sales', mail: ada.email, scope: body.scope })
  t.equal((payload.exp ?? 0) - (payload.iat ?? 0), 300)
  const userinfo = await s.fetch(`${s.issuer}/userinfo`, { headers: { authorization: `Bearer ${body.access_token}` } })
  t.match(await userinfo.json(), { sub: ada.sub, name: 'Ada' }, 'an app that has one token may ask with it')
  t.equal(
    JSON.parse(Buffer.from(body.id_token.split('.')[0], 'base64url').toString()).alg,
    'RS256',
    'the app chose its own',
  )
})

t.test('a refreshed token carries the roles and attributes of today', async (t) => {
  const s = await story(t)
  const { app, ada, wish } = await stage(s)
  const { body } = await s.redeem(app, await s.codeFor(app, ada, wish))
  const nothing = { addedRoles: [], claims: {}, attributes: {}, removed: [] }
  await s.rooms.operator.users.describe(ada.email, {
    ...nothing,
    roles: ['orders:writer', 'orders:reader'],
    attributes: { department: ['Sales', 'Board'] },
  })
  const { body: next } = await s.refresh(app, body.refresh_token)
  t.match(claimsOf(next.access_token), { roles: ['writer', 'reader'], department: ['Sales', 'Board'], aud: 'orders' })
  await s.rooms.operator.users.describe(ada.email, { ...nothing, removed: ['roles', 'attributes'] })
  const { body: last } = await s.refresh(app, next.refresh_token)
  const claims = claimsOf(last.access_token)
  t.notOk('roles' in claims || 'department' in claims, 'what is taken away is gone')
})

t.test('the consent page names the API in words, and what its tokens tell', async (t) => {
  const s = await story(t)
  const { app, ada, wish } = await stage(s, { name: 'Orders & <b>more</b>' })
  const at = s.browser()
  const page = shown(await s.logIn(at, await s.authorize(at, app, { ...wish, scope: 'orders:read' }), ada), 'consent')
  t.equal(textOf(page, 'apis'), 'It would do so at Orders & <b>more</b> ( https://orders.example ).')
  t.match(page.text, /Orders &amp; &lt;b&gt;more/)
  t.match(page.text, /see your e-mail address/, 'nobody asked for the scope email, but the token says it')
  t.notMatch(page.text, /class="tag"/)
  t.ok(away(await s.allow(at, page)).get('code'))
  const plain = shown(await s.authorize(at, app, { scope: 'wiki:edit' }), 'consent')
  t.equal(textOf(plain, 'apis'), undefined, 'no API is named')
  t.notMatch(plain.text, /see your e-mail address/)
  const other = shown(await s.authorize(at, app, { resource: s.issuer, scope: 'orders:read' }), 'consent')
  t.match(textOf(other, 'apis'), s.issuer, 'another API asks again')
})

t.test('the consent page tells what tokens of a default audience say, however its resource is called', async (t) => {
  for (const identifier of [orders.identifier, 'https://other-name.example']) {
    const s = await story(t, { DEFAULT_AUDIENCE: 'https://orders.example' })
    const { app, ada } = await stage(s, { identifier, audience: 'https://orders.example' })
    const at = s.browser()
    const page = shown(await s.logIn(at, await s.authorize(at, app, { scope: 'openid' }), ada), 'consent')
    t.match(page.text, /see your e-mail address/, identifier)
    const { body } = await s.redeem(app, away(await s.allow(at, page)).get('code') ?? '')
    t.match(claimsOf(body.access_token), { aud: 'https://orders.example', mail: ada.email }, identifier)
  }
})

t.test('a default audience that is registered: its terms, also for requests that name nothing', async (t) => {
  const s = await story(t, { DEFAULT_AUDIENCE: 'https://orders.example' })
  const { app, ada, wish } = await stage(s)
  const { body } = await s.redeem(app, await s.codeFor(app, ada, { scope: wish.scope }))
  t.match(claimsOf(body.access_token), { aud: 'orders', mail: ada.email })
  t.equal(body.scope, 'openid profile orders:read')
  t.equal(body.expires_in, 300)
  const { body: same } = await s.refresh(app, body.refresh_token, { resource: 'https://orders.example/' })
  t.match(claimsOf(same.access_token), { aud: 'orders' }, 'and by its name, with the slash that libraries add')
})

t.test('RFC 8707 §2: an unknown, malformed or foreign resource is invalid_target, and costs nothing', async (t) => {
  const s = await story(t)
  const { app, ada, wish } = await stage(s)
  const machine = await s.client('machine', { grantTypes: ['client_credentials'], scope: ['orders:read', 'wiki:edit'] })
  const wrong = ['https://elsewhere.example', 'https://orders.example#x', 'orders', 'ORDERS', '*', 'x'.repeat(2048)]
  const at = s.browser()
  for (const resource of wrong) {
    const answer = away(await s.authorize(at, app, { resource }))
    t.strictSame([answer.get('error'), answer.get('state')], ['invalid_target', 'a state'], resource.slice(0, 40))
    const { status, body } = await s.token(machine, { grant_type: 'client_credentials', resource })
    t.match({ status, body }, { status: 400, body: { error: 'invalid_target' } })
  }
  const code = await s.codeFor(app, ada, wish)
  for (const resource of [...wrong, s.issuer])
    t.match(await s.redeem(app, code, { resource }), { status: 400, body: { error: 'invalid_target' } })
  const { status, body } = await s.redeem(app, code, { resource: orders.identifier })
  t.equal(status, 200)
  for (const resource of [...wrong, s.issuer])
    t.match(await s.refresh(app, body.refresh_token, { resource }), { status: 400, body: { error: 'invalid_target' } })
  t.equal((await s.refresh(app, body.refresh_token)).status, 200)
  const own = await s.token(machine, { grant_type: 'client_credentials', resource: orders.identifier })
  t.match(claimsOf(own.body.access_token), { aud: 'orders', sub: machine.clientId, scope: 'orders:read' })
  t.notOk('roles' in claimsOf(own.body.access_token), 'nobody logged in')
})
