// A journey through logouts: openid-client asks for them, receivers of their own hear of them, servers restart and share the work.
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose'
import * as client from 'openid-client'
import t from 'tap'
import { operatorApp, person } from '../support/cast.ts'
import { cli, cliJson } from '../support/command-line.ts'
import { type LogoutReceiver, logoutReceiver } from '../support/logout-receiver.ts'
import { hasForm, leftFor, plainBrowser } from '../support/plain-browser.ts'
import { type App, passPages, redirectUri } from '../support/plain-client.ts'
import { beside, environment, type Server, startServer } from '../support/process.ts'
import { until } from '../support/until.ts'

const bye = 'https://app.example/bye'
/** The server that is started again outlives the test that does so. */
const whole = t

let server = await startServer(t, await environment(t, { settings: { DANGER_FETCH_LOOPBACK: '1' } }))
const { issuer } = server
const ada = await person(server.environment)

const makeApp = (receiver: LogoutReceiver): Promise<App> =>
  operatorApp(server.environment, issuer, [
    ...['--redirect-uri', redirectUri, '--post-logout-redirect-uri', bye, '--backchannel-logout-uri', receiver.uri],
  ])

const discover = (app: App): Promise<client.Configuration> =>
  client.discovery(new URL(issuer), app.clientId, app.secret ?? '', undefined, {
    execute: [client.allowInsecureRequests],
  })

/** Logs in; what comes back logs out. `at` is the server that the browser is sent to. */
const logIn = async (app: App, at: Pick<Server, 'port'> = server) => {
  const config = await discover(app)
  const browser = plainBrowser(issuer, (url, init) =>
    fetch(new URL(`${url.pathname}${url.search}`, `http://localhost:${at.port}`), init),
  )
  const [verifier, state] = [client.randomPKCECodeVerifier(), client.randomState()]
  const url = client.buildAuthorizationUrl(config, {
    ...{ redirect_uri: redirectUri, scope: 'openid', state, code_challenge_method: 'S256' },
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
  })
  const callback = leftFor(await passPages(browser, url.href, ada))
  const checks = { pkceCodeVerifier: verifier, expectedState: state }
  const tokens = await client.authorizationCodeGrant(config, callback, checks)
  const logOutUrl = (change: Record<string, string> = {}) =>
    client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token as string,
      post_logout_redirect_uri: bye,
      ...change,
    })
  return { config, browser, tokens, logOutUrl, logOut: () => browser.open(logOutUrl({ state: 'a state' })) }
}

const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
/** As a stranger checks it: §2.6 of Back-Channel Logout, by jose. */
const verified = async ({ received }: LogoutReceiver, app: App): Promise<JWTPayload[]> =>
  Promise.all(
    received.map(async ({ token }) => {
      const rules = { issuer, audience: app.clientId, typ: 'logout+jwt', requiredClaims: ['sid', 'sub', 'jti', 'exp'] }
      return (await jwtVerify(token, keys, rules)).payload
    }),
  )

type Delivery = {
  sid: string
  state: string
  attempts: number
  last_error: string | null
  next_attempt_at: string | null
}
const logouts = (app: App) => cliJson<Delivery[]>(server.environment, ['clients', 'logouts', app.clientId])

t.test('openid-client: discovery, the redirect back with its state, and the logout token', async (t) => {
  const receiver = await logoutReceiver(t)
  const app = await makeApp(receiver)
  const { config, logOut, logOutUrl, tokens } = await logIn(app)
  t.match(config.serverMetadata(), {
    end_session_endpoint: `${issuer}/logout`,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
  })
  const back = leftFor(await logOut())
  t.equal(back.href, `${bye}?state=a+state`.replace('+', '%20'))
  await until('the app is told', () => receiver.received.length > 0)
  const [claims] = await verified(receiver, app)
  t.match(claims, { sub: ada.sub, sid: tokens.claims()?.sid, events: {} })
  t.notOk(claims && 'nonce' in claims)
  t.equal(leftFor(await plainBrowser(issuer).open(logOutUrl())).href, bye, 'again, from nowhere: no error')
  await until('the row says so', async () => (await logouts(app))[0]?.state === 'delivered')
  t.equal(receiver.received.length, 1)
})

