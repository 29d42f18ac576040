// A journey with openid-client: discovery, registration, login, refresh, introspection, revocation, and each one's refusal.
import * as client from 'openid-client'
import t, { type Test } from 'tap'
import { operatorApp, person } from '../support/cast.ts'
import { hasForm, isAway, plainBrowser } from '../support/plain-browser.ts'
import { passPages, redirectUri } from '../support/plain-client.ts'
import { startServer } from '../support/process.ts'

const server = await startServer(t)
const issuer = new URL(server.issuer)
const [ada, app, robot] = await Promise.all([
  person(server.environment),
  operatorApp(server.environment, server.issuer),
  operatorApp(server.environment, server.issuer, ['--grant', 'client_credentials']),
])
const options: client.DiscoveryRequestOptions = { algorithm: 'oauth2', execute: [client.allowInsecureRequests] }

const discover = (clientId: string, authentication: client.ClientAuth) =>
  client.discovery(issuer, clientId, undefined, authentication, options)

const errorOf = async (thrown: unknown): Promise<unknown> => {
  if (thrown instanceof client.ResponseBodyError || thrown instanceof client.AuthorizationResponseError)
    return thrown.error
  if (thrown instanceof client.WWWAuthenticateChallengeError)
    return ((await thrown.response.json()) as { error: string }).error
  return thrown
}

/** What the library does with the server's refusal: the error of RFC 6749 §5.2, or of §4.1.2.1. */
const refusedBy = async (t: Test, what: string, error: string, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work()
    t.fail(`${what}: it worked`)
  } catch (thrown) {
    t.equal(await errorOf(thrown), error, `${what}: ${error}`)
  }
}

type Login = Readonly<{ callback: URL; verifier: string; state: string }>

const logIn = async (config: client.Configuration, decision: 'allow' | 'deny' = 'allow'): Promise<Login> => {
  const [verifier, state] = [client.randomPKCECodeVerifier(), client.randomState()]
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'profile offline_access',
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    // What was allowed before is not asked again, unless the app wants it so.
    ...(decision === 'deny' && { prompt: 'consent' }),
  })
  const browser = plainBrowser(server.issuer)
  let visit = await browser.open(url)
  if (decision === 'allow') visit = await passPages(browser, url.href, ada)
  else {
    if (hasForm(visit, 'login'))
      visit = await browser.submit(visit, 'login', { email: ada.email, password: ada.password })
    if (hasForm(visit, 'theft-notice')) visit = await browser.submit(visit, 'theft-notice', {})
    if (hasForm(visit, 'consent')) visit = await browser.submit(visit, 'consent', { decision })
  }
  if (!isAway(visit)) throw new Error(`The browser stayed: ${visit.status} ${visit.text}`)
  return { callback: visit.location, verifier, state }
}

const exchange = (config: client.Configuration, { callback, verifier, state }: Login) =>
  client.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier, expectedState: state })

t.test('discovery says what the server does', async (t) => {
  const config = await discover(app.clientId, client.ClientSecretBasic(app.secret as string))
  const metadata = config.serverMetadata()
  t.ok(metadata.supportsPKCE())
  t.equal(metadata.authorization_response_iss_parameter_supported, true, 'RFC 9207: iss in every answer')
  for (const grant of ['authorization_code', 'refresh_token', 'client_credentials'])
    t.ok(metadata.grant_types_supported?.includes(grant), grant)
  for (const [name, value] of Object.entries(metadata).filter(([name]) => /_endpoint$|_uri$/.test(name)))
    t.ok(String(value).startsWith(`${server.issuer}/`), name)
})

const ways: Record<string, () => Promise<client.Configuration>> = {
  'a client with client_secret_basic': () => discover(app.clientId, client.ClientSecretBasic(app.secret as string)),
  'the same with client_secret_post': () => discover(app.clientId, client.ClientSecretPost(app.secret as string)),
  'a client that registered itself': () =>
    client.dynamicClientRegistration(
      issuer,
      { client_name: 'Notes', redirect_uris: [redirectUri], grant_types: ['authorization_code', 'refresh_token'] },
      client.ClientSecretPost(),
      options,
    ),
  'a public client that registered itself': () =>
    client.dynamicClientRegistration(
      issuer,
      {
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'none',
      },
      client.None(),
      options,
    ),
}

