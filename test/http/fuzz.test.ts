// Fuzz: random requests to every endpoint are never answered with a 5xx, never hang, and cost nobody anything.
import t from 'tap'
import { person } from '../support/cast.ts'
import { plainBrowser } from '../support/plain-browser.ts'
import {
  challengeOf,
  codeFor,
  newVerifier,
  postJson,
  redeem,
  refresh,
  register,
  request,
} from '../support/plain-client.ts'
import { startServer } from '../support/process.ts'
import { randomRequests } from '../support/random-requests.ts'
import { sendRaw } from '../support/raw-http.ts'
import { isFull, seed, takeTime } from '../support/seed.ts'

takeTime(t)

const rounds = isFull ? 20_000 : 2000
const atOnce = 8

const server = await startServer(t)
const { issuer, port } = server
const ada = await person(server.environment)
const app = await register(issuer)
const browser = plainBrowser(issuer)
const { body: tokens } = await redeem(app, await codeFor(app, ada, browser))
const { body: registered } = await postJson(`${issuer}/register`, { redirect_uris: ['https://app.example/'] })
const [saved, spent] = [await codeFor(app, ada), await codeFor(app, ada)]
await redeem(app, spent)

const values = {
  grant_type: [
    'authorization_code',
    'authorization_code',
    'refresh_token',
    'refresh_token',
    'client_credentials',
    'password',
  ],
  client_id: [app.clientId, app.clientId, app.clientId, registered.client_id],
  client_secret: [app.secret as string, ''],
  code: ['', spent.code, `cs_code_${newVerifier()}`],
  refresh_token: ['', `${tokens.refresh_token.slice(0, -3)}AAA`],
  token: [tokens.access_token, 'cs_rt_x', 'e30.e30.e30'],
  code_verifier: ['', newVerifier()],
  redirect_uri: [app.redirectUri, app.redirectUri, 'https://app.example/'],
  response_type: ['code', 'code', 'code', 'token'],
  response_mode: ['', 'query', 'form_post', 'fragment'],
  code_challenge: [challengeOf('x')],
  code_challenge_method: ['S256', 'S256', 'plain'],
  scope: ['', 'openid', 'openid profile', 'admin'],
  state: ['', 'x'],
  nonce: ['', 'n'],
  prompt: ['', 'none', 'login', 'consent', 'login consent'],
  max_age: ['', '0', '1', '99999999999'],
  resource: ['', issuer, 'https://api.example'],
  interaction: ['', 'x'],
  seal: ['', 'x'],
  email: [ada.email],
  password: ['wrong'],
  decision: ['allow', 'deny'],
}

t.test(`${rounds} random requests (seed ${seed})`, async (t) => {
  const next = randomRequests(seed, {
    port,
    clientId: app.clientId,
    secret: app.secret as string,
    registered: { clientId: registered.client_id, bearer: registered.registration_access_token },
    cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '),
    values,
  })
  const counts: Record<string, number> = {}
  for (let done = 0; done < rounds; done += atOnce) {
    const requests = Array.from({ length: atOnce }, next)
    const answers = await Promise.all(requests.map((bytes) => sendRaw(port, bytes)))
    for (const [at, { status, text }] of answers.entries()) {
      counts[status] = (counts[status] ?? 0) + 1
      if (status === 'hung' || (typeof status === 'number' && status >= 500))
        t.fail(
          `${status} (seed ${seed}) for ${JSON.stringify(requests[at]?.toString('latin1').slice(0, 2000))}\n${text}`,
        )
    }
  }
  t.comment(JSON.stringify(counts))
  for (const status of [200, 201, 303, 400, 401, 404, 405, 415])
    t.ok(
      (counts[status] ?? 0) >= rounds / 1000,
      `${counts[status]} were answered with ${status}: the requests reach far enough`,
    )
})

t.test('then everything is as it was', async (t) => {
  t.equal((await request(`${issuer}/health/ready`)).status, 200)
  t.equal((await redeem(app, saved)).status, 200, 'a code from before works')
  t.equal((await refresh(app, tokens.refresh_token)).status, 200, 'so does a refresh token')
  t.equal((await redeem(app, await codeFor(app, ada))).status, 200, 'and a person can log in')
  t.notMatch(server.err(), /unexpected error/, 'no error of the server’s own was logged')
})
