// Bad authorization codes (RFC 6749 §4.1.3, RFC 7636 §4.6, RFC 9700 §4.5): who loses what, and who loses nothing.

import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { person } from '../support/cast.ts'
import { cliJson } from '../support/command-line.ts'
import { execute } from '../support/database.ts'
import {
  type Answer,
  type App,
  challengeOf,
  codeFor,
  type Granted,
  introspect,
  newVerifier,
  postAs,
  redeem,
  refresh,
  register,
  servedBy,
} from '../support/plain-client.ts'
import { beside, startServer } from '../support/process.ts'
import { refused } from '../support/refused.ts'
import { until } from '../support/until.ts'

const server = await startServer(t)
const { issuer, environment } = server
const ada = await person(environment)
const app = await register(issuer)
const publicApp = await register(issuer, { token_endpoint_auth_method: 'none' })
const invalidGrant = (t: Test, what: string, answer: Answer) => refused(t, what, answer, 400, 'invalid_grant')
const alive = async (t: Test, tokens: Answer, what: string): Promise<void> => {
  t.equal((await introspect(app, tokens.body.access_token)).body.active, true, `${what}: its access token lives`)
  t.equal((await refresh(app, tokens.body.refresh_token)).status, 200, `${what}: its refresh token works`)
}
const dead = async (t: Test, tokens: Answer, what: string): Promise<void> => {
  t.same((await introspect(app, tokens.body.access_token)).body, { active: false }, `${what}: its access token is dead`)
  invalidGrant(t, `${what}: its refresh token is dead`, await refresh(app, tokens.body.refresh_token))
}

t.test('another client’s attempt changes nothing', async (t) => {
  for (const thief of [await register(issuer), publicApp]) {
    const granted = await codeFor(app, ada)
    invalidGrant(t, 'before its own client', await redeem(thief, granted))
    const tokens = await redeem(app, granted)
    t.equal(tokens.status, 200, 'it works for its own client')
    invalidGrant(t, 'after its own client', await redeem(thief, granted))
    await alive(t, tokens, 'afterwards')
  }
})

t.test('codes that were never issued', async (t) => {
  const granted = await codeFor(app, ada)
  const { code } = granted
  const codes: Record<string, string> = {
    'made up': `cs_code_${newVerifier()}`,
    cut: code.slice(0, -1),
    longer: `${code}A`,
    'without its prefix': code.replace('cs_code_', ''),
    'in another case': code.toUpperCase(),
    'with a blank': ` ${code}`,
    nonsense: 'x',
    'as long as a parameter may be': 'x'.repeat(4096),
    'beyond ASCII': 'cs_code_ü😀',
  }
  for (const [what, wrong] of Object.entries(codes))
    invalidGrant(t, what, await redeem(app, { ...granted, code: wrong }))
  refused(t, 'no code', await redeem(app, { ...granted, code: '' }), 400, 'invalid_request')
  t.equal((await redeem(app, granted)).status, 200, 'the right one works still')
})

t.test('a wrong verifier or redirect URI from the right client spends the code', async (t) => {
  const wrongs: Record<string, (granted: Granted, app: App) => Promise<Answer>> = {
    'a wrong verifier': (granted, app) => redeem(app, { ...granted, verifier: newVerifier() }),
    'no verifier': (granted, app) => redeem(app, granted, { code_verifier: '' }),
    'a verifier too short': (granted, app) => redeem(app, { ...granted, verifier: 'short' }),
    'a verifier too long': (granted, app) => redeem(app, { ...granted, verifier: 'v'.repeat(129) }),
    'a verifier beyond ASCII': (granted, app) => redeem(app, { ...granted, verifier: 'ü'.repeat(43) }),
    'the challenge as the verifier': (granted, app) =>
      redeem(app, { ...granted, verifier: challengeOf(granted.verifier) }),
    'another redirect URI': (granted, app) => redeem(app, granted, { redirect_uri: 'https://app.example/other' }),
    'the redirect URI with a slash more': (granted, app) =>
      redeem(app, granted, { redirect_uri: `${app.redirectUri}/` }),
  }
  for (const client of [app, publicApp])
    for (const [what, attempt] of Object.entries(wrongs)) {
      const granted = await codeFor(client, ada)
      invalidGrant(t, what, await attempt(granted, client))
      invalidGrant(t, `${what}, then the right one`, await redeem(client, granted))
    }
})

