// The device code grant: what each poll gets, and what ends with what (RFC 8628 §3.4, §3.5).
import t, { type Test } from 'tap'
import { deviceCodeGrantType } from '../../../src/model/client.ts'
import { answerFor, poll, reachQuestion, startDevice, television } from '../../support/device.ts'
import type { plainBrowser } from '../../support/plain-browser.ts'
import { shown, story } from '../../support/story.ts'
import { claimsOf } from '../../support/wire.ts'

const scene = async (t: Test, settings: Record<string, string> = {}) => {
  const s = await story(t, settings)
  return { s, ada: await s.account('ada', { roles: ['viewer'] }), app: await television(s) }
}

t.test('RFC 8628 §3.4, §3.5: pending, slow_down that stays, tokens once, then nothing', async (t) => {
  const { s, ada, app } = await scene(t)
  const device = await startDevice(s, app, { scope: 'openid profile' })
  const steps: [seconds: number, error: string][] = [
    [0, 'authorization_pending'],
    [4, 'slow_down'],
    [5, 'slow_down'],
    [14, 'slow_down'],
    [20, 'authorization_pending'],
    [19, 'slow_down'],
    [25, 'authorization_pending'],
  ]
  for (const [seconds, error] of steps) {
    s.clock.pass(seconds)
    t.match(await poll(s, app, device), { status: 400, body: { error } }, `${seconds} s later`)
  }
  await answerFor(s, device, ada, 'allow')
  const answer = await poll(s, app, device)
  t.match(answer, { status: 200, body: { token_type: 'Bearer', expires_in: 900, scope: 'openid profile' } })
  t.equal(answer.headers.get('cache-control'), 'no-store')
  t.match(claimsOf(answer.body.access_token), {
    sub: ada.sub,
    client_id: app.clientId,
    roles: ['viewer'],
    amr: ['pwd'],
  })
  t.match(await poll(s, app, device), { status: 400, body: { error: 'invalid_grant' } }, 'a second time')
  t.equal((await s.refresh(app, answer.body.refresh_token)).status, 200, 'which ends nothing: it never left the device')
})

t.test('RFC 8628 §3.5: access_denied, expired_token', async (t) => {
  const { s, ada, app } = await scene(t, { DEVICE_CODE_SECONDS: '60' })
  const [denied, late, unfetched] = [await startDevice(s, app), await startDevice(s, app), await startDevice(s, app)]
  await answerFor(s, denied, ada, 'deny')
  await answerFor(s, unfetched, ada, 'allow')
  t.match(await poll(s, app, denied), { status: 400, body: { error: 'access_denied' } })
  s.clock.pass(60)
  for (const device of [late, unfetched])
    t.match(await poll(s, app, device), { status: 400, body: { error: 'expired_token' } })
  t.equal((await poll(s, app, denied)).body.error, 'access_denied')
})

t.test('RFC 8628 §3.4: only the client that asked; nothing that others send changes anything', async (t) => {
  const { s, ada, app } = await scene(t)
  const other = await television(s, { tokenEndpointAuthMethod: 'client_secret_basic' })
  const device = await startDevice(s, app)
  await answerFor(s, device, ada, 'allow')
  t.equal((await poll(s, other, device)).body.error, 'invalid_grant')
  const thief = { grant_type: deviceCodeGrantType, device_code: `${device.deviceCode}x` }
  t.equal((await s.token(app, thief)).body.error, 'invalid_grant', 'an unknown code')
  t.equal((await s.token(app, { grant_type: deviceCodeGrantType })).body.error, 'invalid_request', 'no code')
  t.equal((await s.token(app, { ...thief, grant_type: 'device_code' })).body.error, 'unsupported_grant_type')
  const web = await s.client('web')
  t.equal((await poll(s, web, device)).body.error, 'unauthorized_client', 'a client without the grant')
  t.equal((await poll(s, { ...other, secret: 'wrong' }, device)).body.error, 'invalid_client')
  t.equal((await poll(s, app, device)).status, 200)
})

t.test('a refresh token for those who have that grant alone', async (t) => {
  const { s, ada } = await scene(t)
  const app = await television(s, { grantTypes: [deviceCodeGrantType] })
  const device = await startDevice(s, app)
  await answerFor(s, device, ada, 'allow')
  const { status, body } = await poll(s, app, device)
  t.equal(status, 200)
  t.notOk('refresh_token' in body)
})

t.test('OIDC Core §2: the ID token tells of the login of the browser that allowed it', async (t) => {
  const { s, ada, app } = await scene(t)
  const web = await s.client('web')
  const at = s.browser()
  const first = await s.redeem(web, await s.codeFor(web, ada, {}, at))
  const loggedInAt = Math.floor(s.clock().getTime() / 1000)
  s.clock.pass(120)
  const device = await startDevice(s, app, { scope: 'openid' })
  await answerFor(s, device, ada, 'allow', at)
  const { body } = await poll(s, app, device)
  const claims = claimsOf(body.id_token)
  t.match(claims, { iss: s.issuer, aud: app.clientId, sub: ada.sub, auth_time: loggedInAt, amr: ['pwd'] })
  t.equal(claims.nonce, undefined)
  t.type(claims.sid, 'string')
  t.not(claims.sid, claimsOf(first.body.id_token).sid, 'no two clients can compare theirs')
})

