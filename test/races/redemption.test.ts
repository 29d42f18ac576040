// 200 parallel redemptions of one code, on two servers (RFC 6749 §4.1.2, §10.5): one wins, and the replay ends what it won.
import t from 'tap'
import { person } from '../support/cast.ts'
import { codeFor, introspect, redeem, refresh, register, servedBy } from '../support/plain-client.ts'
import { beside, startServer } from '../support/process.ts'

const server = await startServer(t)
const second = await startServer(t, await beside(server.environment, { ISSUER: server.issuer }))
const ada = await person(server.environment)
const attempts = 200

for (const method of ['client_secret_basic', 'none'])
  t.test(`a client with ${method}`, async (t) => {
    const app = await register(server.issuer, { token_endpoint_auth_method: method })
    const there = servedBy(app, second)
    const witness = await register(server.issuer)
    const other = (await redeem(app, await codeFor(app, ada))).body
    const granted = await codeFor(app, ada)
    const answers = await Promise.all(
      Array.from({ length: attempts }, (_, at) => redeem(at % 2 === 0 ? app : there, granted)),
    )
    const won = answers.filter(({ status }) => status === 200)
    const lost = answers.filter(({ status, body }) => status === 400 && body.error === 'invalid_grant')
    t.equal(won.length, 1, 'exactly one got tokens')
    t.equal(lost.length, attempts - 1, 'all others got invalid_grant')
    const [winner] = won
    t.match(
      await refresh(app, winner?.body.refresh_token),
      { status: 400, body: { error: 'invalid_grant' } },
      'its family is dead',
    )
    const asker = app.secret === null ? witness : app
    t.same((await introspect(asker, winner?.body.access_token)).body, { active: false }, 'its access token is inactive')
    t.equal((await refresh(app, other.refresh_token)).status, 200, 'the same person’s other login lives')
    t.equal((await redeem(app, await codeFor(app, ada))).status, 200, 'and a new login works')
  })

t.test('twenty codes at once, each ten times: one winner each', async (t) => {
  const app = await register(server.issuer)
  const codes = await Promise.all(Array.from({ length: 20 }, () => codeFor(app, ada)))
  const rounds = await Promise.all(
    codes.map((granted) => Promise.all(Array.from({ length: 10 }, () => redeem(app, granted)))),
  )
  for (const answers of rounds) t.equal(answers.filter(({ status }) => status === 200).length, 1)
})
