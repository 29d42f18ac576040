// `apply`: a file made so, again and again; a dry run; pruning; and errors with their lines.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readApplyFile } from '../../src/cli/apply-file.ts'
import type { Applied, ApplyOptions } from '../../src/flows/operator/apply/index.ts'
import { OperatorProblem } from '../../src/flows/operator/index.ts'
import { cli } from '../support/command-line.ts'
import { freshDatabase } from '../support/database.ts'
import { freshFolder } from '../support/embedded.ts'
import { story } from '../support/story.ts'

const file = `version: 1
scopes:
  orders:read:
    words: see your orders
    optional: true
resources:
  https://orders.example.org:
    resource_name: Orders
    scope: orders:read
clients:
  app_orders_web:
    client_name: Orders
    redirect_uris: [https://orders.example.org/callback]
    scope: openid orders:read
    secret_env: ORDERS_SECRET
  app_nightly:
    client_name: Nightly job
    grant_types: [client_credentials]
    scope: orders:read
people:
  ada@example.org:
    name: Ada
    roles: [admin]
    password_env: ADA_PASSWORD
`

t.test('apply', async (t) => {
  const s = await story(t)
  const { operator } = s.rooms
  const secret = 'a-secret-that-somebody-else-has-drawn-0123456789'
  const environment: Record<string, string> = { ORDERS_SECRET: secret, ADA_PASSWORD: 'a very long password' }
  const apply = (text: string, { dryRun = false, prune = false }: Partial<ApplyOptions> = {}) =>
    operator.apply(
      readApplyFile('it.yaml', text, (name) => environment[name]),
      { dryRun, prune },
    )
  const actions = ({ changes }: Applied) => changes.map(({ action, kind, name }) => `${action} ${kind} ${name}`)

  await t.test('a dry run says what would be, and does nothing', async (t) => {
    const planned = await apply(file, { dryRun: true })
    const all = ['scope orders:read', 'resource https://orders.example.org', 'client app_orders_web']
    t.same(
      actions(planned),
      [...all, 'client app_nightly', 'person ada@example.org'].map((each) => `create ${each}`),
    )
    t.same(await operator.clients.list({ limit: 9 }), [])
    t.same(await operator.users.list({ limit: 9 }), [])
    t.same(await operator.resources.list(), [])
  })

  await t.test('made, with the secrets shown once; again, nothing is different', async (t) => {
    const made = await apply(file)
    t.equal(made.changes.length, 5)
    const shown = made.changes.filter((change) => change.client_secret !== undefined).map(({ name }) => name)
    t.same(shown, ['app_nightly'], 'one that was given is not shown')
    t.notMatch(JSON.stringify(made), new RegExp(secret))
    t.notMatch(JSON.stringify(made), /very long password/)
    t.same(await apply(file), { dryRun: false, changes: [], unchanged: 5, notes: [], problems: [] })
    t.match(await operator.users.show('ada@example.org'), { roles: ['admin'], name: 'Ada' })
    const app = { clientId: 'app_orders_web', secret }
    const token = await s.token(
      { ...(await operator.clients.show('app_orders_web')).client, ...app },
      { grant_type: 'x' },
    )
    t.equal(token.body.error, 'unsupported_grant_type')
    await s.rooms.events.flush()
    t.notMatch(JSON.stringify(await s.store.events.list({ limit: 100 })), /somebody-else|very long/)
  })

  await t.test('only what differs is changed, and shown', async (t) => {
    const other = file.replace('see your orders', 'read your orders').replace('name: Ada\n', 'name: Ada Lovelace\n')
    t.match((await apply(other)).changes, [
      {
        ...{ action: 'change', name: 'orders:read' },
        ...{ before: { words: 'see your orders' }, after: { words: 'read your orders' } },
      },
      { action: 'change', name: 'ada@example.org', before: { name: 'Ada' }, after: { name: 'Ada Lovelace' } },
    ])
    environment.ORDERS_SECRET = `${secret}-2`
    const rotated = await apply(other)
    t.same(actions(rotated), ['change client app_orders_web'])
    t.notMatch(JSON.stringify(rotated), new RegExp(secret))
    t.equal((await operator.clients.show('app_orders_web')).secrets.length, 2)
    const flipped = await apply(other.replace('    client_name: Nightly', '    public: true\n    client_name: Nightly'))
    t.match(flipped.problems, [{ line: 16, problem: /app_nightly is confidential and stays so/ }])
  })

  await t.test('nothing is taken away but with prune, and only what apply made', async (t) => {
    const nothing = 'version: 1\n'
    const claims = null
    const mine = { identifier: 'mine', name: 'By hand', audience: null, scope: [], accessTokenSeconds: null }
    await operator.resources.set({ ...mine, signingAlg: 'RS256', claims })
    t.same(actions(await apply(nothing)), [])
    t.same(actions(await apply(nothing, { prune: true, dryRun: true })), [
      'disable client app_nightly',
      'disable client app_orders_web',
      'remove resource https://orders.example.org',
    ])
    const pruned = await apply(nothing, { prune: true })
    t.match(pruned, { problems: [], notes: ['the scope orders:read stays: app_nightly, app_orders_web name it'] })
    t.equal(pruned.changes.length, 3, 'what the dry run said')
    t.same((await apply(nothing, { prune: true })).changes, [], 'again, it changes nothing')
    t.match((await apply(file)).notes, [/app_orders_web is disabled, and stays so/, /app_nightly is disabled/])
    await operator.resources.remove('https://orders.example.org')
    for (const id of ['app_nightly', 'app_orders_web']) await operator.clients.set(id, { scope: [] })
    t.same(
      actions(await apply(nothing, { prune: true })),
      ['remove scope orders:read'],
      'when nothing names it any more',
    )
    t.same(
      (await operator.resources.list()).map(({ identifier }) => identifier),
      ['mine'],
    )
    t.not((await operator.clients.show('app_nightly')).client.disabledAt, null)
    t.equal((await operator.users.show('ada@example.org')).disabledAt, null)
  })

  await t.test('what does not work on what is there is said with its line, and nothing is done', async (t) => {
    const { problems, changes } = await apply(`version: 1
scopes:
  good:
    words: is good
clients:
  app_one:
    client_name: One
    redirect_uris: ["http://evil.example/cb"]
  app_two:
    client_name: Two
    redirect_uris: ["https://two.example/cb"]
    scope: no-such-scope
people:
  not an address:
    name: X
`)
    t.match(problems, [
      { line: 6, problem: /client app_one: the redirect URI/ },
      { line: 9, problem: /client app_two: the scope no-such-scope/ },
      { line: 14, problem: /person not an address/ },
    ])
    t.same(changes, [])
    t.notOk((await operator.scopes.list()).some(({ name }) => name === 'good'))
  })

  await t.test('two at once: each is made by one of them, and neither fails', async (t) => {
    for (let n = 0; n < 5; n += 1) {
      const twin = `version: 1\nclients:\n  app_twin${n}:\n    client_name: Twin\n    grant_types: [client_credentials]\npeople:\n  twin${n}@example.org:\n    name: Twin\n`
      const both = await Promise.all([apply(twin), apply(twin)])
      t.same(
        both.flatMap(({ problems }) => problems),
        [],
      )
      t.equal(both.flatMap(actions).filter((each) => each.startsWith('create')).length, 2)
      t.equal(
        both.reduce((sum, { unchanged }) => sum + unchanged, 0),
        2,
      )
    }
  })
})

