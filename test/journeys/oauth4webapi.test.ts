// A journey with oauth4webapi, for an issuer with a path: its addresses of metadata, everything below the path, an ID token.
import * as oauth from 'oauth4webapi'
import t, { type Test } from 'tap'
import { person } from '../support/cast.ts'
import { isAway, plainBrowser } from '../support/plain-browser.ts'
import { passPages, request } from '../support/plain-client.ts'
import { freePort } from '../support/ports.ts'
import { environment, startServer } from '../support/process.ts'

const port = await freePort()
const origin = `http://localhost:${port}`
const issuer = new URL(`${origin}/auth/shop`)
const initialAccessToken = 'the-initial-access-token-of-the-test'
const settings = {
  PORT: String(port),
  ISSUER: issuer.href,
  REGISTRATION: 'token',
  INITIAL_ACCESS_TOKEN: initialAccessToken,
}
const server = await startServer(t, await environment(t, { settings }))
const ada = await person(server.environment)
const redirectUri = 'http://127.0.0.1:1234/callback'
const insecure = { [oauth.allowInsecureRequests]: true } as const

const as = await oauth.processDiscoveryResponse(
  issuer,
  await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
)

const refusedBy = async (t: Test, what: string, error: string, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work()
    t.fail(`${what}: it worked`)
  } catch (thrown) {
    if (thrown instanceof oauth.WWWAuthenticateChallengeError) t.match(thrown.status, 401, `${what}: 401`)
    else t.equal(thrown instanceof oauth.ResponseBodyError ? thrown.error : thrown, error, `${what}: ${error}`)
  }
}

const register = async (token?: string) => {
  const metadata = {
    client_name: 'Tool',
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
  }
  const response = await oauth.dynamicClientRegistrationRequest(as, metadata, {
    ...insecure,
    ...(token && { initialAccessToken: token }),
  })
  return oauth.processDynamicClientRegistrationResponse(response)
}

const authorize = async (
  app: oauth.Client,
  verifier: string,
  state: string,
  at = redirectUri,
  wishes: Readonly<Record<string, string>> = {},
): Promise<URL> => {
  const url = new URL(as.authorization_endpoint as string)
  const challenge = await oauth.calculatePKCECodeChallenge(verifier)
  const fields = {
    client_id: app.client_id,
    redirect_uri: at,
    response_type: 'code',
    state,
    scope: 'profile',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...wishes,
  }
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value)
  const visit = await passPages(plainBrowser(issuer.href), url.href, ada)
  if (!isAway(visit)) throw new Error(`The browser stayed: ${visit.status} ${visit.text}`)
  return visit.location
}

const exchange = async (app: oauth.Client, callback: URL, verifier: string, state: string, at = redirectUri) => {
  const parameters = oauth.validateAuthResponse(as, app, callback, state)
  const response = await oauth.authorizationCodeGrantRequest(as, app, oauth.None(), parameters, at, verifier, insecure)
  return oauth.processAuthorizationCodeResponse(as, app, response)
}

t.test(
  'RFC 8414 §3, §3.1: the metadata, at the inserted and at the appended name, and nothing outside the path',
  async (t) => {
    const names = [
      `${origin}/.well-known/oauth-authorization-server/auth/shop`,
      `${issuer.href}/.well-known/oauth-authorization-server`,
    ]
    for (const name of names)
      t.match(
        await request(name),
        { status: 200, body: { issuer: issuer.href, token_endpoint: `${issuer.href}/token` } },
        name,
      )
    for (const path of ['/token', '/authorize', '/jwks', '/.well-known/oauth-authorization-server'])
      t.equal((await request(origin + path)).status, 404, `${path}: not here`)
    for (const path of ['/health/live', '/health/ready']) t.equal((await request(origin + path)).status, 200, path)
  },
)

t.test('RFC 7591 §3, §3.2.2: registration needs the initial access token', async (t) => {
  await refusedBy(t, 'without it', 'invalid_token', () => register())
  await refusedBy(t, 'with another', 'invalid_token', () => register('another'))
  t.match(await register(initialAccessToken), { client_id: /^app_/, token_endpoint_auth_method: 'none' })
})

