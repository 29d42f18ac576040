// A journey behind a reverse proxy that ends TLS (README, Behind a proxy): the server speaks http, people and apps see https.
import t from 'tap'
import { trustOwnCertificate } from '../support/certificate.ts'
import { listen } from '../support/listening.ts'
import { leftFor, plainBrowser } from '../support/plain-browser.ts'
import { passPages, post } from '../support/plain-client.ts'
import { freePort } from '../support/ports.ts'
import { importSnippet } from '../support/snippets.ts'
import { runningClock } from '../support/steppable-clock.ts'
import { story } from '../support/story.ts'
import { tlsProxy } from '../support/tls-proxy.ts'

trustOwnCertificate(t)
const [port, visitor] = [await freePort(), '203.0.113.7']
const issuer = `https://localhost:${port}`
const s = await story(t, { ISSUER: issuer, TRUST_PROXY: '127.0.0.1, ::1' }, runningClock())
await s.app.ready()
const targetPort = await listen(t, 'http', 0, (request, response) => s.app.routing(request, response))
await tlsProxy(t, { port, targetPort, visitor })
const ada = await s.account('ada')

t.test(
  'OIDC Core §16.17, OAuth 2.1 §1.5, RFC 9700 §2.6: openid-client logs in, refreshes, and is told of https only',
  async (t) => {
    const { clientId, secret, redirectUris } = await s.client('web')
    const app = await importSnippet(t, 'openid-client', {
      ...{ ISSUER: issuer, CLIENT_ID: clientId, CLIENT_SECRET: secret ?? '' },
      APP_URL: new URL(redirectUris[0] ?? '').origin,
    })
    const session: Record<string, unknown> = {}
    const browser = plainBrowser(issuer)
    const visit = await passPages(browser, (await app.logIn(session)).href, ada)
    const tokens = await app.callback(session, leftFor(visit))
    t.match(tokens.claims(), { iss: issuer, sub: ada.sub })
    t.equal((await app.refresh(tokens)).claims().sub, ada.sub)
    t.ok(browser.cookies.size > 0)
    for (const name of browser.cookies.keys()) t.match(name, /^__Host-/)
  },
)

/** Where the refusal came from, as the operator reads it later. */
const addressOf = async (reference: string | null): Promise<string | null | undefined> => {
  await s.rooms.events.flush()
  return (await s.store.events.find(reference ?? ''))?.address
}
const lies = {
  'x-forwarded-for': '198.51.100.66',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'http',
  forwarded: 'for=198.51.100.66;host=evil.example;proto=http',
}

t.test('RFC 9700 §4.13: the address is what the proxy says, whatever its visitor says', async (t) => {
  const { status, headers } = await post(`${issuer}/token`, {}, lies)
  t.equal(status, 400)
  t.equal(await addressOf(headers.get('x-reference')), visitor)
})

t.test('who is no trusted proxy may say what he likes', async (t) => {
  const remoteAddress = '192.0.2.9'
  const { headers } = await s.app.inject({ method: 'POST', url: '/token', headers: lies, remoteAddress })
  t.equal(await addressOf(String(headers['x-reference'])), remoteAddress)
})

t.test('RFC 9700 §4.13: no header of theirs gets into an address or a page', async (t) => {
  for (const [name, sent] of Object.entries({ ...lies, host: 'evil.example' }))
    for (const path of ['/.well-known/openid-configuration', '/authorize', '/logout', '/token', '/nothing-here']) {
      const answer = await s.app.inject({ url: path, headers: { [name]: sent }, remoteAddress: '127.0.0.1' })
      t.notMatch(
        `${JSON.stringify(answer.headers)} ${answer.body}`,
        /evil\.example|http:\/\/localhost/,
        `${name} ${path}`,
      )
      t.match(answer.headers['strict-transport-security'], /max-age/, 'RFC 6797 §7.1')
    }
})