t.test('what is wrong in the file is said with its line, all at once', async (t) => {
  const said = (text: string): string => {
    try {
      readApplyFile('it.yaml', text, () => undefined)
    } catch (error) {
      if (error instanceof OperatorProblem) return [error.message, ...error.more].join('\n')
      throw error
    }
    return 'nothing is wrong'
  }
  const bomb = ['a', 'b', 'c', 'd'].map(
    (name, at) => `${name}: &${name} [${at === 0 ? '1,1,1' : `*${'abc'[at - 1]},`.repeat(8)}]`,
  )
  for (const [text, ...lines] of [
    [
      'version: 1\nscopes:\n  a:\n    wrods: x\n',
      /:4: scopes\.a\.wrods is not known/,
      /:3: scopes\.a\.words is missing/,
    ],
    ['version: 1\nclients:\n  web:\n    client_name: x\n', /:3: clients\.web must begin with app_/],
    ['version: 1\nversion: 1\n', /:2: Map keys must be unique/],
    ['version: 1\nscopes: [\n', /^it\.yaml:\d: /],
    ['version: 2\n', /:1: version/],
    ['', /the file/],
    [
      'version: 1\nclients:\n  app_web:\n    client_name: x\n    client_secret: abc\n',
      /:5: .*client_secret is not known/,
    ],
    ['version: 1\npeople:\n  a@b.example:\n    password_env: NOT_THERE\n', /:4: the environment has no NOT_THERE/],
    [`version: 1\n${bomb.join('\n')}\n`, /aliases/],
  ] as const) {
    for (const line of lines) t.match(said(text), line)
    t.notMatch(said(text), /abc$/)
  }
  t.equal(said('# Title\n\na: b: c\n- d\n"e').split('\n').length, 1, 'what is no YAML at all is said once')
})

t.test('the commands: the example is good, and the link for the first admin is printed alone', async (t) => {
  const environment = {
    DATABASE_URL: await freshDatabase(t),
    KEYS_DIR: join(freshFolder(t), 'keys'),
    ...{ DANGER_WEAK_PASSWORD_HASHES: '1', ARGON2_MEMORY_KIB: '8', ARGON2_ITERATIONS: '1' },
  }
  const link = await cli(environment, ['setup-link'])
  t.match(link.out, /^http:\/\/localhost:3000\/setup\?link=cs_link_[\w-]{43}\n$/)
  t.equal(link.err, '')
  const wrong = await cli(environment, ['apply', '-f', '-'], 'version: 3\nx: 1\n')
  t.equal(wrong.code, 2)
  t.same(wrong.err.trim().split('\n').length, 2)
  const example = join(import.meta.dirname, '../../examples/countersign.yaml')
  const names = [...readFileSync(example, 'utf8').matchAll(/_env: (\w+)/g)].map(([, name = '']) => name)
  const secrets = Object.fromEntries(names.map((name) => [name, `the-secret-of-${name}`.padEnd(40, 'x')]))
  const applied = await cli({ ...environment, ...secrets }, ['apply', '-f', example])
  t.equal(applied.code, 0, applied.err + applied.out)
  t.match(applied.out, /\+ client app_orders_web\n {4}client_id: "app_orders_web"/)
  t.match(applied.out, /app_inventory {2}client_secret {2}cs_sec_/)
  t.match(applied.out, /7 created, 0 changed, 0 disabled, 0 removed, 0 as they were/)
})
