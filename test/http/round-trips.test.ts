// Round trips: how often each operation asks the database, which is most of what it costs beside its signatures.
import pg from 'pg'
import t from 'tap'
import { away, type StoryClient, story } from '../support/story.ts'

/** What the process sent to any PostgreSQL since the last look. A file that awaits at its top has its process alone. */
const sent: string[] = []
const query = pg.Client.prototype.query
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [first] = args
  sent.push(typeof first === 'string' ? first : String((first as { text?: string }).text))
  return Reflect.apply(query, this, args)
} as typeof query
t.teardown(() => {
  pg.Client.prototype.query = query
})

const s = await story(t)
const api = 'https://orders.example'
const terms = { identifier: api, audience: api, name: 'Orders', scope: [], accessTokenSeconds: null }
await s.rooms.operator.resources.set({ ...terms, signingAlg: 'ES256', claims: { roles: 'roles' } })
const ada = await s.account('ada')
const web = await s.client('web', { grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'] })
const at = s.browser()

/** The second time: what is remembered of the client, and the minute of its secret's use, are there. */
const tripsOf = async <T>(work: () => Promise<T>): Promise<{ trips: number; answer: T }> => {
  await work()
  sent.length = 0
  const answer = await work()
  return { trips: sent.length, answer }
}

const introspect = async (app: StoryClient, token: string): Promise<boolean> => {
  const body = new URLSearchParams({ client_id: app.clientId, client_secret: String(app.secret), token })
  const answer = await s.fetch(`${s.issuer}/introspect`, { method: 'POST', body })
  return ((await answer.json()) as { active: boolean }).active
}

for (const resource of [null, api]) {
  t.test(resource === null ? 'for the default audience' : 'for an API that is named in each request', async (t) => {
    await s.codeFor(web, ada, { resource }, at)
    const authorized = await tripsOf(() => s.authorize(at, web, { resource }))
    t.equal(authorized.trips, 2, 'an authorization: one read, one write')

    const codes = [away(await s.authorize(at, web, { resource })).get('code'), away(authorized.answer).get('code')]
    const redeemed = await tripsOf(() => s.redeem(web, codes.pop() ?? '', { resource }))
    t.equal(redeemed.answer.status, 200)
    t.equal(redeemed.trips, 1, 'a code exchange')

    let token: string = redeemed.answer.body.refresh_token
    const refreshed = await tripsOf(async () => {
      const answer = await s.refresh(web, token, { resource })
      token = answer.body.refresh_token
      return answer
    })
    t.equal(refreshed.answer.status, 200)
    t.equal(refreshed.trips, 1, 'a refresh')

    const accessToken = await tripsOf(() => introspect(web, refreshed.answer.body.access_token))
    t.strictSame(accessToken, { trips: 1, answer: true }, 'an introspection of an access token')
    const refreshToken = await tripsOf(() => introspect(web, token))
    t.strictSame(refreshToken, { trips: 1, answer: true }, 'an introspection of a refresh token')
  })
}

t.test('client credentials, keys, metadata: none', async (t) => {
  const own = await tripsOf(() => s.token(web, { grant_type: 'client_credentials', scope: null }))
  t.equal(own.answer.status, 200)
  t.equal(own.trips, 0)
  for (const path of ['/jwks', '/.well-known/openid-configuration']) {
    const { trips, answer } = await tripsOf(() => s.fetch(s.issuer + path))
    t.strictSame([trips, answer.status], [0, 200], path)
  }
})
