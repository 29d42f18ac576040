// Tokens at the admin API: which open it, which do not, and that the role counts at each use; and its document, judged by a stranger's validator.
import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { adminScopes } from '../../../src/protocol/admin-scopes.ts'
import { adminStory, programToken } from './admin-story.ts'

t.test('tokens', async (t) => {
  const a = await adminStory(t)
  const { s, apiWith, admin, tool, program, resource } = a
  const path = `/people/${admin.sub}`
  const status = async (token: string | null, method = 'GET', at = path) => (await apiWith(token)(method, at)).status

  t.test('an admin’s token works, and stops with the role', async (t) => {
    const ada = await s.account('ada', { roles: ['admin'] })
    const token = await a.tokenFor(ada)
    t.equal(await status(token), 200)
    const settled = await apiWith(token)('PUT', `/people/${ada.sub}/roles`, { roles: [] })
    t.equal(settled.status, 200)
    const refused = await apiWith(token)('GET', path)
    t.equal(refused.status, 403)
    t.match(refused.headers.get('www-authenticate'), 'error="insufficient_scope"')
    await s.rooms.events.flush()
    const [event] = await s.store.events.list({ person: ada.sub, kind: 'account_changed', limit: 1 })
    t.match(event, { actor: ada.sub, operatorText: new RegExp(tool.clientId), after: { roles: [] } })
  })

  t.test('what opens nothing', async (t) => {
    const eve = await s.account('eve')
    t.equal(await status(await a.tokenFor(eve)), 403, 'no role')
    const none = await apiWith(null)('GET', path)
    t.equal(none.status, 401)
    t.equal(none.headers.get('www-authenticate'), 'Bearer scope="admin:people:read"')
    t.equal(await status('nonsense'), 401)
    t.equal(await status('x'.repeat(5000)), 401)
    t.equal(await status(await programToken(s, program, null)), 401, 'the default audience')
    const readOnly = await programToken(s, program, resource, 'admin:apps:read')
    t.equal(await status(readOnly), 403, 'another scope')
    t.equal(await status(readOnly, 'GET', '/apps'), 200)
    t.equal(await status(readOnly, 'POST', '/apps'), 403, 'asked before the body is looked at')
    const idToken = (await s.redeem(tool, await s.codeFor(tool, admin, { scope: 'openid', resource }), { resource }))
      .body
    t.equal(await status(idToken.id_token), 401)
    t.equal(await status(idToken.access_token), 403, 'openid alone')
    const cookies = s.browser()
    await s.codeFor(tool, admin, {}, cookies)
    const cookie = [...cookies.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    t.equal(
      (await s.fetch(`${s.issuer}/admin/api/v1${path}`, { headers: { cookie } })).status,
      401,
      'a session is no token',
    )
  })

  t.test('what ends', async (t) => {
    const ada = await s.account('ada2', { roles: ['admin'] })
    const token = await a.tokenFor(ada)
    await s.rooms.operator.users.signOut(ada.email)
    t.equal(await status(token), 401, 'signed out')
    const other = await s.client('other', {
      grantTypes: ['client_credentials'],
      redirectUris: [],
      scope: [...adminScopes],
    })
    const theirs = await programToken(s, other, resource)
    t.equal(await status(theirs), 200)
    await s.rooms.operator.clients.set(other.clientId, { scope: [] })
    t.equal(await status(theirs), 403, 'the scope was taken away')
    await s.rooms.operator.clients.set(other.clientId, { scope: [...adminScopes] })
    await s.rooms.operator.clients.disable(other.clientId)
    t.equal(await status(theirs), 401, 'disabled')
    s.clock.pass(901)
    t.equal(await status(a.token), 401, 'expired')
  })

  t.test('writing apps leads to no more than that', async (t) => {
    const s2 = await s.client('writer', {
      grantTypes: ['client_credentials'],
      redirectUris: [],
      scope: ['admin:apps:write'],
    })
    const write = apiWith(await programToken(s, s2, resource))
    for (const [method, at, body] of [
      ['PATCH', `/apps/${s2.clientId}`, { scope: 'admin:apps:write admin:people:write' }],
      ['PATCH', `/apps/${tool.clientId}`, { redirect_uris: ['https://eve.example/cb'] }],
      ['POST', `/apps/${tool.clientId}/secrets`, undefined],
      ['POST', '/apps', { client_name: 'Eve', grant_types: ['client_credentials'], scope: 'admin:people:write' }],
    ] as const)
      t.match(await write(method, at, body), { status: 409, body: { detail: /command line alone/ } })
    t.equal((await s.store.clients.find(tool.clientId))?.secrets.length, 1)
  })

  t.test('strangers get no admin scope', async (t) => {
    const register = async (body: object) => {
      const headers = { 'content-type': 'application/json' }
      const response = await s.fetch(`${s.issuer}/register`, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: response.status, body: JSON.parse(await response.text()) }
    }
    const made = await register({ redirect_uris: ['https://eve.example/cb'], scope: 'openid admin:people:write' })
    t.notMatch(String(made.body.scope), /admin/)
    const plain = await s.client('plain')
    const visit = await s.authorize(s.browser(), plain, { scope: 'openid admin:people:read', resource })
    t.match(JSON.stringify(visit), /invalid_scope/)
  })
})

t.test('the document is valid OpenAPI 3.1, and names every operation', async (t) => {
  const a = await adminStory(t, { ISSUER: 'https://id.example/base' })
  const response = await a.s.fetch(`${a.s.issuer}/admin/api/openapi.json`)
  const document = JSON.parse(await response.text())
  const validator = new Validator()
  const verdict = await validator.validate(structuredClone(document))
  t.same(verdict.valid ? [] : verdict.errors, [])
  t.equal(validator.version, '3.1')
  t.equal(document.servers[0].url, 'https://id.example/base/admin/api/v1')
  const operations = Object.entries<Record<string, { operationId: string; security: unknown }>>(document.paths).flatMap(
    ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  )
  t.ok(operations.length > 35)
  t.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length)
  t.ok(operations.every(({ security }) => Array.isArray(security)))
  t.ok(document.paths['/people/{sub}'].get)
  for (const name of ['Person', 'App', 'Problem']) t.ok(document.components.schemas[name], name)
  // Where it says that something is, it is.
  for (const { path, method } of operations.filter((each) => each.method === 'get')) {
    const answer = await a.api(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'nothing'))
    t.ok([200, 404].includes(answer.status), `${path}: ${answer.status}`)
    if (answer.status === 404) t.equal(answer.headers.get('content-type'), 'application/problem+json', path)
  }
})
