// 200 parallel refreshes of one token, on two servers (RFC 9700 §4.14.2): one successor, the same for everyone.
import t from 'tap'
import { person } from '../support/cast.ts'
import { execute } from '../support/database.ts'
import { codeFor, introspect, postAs, redeem, refresh, register, servedBy } from '../support/plain-client.ts'
import { beside, startServer } from '../support/process.ts'

const server = await startServer(t)
const second = await startServer(t, await beside(server.environment, { ISSUER: server.issuer }))
const ada = await person(server.environment)
const attempts = 200

const families = async (): Promise<{ generation: number; revoked_at: Date | null }[]> => {
  const [result] = await execute(
    server.environment.DATABASE_URL as string,
    'select generation, revoked_at from family order by created_at',
  )
  return result?.rows ?? []
}

t.test('all of them get the one successor, and it works', async (t) => {
  const app = await register(server.issuer)
  const there = servedBy(app, second)
  const { body } = await redeem(app, await codeFor(app, ada))
  const answers = await Promise.all(
    Array.from({ length: attempts }, (_, at) => refresh(at % 2 === 0 ? app : there, body.refresh_token)),
  )
  t.equal(answers.filter(({ status }) => status === 200).length, attempts, 'all are answered with tokens')
  const successors = new Set(answers.map((answer) => answer.body.refresh_token))
  t.equal(successors.size, 1, 'one successor')
  t.notOk(successors.has(body.refresh_token), 'which is a new one')
  t.same(await families(), [{ generation: 1, revoked_at: null }], 'one family, one generation further')
  const actives = await Promise.all(answers.slice(0, 10).map((answer) => introspect(app, answer.body.access_token)))
  t.ok(
    actives.every((answer) => answer.body.active),
    'every access token is good',
  )
  const [successor] = successors
  t.equal((await refresh(there, successor)).status, 200, 'the successor works')
})

t.test('refreshing and replaying at once: never a fork, and the end is the end', async (t) => {
  const app = await register(server.issuer)
  const there = servedBy(app, second)
  const first = (await redeem(app, await codeFor(app, ada))).body.refresh_token
  const newest = (await refresh(app, (await refresh(app, first)).body.refresh_token)).body.refresh_token
  const mixed = await Promise.all(
    Array.from({ length: 100 }, (_, at) => refresh(at % 2 === 0 ? app : there, at === 50 ? first : newest)),
  )
  t.ok(
    mixed.every(({ status }) => status === 200 || status === 400),
    'no other answers',
  )
  t.equal(mixed[50]?.status, 400, 'the old one is refused')
  const won = new Set(mixed.flatMap(({ status, body }) => (status === 200 ? [body.refresh_token] : [])))
  t.ok(won.size <= 1, 'at most one successor')
  for (const token of [newest, ...won]) t.equal((await refresh(app, token)).status, 400, 'the family is dead')
})

t.test('refreshing and revoking at once: revoked is revoked', async (t) => {
  const app = await register(server.issuer)
  const token = (await redeem(app, await codeFor(app, ada))).body.refresh_token
  const revoke = () => postAs(app, 'revoke', { token })
  const answers = await Promise.all([
    ...Array.from({ length: 50 }, () => refresh(app, token)),
    revoke(),
    ...Array.from({ length: 50 }, () => refresh(app, token)),
  ])
  t.equal(answers[50]?.status, 200)
  const successors = new Set(answers.flatMap(({ body }) => body?.refresh_token ?? []))
  t.ok(successors.size <= 1, 'at most one successor')
  for (const each of [token, ...successors]) t.equal((await refresh(app, each)).status, 400, 'what was revoked is dead')
})
