// A journey of a device with openid-client and with oauth4webapi: the codes, the wait, the tokens, and each one's refusal (RFC 8628).
import * as oauth from 'oauth4webapi'
import * as client from 'openid-client'
import t from 'tap'
import { operatorApp, person } from '../support/cast.ts'
import { plainBrowser, stayedAt } from '../support/plain-browser.ts'
import { startServer } from '../support/process.ts'
import { importSnippet } from '../support/snippets.ts'

const server = await startServer(t)
const issuer = new URL(server.issuer)
const grants = ['--grant', 'device_code', '--grant', 'refresh_token']
const [ada, television, printer] = await Promise.all([
  person(server.environment),
  operatorApp(server.environment, server.issuer, ['--public', ...grants]),
  operatorApp(server.environment, server.issuer, grants),
])

/** The person opens the address that the device shows, and answers. */
const answer = async (url: string | undefined, decision: 'allow' | 'deny'): Promise<void> => {
  const at = plainBrowser(server.issuer)
  const login = stayedAt(await at.open(url ?? ''))
  const question = stayedAt(await at.submit(login, 'login', { email: ada.email, password: ada.password }))
  await at.submit(question, 'device-question', { decision })
}

/** What the library made of the server's refusal. */
const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'it worked',
    (thrown: { error?: unknown }) => thrown.error,
  )

t.test('openid-client, as the README shows it: a television waits while its person answers on a phone', async (t) => {
  const settings = { ISSUER: server.issuer, CLIENT_ID: television.clientId }
  const { connect } = await importSnippet(t, 'openid-client-device', settings)
  const shown: string[] = []
  const connectAnd = (decision: 'allow' | 'deny') =>
    connect((text: string, url: string) => {
      shown.push(text)
      answer(url, decision).catch(t.fail)
    })
  const tokens = await connectAnd('allow')
  t.match(shown[0], new RegExp(`^Open ${server.issuer}/device and type [B-Z]{4}-[B-Z]{4}$`))
  t.equal(tokens.claims().sub, ada.sub, 'the ID token is right')
  const options = { execute: [client.allowInsecureRequests] }
  const config = await client.discovery(issuer, television.clientId, undefined, client.None(), options)
  t.equal((await client.fetchUserInfo(config, tokens.access_token, ada.sub)).name, 'ada')
  t.ok((await client.refreshTokenGrant(config, tokens.refresh_token)).access_token)

  t.equal(await errorOf(connectAnd('deny')), 'access_denied')
  t.equal(await errorOf(client.initiateDeviceAuthorization(config, { scope: 'everything' })), 'invalid_scope')
})

t.test('oauth4webapi: a printer with a secret polls by itself', async (t) => {
  const insecure = { [oauth.allowInsecureRequests]: true }
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
  const me = { client_id: printer.clientId }
  const proof = oauth.ClientSecretBasic(printer.secret ?? '')
  const asked = await oauth.processDeviceAuthorizationResponse(
    as,
    me,
    await oauth.deviceAuthorizationRequest(as, me, proof, { scope: 'profile' }, insecure),
  )
  const poll = async () =>
    oauth.processDeviceCodeResponse(
      as,
      me,
      await oauth.deviceCodeGrantRequest(as, me, proof, asked.device_code, insecure),
    )
  t.equal(await errorOf(poll()), 'authorization_pending')
  t.equal(await errorOf(poll()), 'slow_down')
  await answer(asked.verification_uri_complete, 'allow')
  t.equal((await poll()).scope, 'profile')
  t.equal(await errorOf(poll()), 'invalid_grant', 'once')
})