t.test('the refusal: an address that is not registered', async (t) => {
  const { browser, logOutUrl } = await logIn(await makeApp(await logoutReceiver(t)))
  const page = await browser.open(logOutUrl({ post_logout_redirect_uri: 'https://evil.example/' }))
  t.match(page, { status: 400, text: /not registered for this application/ })
})

t.test('without the ID token a person is asked', async (t) => {
  const receiver = await logoutReceiver(t)
  const { browser, config } = await logIn(await makeApp(receiver))
  const page = await browser.open(client.buildEndSessionUrl(config, { post_logout_redirect_uri: bye }))
  if (!hasForm(page, 'logout')) return void t.fail('nobody asked')
  t.equal(receiver.received.length, 0)
  t.equal(leftFor(await browser.submit(page, 'logout', {})).href, bye)
  await until('the app is told', () => receiver.received.length > 0)
  t.equal(receiver.received.length, 1)
})

t.test('a receiver that is down, a server that restarts: told when both are back', async (t) => {
  const receiver = await logoutReceiver(t)
  const app = await makeApp(receiver)
  const { logOut, tokens } = await logIn(app)
  await receiver.close()
  t.ok(leftFor(await logOut()), 'the person is not held up')
  let waiting: Delivery | undefined
  await until('the first attempt is noted', async () => {
    ;[waiting] = await logouts(app)
    return typeof waiting?.last_error === 'string'
  })
  t.match(waiting, {
    ...{ state: 'waiting', attempts: 1, next_attempt_at: String },
    last_error: 'the connection failed (ECONNREFUSED)',
  })
  const { out } = await cli(server.environment, ['clients', 'logouts', app.clientId])
  t.match(out, /^LOGGED OUT +STATE +ATTEMPTS[\s\S]*waiting +1 [\s\S]*ECONNREFUSED/, 'in words for people')
  await server.stop()
  const again = await logoutReceiver(t, Number(new URL(receiver.uri).port))
  server = await startServer(whole, server.environment)
  await until('it is told', async () => again.received.length > 0)
  t.match(await verified(again, app), [{ sid: tokens.claims()?.sid }])
  await until('and that is noted', async () => (await logouts(app))[0]?.state === 'delivered')
})

t.test('the command line ends a session: the running server tells the app', async (t) => {
  const receiver = await logoutReceiver(t)
  const app = await makeApp(receiver)
  const { tokens } = await logIn(app)
  await cliJson(server.environment, ['users', 'set-password', ada.email, '--password-stdin'], ada.password)
  await until('it is told', async () => receiver.received.length > 0)
  t.match(await verified(receiver, app), [{ sid: tokens.claims()?.sid }])
})

t.test('two servers share the work: each logout arrives once, one at a time', async (t) => {
  const second = await startServer(t, await beside(server.environment, { ISSUER: issuer }))
  const receiver = await logoutReceiver(t)
  receiver.answers(200, '', 100)
  const app = await makeApp(receiver)
  const logins = []
  for (let count = 0; count < 8; count += 1) logins.push(await logIn(app, count % 2 === 0 ? server : second))
  await Promise.all(logins.map(({ logOut }) => logOut()))
  await until('all are told', async () => (await logouts(app)).every(({ state }) => state === 'delivered'))
  const sids = (await verified(receiver, app)).map(({ sid }) => sid)
  t.same(sids.toSorted(), logins.map(({ tokens }) => tokens.claims()?.sid).toSorted())
  t.ok((await logouts(app)).every(({ attempts }) => attempts === 1))
  t.equal(receiver.mostAtOnce(), 1)
})

t.test('clients logouts: what cannot be shown', async (t) => {
  const silent = await operatorApp(server.environment, issuer)
  t.match(await cli(server.environment, ['clients', 'logouts', silent.clientId]), { code: 1, err: /no backchannel/ })
  t.match(await cli(server.environment, ['clients', 'logouts', 'app_nobody']), {
    code: 1,
    err: /there is no client/,
  })
})
