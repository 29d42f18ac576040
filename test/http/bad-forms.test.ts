// Bad bodies at the pages' addresses: what no browser sends is refused with a page, and nobody is logged in or out by it.
import t from 'tap'
import { person } from '../support/cast.ts'
import { hasForm, isAway, plainBrowser } from '../support/plain-browser.ts'
import { authorizeUrl, newVerifier, passPages, redirectUri, register, request } from '../support/plain-client.ts'
import { startServer } from '../support/process.ts'
import { referencePattern } from '../support/refused.ts'

const server = await startServer(t)
const { issuer } = server
const ada = await person(server.environment)
const app = await register(issuer)
const browser = plainBrowser(issuer)
const url = () => authorizeUrl(app, newVerifier())
await passPages(browser, url(), ada)
const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
const session = [...browser.cookies.keys()].find((name) => name.endsWith('cs_session')) ?? ''

const form = 'application/x-www-form-urlencoded'
const bodies: Record<string, readonly [type: string, body: string | Buffer, statuses: readonly number[]]> = {
  JSON: ['application/json', '{"email":"ada@example.com"}', [415]],
  'JSON that is none': ['application/json', '{', [400, 415]],
  'plain text': ['text/plain', 'email=ada@example.com', [415]],
  multipart: ['multipart/form-data; boundary=x', '--x--', [415]],
  'no type': ['', 'email=ada', [415]],
  'too long': [form, `email=${'x'.repeat(70_000)}`, [413]],
  'a field twice': [form, 'email=a&email=b&seal=x&seal=y', [400]],
  'a field too long': [form, `seal=${'x'.repeat(20_000)}`, [400]],
  'a hundred fields': [form, Array.from({ length: 100 }, (_, at) => `f${at}=1`).join('&'), [400]],
  NUL: [form, 'email=%00&password=%00', [400]],
  'no UTF-8': [form, Buffer.from([0x61, 0x3d, 0xff]), [400]],
  'a broken escape': [form, 'email=%zz', [400]],
}

t.test('refused with a page and a reference', async (t) => {
  for (const step of ['login', 'consent', 'logout'])
    for (const [what, [type, body, statuses]] of Object.entries(bodies)) {
      const query = url().slice(`${issuer}/authorize`.length)
      const headers = { 'content-type': type, origin: issuer, cookie }
      const answer = await request(`${issuer}/${step}${query}`, { method: 'POST', headers, body: body as string })
      t.ok(statuses.includes(answer.status), `/${step}, ${what}: ${answer.status}`)
      t.match(answer.headers.get('x-reference'), referencePattern, `/${step}, ${what}: a reference`)
      t.match(answer.text, 'id="reference"', `/${step}, ${what}: on a page`)
      t.notMatch(answer.headers.getSetCookie().join(), 'cs_session', `/${step}, ${what}: the session stays as it is`)
    }
})

t.test('a query that cannot be read', async (t) => {
  for (const step of ['authorize', 'login', 'consent'])
    for (const query of ['%', '%00', 'a=%ff', 'state=1&state=2', `x=${'x'.repeat(5000)}`, 'interaction=x', '&&&', '='])
      for (const method of ['GET', 'POST']) {
        const answer = await request(`${issuer}/${step}?${query}`, {
          method,
          headers: { origin: issuer, 'content-type': form },
        })
        t.ok([303, 400, 403].includes(answer.status), `${method} /${step}?${query.slice(0, 20)}: ${answer.status}`)
      }
})

t.test('cookies that cannot be', async (t) => {
  for (const value of ['', 'x', '%00', '%ff', 'x'.repeat(8000), 'cs_ses_AAAA', '"', '__proto__', 'a; cs_browser=b'])
    for (const name of [session, 'cs_browser', 'cs_known']) {
      const answer = await request(url(), { headers: { cookie: `${name}=${value}` } })
      t.equal(answer.status, 200, `${name}=${value.slice(0, 12)}: the login page`)
    }
  const torn = cookie.replace(/cs_known=(.{20})/, 'cs_known=$1AAAA')
  t.not(torn, cookie)
  t.equal(
    (await request(url(), { headers: { cookie: torn } })).status,
    303,
    'a forged list of known people is as good as none',
  )
})

t.test('after all of this the session is there', async (t) => {
  const visit = await browser.open(url())
  t.ok(isAway(visit) && visit.location.href.startsWith(`${redirectUri}?code=`))
  const page = await browser.open(`${issuer}/logout`)
  t.ok(hasForm(page, 'logout'))
  t.notMatch(server.err(), /unexpected error/)
})
