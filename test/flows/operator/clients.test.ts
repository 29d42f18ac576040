// What an operator may do with clients: only what can work is registered, and what is disabled is dead at once.
import t from 'tap'
import { story } from '../../support/story.ts'

const web = {
  name: 'Web',
  public: false,
  redirectUris: ['https://web.example/callback'],
  grantTypes: [],
  scope: undefined,
  audiences: [],
  pkceRequired: true,
}

t.test('OAuth 2.1 §2, §8.1.1: create: by default a confidential client with code and refresh grants', async (t) => {
  const { clients, scopes } = (await story(t)).rooms.operator
  await scopes.set({ name: 'admin', words: 'do everything', optional: false, privileged: true })
  const { client, secret } = await clients.create(web)
  t.match(secret, /^cs_sec_[\w-]{43}$/)
  t.match(client, {
    clientId: /^app_/,
    origin: 'operator',
    tokenEndpointAuthMethod: 'client_secret_basic',
    grantTypes: ['authorization_code', 'refresh_token'],
    pkceRequired: true,
  })
  t.same([...client.scope].sort(), ['email', 'offline_access', 'openid', 'profile'], 'nothing privileged unasked')
  t.same((await clients.create({ ...web, scope: ['admin'] })).client.scope, ['admin'], 'privileged when asked')
})

t.test('create: public clients, machines and resource servers', async (t) => {
  const s = await story(t)
  const { clients } = s.rooms.operator
  const app = await clients.create({ ...web, public: true, redirectUris: ['org.example.app:/callback'] })
  t.match(app, { secret: undefined, client: { tokenEndpointAuthMethod: 'none' } })
  t.same((await clients.show(app.client.clientId)).secrets, [])
  const job = await clients.create({ ...web, redirectUris: [], grantTypes: ['client_credentials'], scope: [] })
  t.same(job.client.grantTypes, ['client_credentials'])
  const api = await clients.create({ ...web, redirectUris: [], audiences: ['https://api.example'] })
  t.match(api.client, { grantTypes: [], audiences: ['https://api.example'] })
  const exempt = await clients.create({ ...web, pkceRequired: false })
  t.equal(exempt.client.pkceRequired, false)
  const token = { grant_type: 'client_credentials', resource: 'https://api.example' }
  t.equal((await s.token({ ...job.client, secret: job.secret ?? null }, token)).status, 200)
})

t.test('OAuth 2.1 §2, §2.3.1: create: what can never work is wrong use', async (t) => {
  const { clients } = (await story(t)).rooms.operator
  const wrong: readonly (readonly [string, Partial<typeof web> & { scope?: string[] }])[] = [
    ['a public client needs PKCE', { public: true, pkceRequired: false }],
    ['a public client can have no audience', { public: true, audiences: ['https://api.example'] as never }],
    ['public client cannot have the grant', { public: true, grantTypes: ['client_credentials'] as never }],
    ['needs a redirect URI', { redirectUris: [] }],
    ['grant password is not known', { grantTypes: ['password'] as never }],
    ['refresh_token needs the grant', { grantTypes: ['refresh_token'] as never }],
    ['is http on a host other', { redirectUris: ['http://web.example/callback'] }],
    ['has a fragment', { redirectUris: ['https://web.example/#x'] }],
    ['private scheme', { redirectUris: ['org.example.app:/callback'] }],
    ['name must be one line', { name: 'a\u202eb' }],
    ['name must be one line', { name: '' }],
    ['audience', { audiences: ['an audience'] as never }],
  ]
  for (const [words, change] of wrong)
    await t.rejects(clients.create({ ...web, ...change }), { kind: 'wrong-use', message: new RegExp(words) }, words)
  await t.rejects(clients.create({ ...web, scope: ['openid', 'fly'] as never }), { kind: 'failed', message: /fly/ })
  t.same(await clients.list({ limit: 10 }), [])
})

t.test('disable: codes and families end at once; enable brings none of them back', async (t) => {
  const s = await story(t)
  const { clients } = s.rooms.operator
  const [account, app, other] = [await s.account(), await s.client('web'), await s.client('other')]
  const { body: tokens } = await s.redeem(app, await s.codeFor(app, account))
  const { body: others } = await s.redeem(other, await s.codeFor(other, account))
  const code = await s.codeFor(app, account)
  t.match(await clients.disable(app.clientId), { families: 1, client: { clientId: app.clientId } })
  t.match((await s.refresh(app, tokens.refresh_token)).body, { error: 'unauthorized_client' })

  t.equal((await clients.enable(app.clientId)).disabledAt, null)
  t.equal((await s.refresh(app, tokens.refresh_token)).status, 400, 'the family stays dead')
  t.equal((await s.redeem(app, code)).status, 400, 'the code stays dead')
  t.equal((await s.redeem(app, await s.codeFor(app, account))).status, 200, 'a new login works')
  t.equal((await s.refresh(other, others.refresh_token)).status, 200, 'other clients never noticed')
  await t.rejects(clients.disable('app_unknown'), { kind: 'not-found', message: 'there is no client app_unknown' })
})

t.test('secrets: two live at once, until the older is dropped', async (t) => {
  const s = await story(t)
  const { clients } = s.rooms.operator
  const { client, secret: first = '' } = await clients.create({ ...web, grantTypes: ['client_credentials'] as never })
  const works = async (secret: string) => {
    const { status } = await s.token({ ...client, secret }, { grant_type: 'client_credentials' })
    return status === 200
  }
  const second = await clients.rotateSecret(client.clientId, false)
  t.same([await works(first), await works(second)], [true, true])
  t.equal((await clients.show(client.clientId)).secrets.length, 2)
  t.equal(await clients.dropOld(client.clientId), 1)
  t.same([await works(first), await works(second)], [false, true])
  const third = await clients.rotateSecret(client.clientId, true)
  t.same([await works(second), await works(third)], [false, true])
  await t.rejects(clients.dropOld(client.clientId), { kind: 'failed', message: /./ })
  const app = await clients.create({ ...web, public: true })
  await t.rejects(clients.rotateSecret(app.client.clientId, false), { kind: 'failed', message: /public/ })
})
