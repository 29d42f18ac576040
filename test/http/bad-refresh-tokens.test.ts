// Bad refresh tokens (RFC 6749 §6, RFC 9700 §4.14.2): forged, cut, another's, old.
import t, { type Test } from 'tap'
import { person } from '../support/cast.ts'
import { cliJson } from '../support/command-line.ts'
import {
  type Answer,
  type App,
  codeFor,
  introspect,
  postAs,
  redeem,
  refresh,
  register,
  servedBy,
} from '../support/plain-client.ts'
import { beside, startServer } from '../support/process.ts'
import { refused } from '../support/refused.ts'

const server = await startServer(t)
const { issuer, environment } = server
const ada = await person(environment)
const app = await register(issuer)
const publicApp = await register(issuer, { token_endpoint_auth_method: 'none' })
const invalidGrant = (t: Test, what: string, answer: Answer) => refused(t, what, answer, 400, 'invalid_grant')
const newToken = async (client: App): Promise<string> => {
  const { body } = await redeem(client, await codeFor(client, ada))
  return body.refresh_token
}
const prefix = 'cs_rt_'
const bytesOf = (token: string) => Buffer.from(token.slice(prefix.length), 'base64url')
const tokenOf = (bytes: Buffer) => prefix + bytes.toString('base64url')
const flipped = (token: string, at: number): string => {
  const bytes = bytesOf(token)
  bytes[at] = (bytes[at] as number) ^ 1
  return tokenOf(bytes)
}

t.test('a forged one: every byte counts, and only one spelling', async (t) => {
  const token = await newToken(app)
  const size = bytesOf(token).length
  for (let at = 0; at < size; at += 1) {
    const { status, body } = await refresh(app, flipped(token, at))
    if (status !== 400 || body.error !== 'invalid_grant') t.fail(`byte ${at} changed: ${status}`)
  }
  const forgeries: Record<string, string> = {
    'the next generation, guessed': tokenOf(
      Buffer.concat([bytesOf(token).subarray(0, 24), Buffer.from([1]), bytesOf(token).subarray(25)]),
    ),
    'cut by a character': token.slice(0, -1),
    'cut by half': token.slice(0, token.length / 2),
    'the prefix alone': prefix,
    'without its prefix': token.slice(prefix.length),
    longer: `${token}AAAA`,
    padded: `${token}==`,
    'with a blank': `${token} `,
    'with a line break': `${token}\n`,
    'in the other base64': prefix + bytesOf(token).toString('base64'),
    random: tokenOf(Buffer.alloc(size, 7)),
    nonsense: 'x',
    'very long': `${prefix}${'A'.repeat(4000)}`,
    'beyond ASCII': `${prefix}ü😀`,
  }
  for (const [what, forged] of Object.entries(forgeries))
    if (forged !== token) invalidGrant(t, what, await refresh(app, forged))
  refused(t, 'none', await refresh(app, ''), 400, 'invalid_request')
  t.equal((await refresh(app, token)).status, 200, 'the true one still works')
})

t.test('another client’s attempt changes nothing', async (t) => {
  for (const [owner, thief] of [
    [app, publicApp],
    [publicApp, app],
  ] as const) {
    const token = await newToken(owner)
    const next = (await refresh(owner, token)).body.refresh_token
    invalidGrant(t, 'the newest', await refresh(thief, next))
    invalidGrant(t, 'an old one', await refresh(thief, token))
    t.same((await introspect(app, token)).body.active, false, 'introspection says nothing of an old one')
    t.equal((await postAs(thief, 'revoke', { token: next })).status, 200, 'revoking another’s says yes')
    t.equal((await refresh(owner, next)).status, 200, 'and does nothing')
  }
})

t.test('asking for more than was granted costs nothing', async (t) => {
  const narrow = await register(issuer, { scope: 'openid profile' })
  const token = await newToken(narrow)
  refused(t, 'more scope', await refresh(narrow, token, { scope: 'openid email' }), 400, 'invalid_scope')
  refused(t, 'a scope that cannot be', await refresh(narrow, token, { scope: 'open"id' }), 400, 'invalid_scope')
  refused(
    t,
    'an unknown resource',
    await refresh(narrow, token, { resource: 'https://api.example' }),
    400,
    'invalid_target',
  )
  const less = await refresh(narrow, token, { scope: 'profile' })
  t.match(less, { status: 200, body: { scope: 'profile' } }, 'less is fine')
  t.match(
    await refresh(narrow, less.body.refresh_token),
    { status: 200, body: { scope: 'openid profile' } },
    'and lasts once',
  )
})

t.test('an old one: a retry gets the same successor; reuse ends its family, and only that', async (t) => {
  const [token, bystander] = [await newToken(app), await newToken(app)]
  const first = await refresh(app, token)
  const retried = await refresh(app, token)
  t.equal(retried.status, 200)
  t.equal(retried.body.refresh_token, first.body.refresh_token, 'the very same')
  const second = await refresh(app, first.body.refresh_token)
  invalidGrant(t, 'two generations back', await refresh(app, token))
  invalidGrant(t, 'then the newest is dead', await refresh(app, second.body.refresh_token))
  t.same((await introspect(app, second.body.access_token)).body, { active: false }, 'and so is its access token')
  t.equal((await refresh(app, bystander)).status, 200, 'another login lives')
})

t.test('outside the retry window the previous one is reuse', async (t) => {
  const strict = await startServer(t, await beside(environment, { REFRESH_RETRY_SECONDS: '0', ISSUER: issuer }))
  const there = servedBy(app, strict)
  const token = await newToken(app)
  const next = await refresh(there, token)
  t.equal(next.status, 200)
  invalidGrant(t, 'the previous one', await refresh(there, token))
  invalidGrant(t, 'the newest', await refresh(app, next.body.refresh_token))
})

t.test('a token of a removed client, a revoked one, one of another server', async (t) => {
  const token = await newToken(app)
  t.equal((await postAs(app, 'revoke', { token })).status, 200)
  invalidGrant(t, 'revoked', await refresh(app, token))
  const disabled = await newToken(app)
  await cliJson(environment, ['users', 'disable', ada.email])
  invalidGrant(t, 'of a disabled person', await refresh(app, disabled))
  await cliJson(environment, ['users', 'enable', ada.email])
  invalidGrant(t, 'enabled again, it stays dead', await refresh(app, disabled))
  const elsewhere = await startServer(t)
  const bob = await person(elsewhere.environment, 'bob')
  const theirs = await register(elsewhere.issuer)
  const foreign = await redeem(theirs, await codeFor(theirs, bob))
  invalidGrant(t, 'of another server', await refresh(app, foreign.body.refresh_token))
  t.same((await introspect(app, foreign.body.access_token)).body, { active: false }, 'nor is its access token known')
  t.notMatch(server.err(), /unexpected error/)
})