for (const [what, configure] of Object.entries(ways))
  t.test(what, async (t) => {
    const config = await configure()
    const tokens = await exchange(config, await logIn(config))
    t.match(tokens, { token_type: 'bearer', expires_in: 900, scope: 'profile offline_access' })
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token as string)
    t.not(refreshed.refresh_token, tokens.refresh_token, 'the refresh token rotates')
    const narrowed = await client.refreshTokenGrant(config, refreshed.refresh_token as string, { scope: 'profile' })
    t.equal(narrowed.scope, 'profile')
    await refusedBy(t, 'a scope that was not granted', 'invalid_scope', () =>
      client.refreshTokenGrant(config, narrowed.refresh_token as string, { scope: 'email' }),
    )
    const isPublic = config.clientMetadata().token_endpoint_auth_method === 'none'
    if (!isPublic)
      t.match(await client.tokenIntrospection(config, narrowed.access_token), {
        active: true,
        sub: ada.sub,
        scope: 'profile',
      })
    else
      await refusedBy(t, 'introspection by a public client', 'invalid_client', () =>
        client.tokenIntrospection(config, narrowed.access_token),
      )

    await client.tokenRevocation(config, narrowed.refresh_token as string)
    await refusedBy(t, 'a revoked refresh token', 'invalid_grant', () =>
      client.refreshTokenGrant(config, narrowed.refresh_token as string),
    )
    if (!isPublic)
      t.same(
        await client.tokenIntrospection(config, narrowed.access_token),
        { active: false },
        'its access token went with it',
      )
  })

t.test('refusals on the way back from the login', async (t) => {
  const config = await discover(app.clientId, client.ClientSecretBasic(app.secret as string))
  await refusedBy(t, 'the person said no', 'access_denied', async () => exchange(config, await logIn(config, 'deny')))
  await refusedBy(t, 'a wrong verifier', 'invalid_grant', async () =>
    exchange(config, { ...(await logIn(config)), verifier: client.randomPKCECodeVerifier() }),
  )
  const login = await logIn(config)
  await exchange(config, login)
  await refusedBy(t, 'the callback loaded twice', 'invalid_grant', () => exchange(config, login))
  const mixedUp = await logIn(config)
  mixedUp.callback.searchParams.set('iss', 'https://evil.example')
  await t.rejects(
    exchange(config, mixedUp),
    { cause: { message: /unexpected "iss"/ } },
    'an answer of another issuer (RFC 9207)',
  )
  const forged = await logIn(config)
  await t.rejects(exchange(config, { ...forged, state: client.randomState() }), 'a state that is not ours')
})

t.test('client credentials', async (t) => {
  const config = await discover(robot.clientId, client.ClientSecretBasic(robot.secret as string))
  const tokens = await client.clientCredentialsGrant(config)
  t.match(tokens, { token_type: 'bearer', expires_in: 900 })
  t.equal(tokens.refresh_token, undefined, 'RFC 6749 §4.4.3: no refresh token')
  t.match(await client.tokenIntrospection(config, tokens.access_token), {
    active: true,
    sub: robot.clientId,
    client_id: robot.clientId,
  })
  await client.tokenRevocation(config, tokens.access_token)
  t.same(
    await client.tokenIntrospection(config, tokens.access_token),
    { active: false },
    'a revoked access token is seen by introspection',
  )
  await refusedBy(t, 'scopes about a person', 'invalid_scope', () =>
    client.clientCredentialsGrant(config, { scope: 'openid' }),
  )
  const web = await discover(app.clientId, client.ClientSecretBasic(app.secret as string))
  await refusedBy(t, 'a client that may not', 'unauthorized_client', () => client.clientCredentialsGrant(web))
  const wrong = await discover(robot.clientId, client.ClientSecretBasic('wrong'))
  await refusedBy(t, 'a wrong secret', 'invalid_client', () => client.clientCredentialsGrant(wrong))
})

t.test('RFC 7591 §3.2.2: a registration that is refused', async (t) => {
  const register = (uri: string) =>
    client.dynamicClientRegistration(issuer, { redirect_uris: [uri] }, client.None(), options)
  await refusedBy(t, 'a fragment', 'invalid_redirect_uri', () => register('https://app.example/#x'))
  await refusedBy(t, 'a script', 'invalid_redirect_uri', () => register('javascript:alert(1)'))
})