t.test('a resource that was not authorized: invalid_target', async (t) => {
  refused(
    t,
    'unknown',
    await redeem(app, await codeFor(app, ada), { resource: 'https://api.example' }),
    400,
    'invalid_target',
  )
})

t.test('a second use', async (t) => {
  const granted = await codeFor(app, ada)
  const tokens = await redeem(app, granted)
  invalidGrant(t, 'with a wrong verifier', await redeem(app, { ...granted, verifier: newVerifier() }))
  invalidGrant(t, 'without a verifier', await redeem(app, granted, { code_verifier: '' }))
  invalidGrant(t, 'with a wrong secret it is not even looked at', await redeem(app, { ...granted, code: 'x' }))
  refused(t, 'with a wrong secret', await redeem({ ...app, secret: 'x' }, granted), 401, 'invalid_client')
  await alive(t, tokens, 'who proves nothing ends nothing')
  invalidGrant(t, 'with the right verifier', await redeem(app, granted))
  await dead(t, tokens, 'a replay ends everything')
})

t.test('a code that came too late', async (t) => {
  const hasty = await startServer(t, await beside(environment, { CODE_SECONDS: '1', ISSUER: issuer }))
  const quick = servedBy(app, hasty)
  const granted = await codeFor(quick, ada)
  await sleep(1100)
  invalidGrant(t, 'late', await redeem(app, granted))
  invalidGrant(t, 'and later', await redeem(app, granted))
  // A second is short: a busy machine may need more than one attempt.
  const works = async () => (await redeem(quick, await codeFor(quick, ada))).status === 200
  await t.resolves(until('in time it works', works))
})

t.test('OAuth 2.1 §1.4, §4.3: no row and no line of the log holds a credential', async (t) => {
  const granted = await codeFor(app, ada)
  const { body } = await redeem(app, granted)
  const secrets = [
    granted.code,
    granted.verifier,
    body.access_token,
    body.refresh_token,
    app.secret ?? '',
    ada.password,
  ]
  const url = environment.DATABASE_URL as string
  const [tables] = await execute(url, "select tablename from pg_tables where schemaname = 'public'")
  const names: string[] = (tables?.rows ?? []).map(({ tablename }) => tablename)
  t.ok(names.includes('family') && names.includes('event'), `${names.length} tables`)
  const rows = await execute(url, ...names.map((name) => `select t::text as row from "${name}" t`))
  const all = rows.flatMap((result) => result.rows.map(({ row }) => row)).join('\n') + server.err() + server.out()
  // Bytes are written in hexadecimal there.
  for (const secret of secrets)
    for (const spelled of [secret, Buffer.from(secret).toString('hex')])
      t.notOk(all.includes(spelled), `${secret.slice(0, 8)}…`)
  t.ok(all.includes(app.clientId), 'and what is no secret is found')
})

t.test('a code of a session that has ended, of a person who is disabled', async (t) => {
  const granted = await codeFor(app, ada)
  await cliJson(environment, ['users', 'disable', ada.email])
  invalidGrant(t, 'disabled', await redeem(app, granted))
  await cliJson(environment, ['users', 'enable', ada.email])
  invalidGrant(t, 'enabled again, the code stays dead', await redeem(app, granted))
  const again = await codeFor(app, ada)
  t.equal(
    (await postAs(app, 'token', { grant_type: 'authorization_code', code: again.code, code_verifier: again.verifier }))
      .status,
    200,
    'OAuth 2.1 §10.2: no redirect_uri is needed beside PKCE',
  )
  t.notMatch(server.err(), /unexpected error/)
})