t.test('OAuth 2.1 §8.1, §8.4.2: a native app: any loopback port, code, refresh, revocation', async (t) => {
  const app = await register(initialAccessToken)
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()]
  const elsewhere = redirectUri.replace('1234', '54321')
  const callback = await authorize(app, verifier, state, elsewhere)
  t.equal(callback.port, '54321', 'RFC 8252 §7.3: the port that the app listens on today')
  const tokens = await exchange(app, callback, verifier, state, elsewhere)
  t.match(tokens, { token_type: 'bearer', scope: 'profile' })

  const refresh = async (token: string) => {
    const response = await oauth.refreshTokenGrantRequest(as, app, oauth.None(), token, insecure)
    return oauth.processRefreshTokenResponse(as, app, response)
  }
  const refreshed = await refresh(tokens.refresh_token as string)
  t.ok(refreshed.refresh_token)
  await refusedBy(t, 'a token cut short', 'invalid_grant', () =>
    refresh((refreshed.refresh_token as string).slice(0, -2)),
  )
  const revoked = await oauth.revocationRequest(as, app, oauth.None(), refreshed.refresh_token as string, insecure)
  await oauth.processRevocationResponse(revoked)
  await refusedBy(t, 'a revoked one', 'invalid_grant', () => refresh(refreshed.refresh_token as string))
})

t.test('OIDC Core §15.2: OpenID Connect: found by its own name, an ID token, userinfo', async (t) => {
  const found = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...insecure })
  const as = await oauth.processDiscoveryResponse(issuer, found)
  const app = await register(initialAccessToken)
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()]
  const nonce = oauth.generateRandomNonce()
  const logIn = async (expectedNonce: string) => {
    const callback = await authorize(app, verifier, state, redirectUri, { scope: 'openid email', nonce })
    const parameters = oauth.validateAuthResponse(as, app, callback, state)
    const response = await oauth.authorizationCodeGrantRequest(
      ...([as, app, oauth.None(), parameters, redirectUri, verifier, insecure] as const),
    )
    const checks = { expectedNonce, maxAge: 600, requireIdToken: true }
    const tokens = await oauth.processAuthorizationCodeResponse(as, app, response, checks)
    await oauth.validateApplicationLevelSignature(as, response, insecure)
    return tokens
  }
  const tokens = await logIn(nonce)
  t.match(oauth.getValidatedIdTokenClaims(tokens), { iss: issuer.href, aud: app.client_id, sub: ada.sub })
  const readPerson = async (token: string, sub: string) =>
    oauth.processUserInfoResponse(as, app, sub, await oauth.userInfoRequest(as, app, token, insecure))
  t.match(await readPerson(tokens.access_token, ada.sub), { sub: ada.sub, email: ada.email })
  await t.rejects(readPerson(tokens.access_token, 'usr_other'), 'another person')
  await t.rejects(readPerson(`${tokens.access_token}x`, ada.sub), 'no token')
  await t.rejects(logIn(oauth.generateRandomNonce()), 'the nonce of another login')
})

t.test('the refusals that a library sees', async (t) => {
  const app = await register(initialAccessToken)
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()]
  const callback = await authorize(app, verifier, state)
  const foreign = new URL(callback)
  foreign.searchParams.set('iss', 'https://evil.example')
  t.throws(() => oauth.validateAuthResponse(as, app, foreign, state), 'another issuer')
  foreign.searchParams.delete('iss')
  t.throws(() => oauth.validateAuthResponse(as, app, foreign, state), 'no issuer, though the metadata promises one')
  await refusedBy(t, 'a wrong verifier', 'invalid_grant', () =>
    exchange(app, callback, oauth.generateRandomCodeVerifier(), state),
  )
  await refusedBy(t, 'then the right one', 'invalid_grant', () => exchange(app, callback, verifier, state))
})

t.test('RFC 9068 §4: an API checks its tokens', async (t) => {
  const app = await register(initialAccessToken)
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()]
  const { access_token: token } = await exchange(app, await authorize(app, verifier, state), verifier, state)
  const call = (bearer: string) =>
    new Request('https://api.example/notes', { headers: { authorization: `Bearer ${bearer}` } })
  const claims = await oauth.validateJwtAccessToken(as, call(token), issuer.href, insecure)
  t.match(claims, { iss: issuer.href, sub: ada.sub, client_id: app.client_id, scope: 'profile' })
  await t.rejects(
    oauth.validateJwtAccessToken(as, call(token), 'https://api.example', insecure),
    'for another audience',
  )
  await t.rejects(
    oauth.validateJwtAccessToken(as, call(`${token.slice(0, -4)}AAAA`), issuer.href, insecure),
    'a changed signature',
  )
})
