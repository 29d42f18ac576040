// Stepping up: an API asks for a second factor, and a client that knows RFC 9470 gets what it needs, and no more than that is asked of the person.
import t from 'tap'
import { buildApi } from '../../examples/api/api.ts'
import { codeAt, secretOn } from '../support/factors.ts'
import { listen, listeningStory } from '../support/listening.ts'
import { hasForm, stayedAt } from '../support/plain-browser.ts'
import { freePort } from '../support/ports.ts'
import { runningClock } from '../support/steppable-clock.ts'
import { away } from '../support/story.ts'

t.test('RFC 9470 §3, §4, §5: challenge, authorization, and the same request again', async (t) => {
  const s = await listeningStory(t, 'http', {}, runningClock())
  const port = await freePort()
  const api = buildApi({ issuer: s.issuer, jwksUrl: `${s.issuer}/jwks`, audience: s.issuer })
  await api.ready()
  await listen(t, 'http', port, (request, response) => api.routing(request, response))
  const [ada, web, at] = [await s.account(), await s.client(), s.browser()]
  const ask = async (token: string) =>
    fetch(`http://localhost:${port}/secrets`, { headers: { authorization: `Bearer ${token}` } })
  const tokenFor = async (code: string | null): Promise<string> => (await s.redeem(web, code ?? '')).body.access_token

  const refused = await ask(await tokenFor(await s.codeFor(web, ada, {}, at)))
  t.equal(refused.status, 401)
  const challenge = refused.headers.get('www-authenticate') ?? ''
  const wanted = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  t.match(wanted, { error: 'insufficient_user_authentication', acr_values: 'aal2', max_age: '900' })
  const { acr_values, max_age } = wanted

  const plain = await s.authorize(at, web, { acr_values, max_age })
  t.equal((await ask(await tokenFor(away(plain).get('code')))).status, 401, 'a wish: she has no second factor yet')

  const page = stayedAt(await at.open(`${s.issuer}/account/security/authenticator`))
  const secret = secretOn(page)
  // The step before: the code of now is then still unused.
  await at.submit(page, 'confirm', { code: codeAt(secret, new Date(s.clock().getTime() - 30_000)) })
  t.equal(
    (await ask(await tokenFor(away(await s.authorize(at, web)).get('code')))).status,
    200,
    'proved by setting it up',
  )

  const other = s.browser()
  const login = await s.logIn(other, await s.authorize(other, web, { acr_values, max_age }), ada)
  t.ok(hasForm(login, 'factor-code'))
  const visit = await other.submit(stayedAt(login), 'factor-code', { code: codeAt(secret, s.clock()) })
  t.equal((await ask(await tokenFor(away(visit).get('code')))).status, 200)
})
