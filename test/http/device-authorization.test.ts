// The device authorization endpoint: what a device gets, and what bad input gets (RFC 8628 §3.1, §3.2).
import t from 'tap'
import { deviceCodeGrantType } from '../../src/model/client.ts'
import { askFor, startDevice, television } from '../support/device.ts'
import { answerOf } from '../support/plain-client.ts'
import { refused } from '../support/refused.ts'
import { story } from '../support/story.ts'

t.test('RFC 8628 §3.2: the response', async (t) => {
  const s = await story(t, { ISSUER: 'http://localhost:3000/tenant', DEVICE_CODE_SECONDS: '1200' })
  const app = await television(s)
  const { status, headers, body } = await askFor(s, app, { scope: 'openid' })
  t.equal(status, 200)
  t.match(headers.get('content-type'), /^application\/json/)
  t.equal(headers.get('cache-control'), 'no-store')
  t.match(body.device_code, /^cs_dev_[\w-]{43}$/)
  t.match(body.user_code, /^[B-DF-HJ-NP-TV-Z]{4}-[B-DF-HJ-NP-TV-Z]{4}$/)
  t.strictSame(
    { ...body, device_code: '', user_code: '' },
    {
      ...{ device_code: '', user_code: '', verification_uri: `${s.issuer}/device` },
      ...{ verification_uri_complete: `${s.issuer}/device?user_code=${body.user_code}`, expires_in: 1200, interval: 5 },
    },
  )
  t.not((await askFor(s, app)).body.user_code, body.user_code)
})

t.test('neither code stands in the database, nor does one lead to the other', async (t) => {
  const s = await story(t)
  const device = await startDevice(s, await television(s))
  const rows = JSON.stringify(await s.rooms.database.handle.selectFrom('device_authorization').selectAll().execute())
  const bare = device.userCode.replace('-', '')
  for (const text of [device.deviceCode, device.userCode, bare, Buffer.from(bare).toString('hex')])
    t.notMatch(rows, text)
})

t.test('RFC 8628 §3.1: the client authenticates as at /token', async (t) => {
  const s = await story(t)
  const box = await television(s, { tokenEndpointAuthMethod: 'client_secret_basic' })
  const [open, web] = [await television(s), await s.client('web')]
  const post = async (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    answerOf(
      await s.fetch(`${s.issuer}/device_authorization`, { method: 'POST', headers, body: new URLSearchParams(fields) }),
    )
  const basic = (secret: string) => ({
    authorization: `Basic ${Buffer.from(`${box.clientId}:${secret}`).toString('base64')}`,
  })
  t.equal((await post({}, basic(box.secret ?? ''))).status, 200, 'client_secret_basic')
  t.equal((await post({ client_id: box.clientId, client_secret: box.secret ?? '' })).status, 200, 'client_secret_post')
  refused(t, 'a wrong secret', await post({}, basic('wrong')), 401, 'invalid_client')
  refused(t, 'no secret', await post({ client_id: box.clientId }), 401, 'invalid_client')
  refused(t, 'no client', await post({}), 401, 'invalid_client')
  refused(t, 'an unknown client', await post({ client_id: 'app_x' }), 401, 'invalid_client')
  const both = await post({ client_id: web.clientId, client_secret: web.secret ?? '' })
  refused(t, 'a client without the grant', both, 400, 'unauthorized_client')
  const own = { client_id: open.clientId }
  refused(t, 'a scope that it may not have', await post({ ...own, scope: 'openid admin' }), 400, 'invalid_scope')
  refused(t, 'an unknown API', await post({ ...own, resource: 'https://evil.example' }), 400, 'invalid_target')
  t.equal((await post({ ...own, scope: '', device_name: 'x', nonce: 'y' })).status, 200, '§3.1: others are ignored')
  await s.rooms.operator.clients.disable(open.clientId)
  refused(t, 'a disabled client', await post(own), 400, 'unauthorized_client')
})

t.test('RFC 8628 §3.1: a form, each parameter once, POST alone', async (t) => {
  const s = await story(t)
  const { clientId } = await television(s)
  const url = `${s.issuer}/device_authorization`
  const send = async (init: RequestInit) => answerOf(await s.fetch(url, init))
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const twice = await send({ method: 'POST', headers: form, body: `client_id=${clientId}&scope=a&scope=b` })
  refused(t, 'repeated', twice, 400, 'invalid_request')
  const json = { 'content-type': 'application/json' }
  const wrong = await send({ method: 'POST', headers: json, body: JSON.stringify({ client_id: clientId }) })
  refused(t, 'JSON', wrong, 415, 'invalid_request')
  const get = await send({})
  refused(t, 'GET', get, 405, 'invalid_request')
  t.equal(get.headers.get('allow'), 'POST, OPTIONS')
  const preflight = await s.fetch(url, {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
  })
  t.equal(preflight.status, 204)
  t.ok(preflight.headers.get('access-control-allow-origin'), 'preflights are answered')
  t.notOk(preflight.headers.has('access-control-allow-credentials'))
})

t.test('bounded per address and client: the same client elsewhere, and another one here, go on', async (t) => {
  const s = await story(t, { TRUST_PROXY: '127.0.0.1' })
  const [app, other] = [await television(s), await television(s)]
  const from = (address: string) => ({ 'x-forwarded-for': address })
  for (let at = 0; at < 60; at += 1)
    if ((await askFor(s, app, {}, from(`2001:db8::${at}`))).status !== 200) t.fail(`number ${at}`)
  const { status, headers, body } = await askFor(s, app, {}, from('2001:db8::ffff'))
  t.equal(status, 429)
  t.equal(body.error, 'temporarily_unavailable')
  t.ok(Number(headers.get('retry-after')) <= 900)
  t.equal((await askFor(s, app, {}, from('2001:db8:1::1'))).status, 200)
  t.equal((await askFor(s, other, {}, from('2001:db8::1'))).status, 200)
  s.clock.pass(901)
  t.equal((await askFor(s, app, {}, from('2001:db8::1'))).status, 200)
})

t.test('RFC 8628 §4: the metadata document names endpoint and grant', async (t) => {
  const s = await story(t)
  const response = await s.fetch(`${s.issuer}/.well-known/oauth-authorization-server`)
  const metadata = (await response.json()) as Record<string, string[]>
  t.equal(metadata.device_authorization_endpoint, `${s.issuer}/device_authorization`)
  t.ok(metadata.grant_types_supported?.includes(deviceCodeGrantType))
})

t.test('the master key is replaced while a device waits: its code still works', async (t) => {
  const s = await story(t)
  const [ada, app] = [await s.account(), await television(s)]
  const device = await startDevice(s, app)
  s.rooms.masterKeys.add()
  const at = s.browser()
  const fields = { email: ada.email, password: ada.password }
  const login = await at.open(device.complete)
  if ('location' in login) return void t.fail('left')
  const page = await at.submit(login, 'login', fields)
  t.match('text' in page && page.text, /id="device-question"/)
})