t.test('RFC 8707 §2.2: narrowed at /token; a request for too much costs nothing', async (t) => {
  const { s, ada, app } = await scene(t)
  const apis = ['https://one.example', 'https://two.example']
  await s.client('apis', { audiences: apis })
  const answer = await s.fetch(`${s.issuer}/device_authorization`, {
    method: 'POST',
    body: new URLSearchParams([['client_id', app.clientId], ...apis.map((api) => ['resource', api])]),
  })
  const { device_code: deviceCode, verification_uri_complete: complete } = (await answer.json()) as Record<
    string,
    string
  >
  const device = { deviceCode: deviceCode ?? '', userCode: '', complete: complete ?? '' }
  const page = await reachQuestion(s.browser(), device, ada)
  for (const api of apis) t.match(page.text, api)
  await answerFor(s, device, ada, 'allow')
  const evil = await poll(s, app, device, { resource: 'https://evil.example' })
  t.equal(evil.body.error, 'invalid_target')
  const { body } = await poll(s, app, device, { resource: 'https://two.example' })
  t.equal(claimsOf(body.access_token).aud, 'https://two.example')
})

t.test('what ends access before the tokens are fetched', async (t) => {
  const { s, app } = await scene(t)
  const { users, clients } = s.rooms.operator
  const endings: Readonly<Record<string, (email: string, at: ReturnType<typeof plainBrowser>) => Promise<unknown>>> = {
    'a logout of the browser that allowed it': async (_, at) =>
      at.submit(shown(await at.open(`${s.issuer}/logout`), 'logout'), 'logout', {}),
    'a new password': (email) => users.setPassword(email, 'quite another password'),
    'a disabled person': (email) => users.disable(email),
    'a disabled client': () => clients.disable(app.clientId),
  }
  for (const [what, end] of Object.entries(endings)) {
    const who = await s.account(what.replaceAll(' ', '-'))
    const at = s.browser()
    const device = await startDevice(s, app)
    await answerFor(s, device, who, 'allow', at)
    await end(who.email, at)
    if (what === 'a disabled client') {
      t.equal((await poll(s, app, device)).body.error, 'unauthorized_client', what)
      await clients.enable(app.clientId)
    }
    t.equal((await poll(s, app, device)).body.error, 'invalid_grant', what)
  }
})

t.test(
  'what ends a device that has its tokens: a password, a disabling, and no logout (README, Decisions)',
  async (t) => {
    const { s, ada, app } = await scene(t)
    const connected = async () => {
      const at = s.browser()
      const device = await startDevice(s, app, { scope: 'openid profile' })
      await answerFor(s, device, ada, 'allow', at)
      return { at, refreshToken: (await poll(s, app, device)).body.refresh_token as string }
    }
    const one = await connected()
    await one.at.submit(shown(await one.at.open(`${s.issuer}/logout`), 'logout'), 'logout', {})
    const next = await s.refresh(app, one.refreshToken)
    t.equal(next.status, 200, 'the browser is not the device')
    await s.rooms.operator.users.setPassword(ada.email, ada.password)
    t.equal((await s.refresh(app, next.body.refresh_token)).body.error, 'invalid_grant', 'a new password')
    const two = await connected()
    await s.rooms.operator.users.disable(ada.email)
    await s.rooms.operator.users.enable(ada.email)
    t.equal((await s.refresh(app, two.refreshToken)).body.error, 'invalid_grant', 'a disabled person')
    const three = await connected()
    await s.rooms.operator.clients.disable(app.clientId)
    await s.rooms.operator.clients.enable(app.clientId)
    t.equal((await s.refresh(app, three.refreshToken)).body.error, 'invalid_grant', 'a disabled client')
  },
)

t.test('refusals are explained; a wait is none', async (t) => {
  const { s, ada, app } = await scene(t)
  const device = await startDevice(s, app)
  const waiting = (await poll(s, app, device)).headers.get('x-reference') ?? ''
  const hasty = (await poll(s, app, device)).headers.get('x-reference') ?? ''
  t.match(waiting, /^[0-9a-z]{16}$/)
  const { explain } = s.rooms.operator
  await t.rejects(explain(waiting), 'not a row for each poll of each device')
  t.match(await explain(hasty), { code: 'slow_down', clientId: app.clientId, ownerText: /interval is 10 s now/ })
  await answerFor(s, device, ada, 'allow')
  await poll(s, app, device)
  const twice = (await poll(s, app, device)).headers.get('x-reference') ?? ''
  const event = await explain(twice)
  t.match(event, { code: 'invalid_grant', clientId: app.clientId, sub: ada.sub, operatorText: /already turned into/ })
  const events = await s.store.events.list({ sub: ada.sub, limit: 100 })
  t.ok(events.some(({ kind, clientId }) => kind === 'device_allowed' && clientId === app.clientId))
  const all = JSON.stringify(await s.store.events.list({ clientId: app.clientId, limit: 100 }))
  for (const secret of [device.deviceCode, device.userCode, device.userCode.replace('-', '')]) t.notMatch(all, secret)
})
