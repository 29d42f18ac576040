// Tests of the house itself: rooms, ranks, names and sizes, read from the tree; each rule is shown to be able to fail.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import {
  chanceRule,
  codeOf,
  cycleRule,
  databaseRule,
  environmentRule,
  exportRule,
  type File,
  firstLineRule,
  importsOf,
  inheritanceRule,
  magicRule,
  nameRule,
  outboundRule,
  pureRule,
  roomRule,
  sizeRule,
  standardsRule,
  standardsTable,
  webRule,
  wordRule,
} from './support/tidy-rules.ts'

const root = join(import.meta.dirname, '..')
const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
const paths = listed
  .toString()
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)))
const tree: readonly File[] = paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

type Sample = Readonly<Record<string, string>>
const filesOf = (sample: Sample): File[] => Object.entries(sample).map(([path, text]) => ({ path, text }))

/** The tree keeps the rule, the good samples do, and each bad sample is found out. */
const holds = (
  title: string,
  rule: (files: readonly File[]) => readonly string[],
  bad: readonly Sample[],
  good: readonly Sample[] = [],
): void => {
  t.test(title, async (t: Test) => {
    for (const sample of bad) t.not(rule(filesOf(sample)).length, 0, `found out: ${JSON.stringify(sample)}`)
    for (const sample of good) t.same(rule(filesOf(sample)), [], `fine: ${JSON.stringify(sample)}`)
    t.same(rule(tree), [], 'the tree')
  })
}

t.test('the tree is read', async (t) => {
  t.ok(tree.filter(({ path }) => path.startsWith('src/')).length > 50)
  for (const room of ['config', 'model', 'protocol', 'flows', 'store', 'crypto', 'outbound', 'http'])
    t.ok(
      tree.some(({ path }) => path.startsWith(`src/${room}/`)),
      room,
    )
  t.ok(tree.flatMap(importsOf).length > 500, 'imports are found')
})

t.test('imports and comments are told apart', async (t) => {
  const text = `// import x from 'comment'
import type { A } from './a.ts'
import { type B, type C as D } from './b.ts'
import { type E, f } from './c.ts'
import g, * as h from "d"
import './e.ts'
/* import y from 'block' */
export { i } from './f.ts'
export type { J } from './g.ts'
export * from './h.ts'
import {
  k,
} from './i.ts'
const url = 'https://x.example//import' // from 'z'
const l = await import('./j.ts')
`
  t.same(
    importsOf({ path: 'x.ts', text }).map(({ from, typeOnly }) => `${typeOnly ? 'type ' : ''}${from}`),
    ['type ./a.ts', 'type ./b.ts', './c.ts', 'd', './f.ts', 'type ./g.ts', './h.ts', './i.ts', './e.ts', './j.ts'],
  )
  t.equal(codeOf(`a // b\n'// c' /* d\n */ e`), `a  \n'// c'   e`)
})

holds(
  'a file imports its own room or a lower rank; flows, store, crypto and outbound meet as arguments',
  roomRule,
  [
    { 'src/model/a.ts': "import { b } from '../protocol/b.ts'" },
    { 'src/model/a.ts': "import type { b } from '../config/b.ts'" },
    { 'src/protocol/a.ts': "import type { b } from '../flows/b.ts'" },
    { 'src/flows/a.ts': "import { b } from '../store/b.ts'" },
    { 'src/flows/a.ts': "import { type B, c } from '../crypto/b.ts'" },
    { 'src/flows/grants/a.ts': "export * from '../../store/b.ts'" },
    { 'src/flows/a.ts': "import type { B } from '../http/b.ts'" },
    { 'src/store/a.ts': "import type { B } from '../flows/b.ts'" },
    { 'src/crypto/a.ts': "import type { B } from '../store/b.ts'" },
    { 'src/outbound/a.ts': "import type { B } from '../store/b.ts'" },
    { 'src/flows/a.ts': "import { b } from '../outbound/b.ts'" },
    { 'src/http/a.ts': "import { b } from '../server.ts'" },
    { 'src/http/a.ts': "const b = await import('../cli/b.ts')" },
    { 'src/http/a.ts': "import { b } from '../../test/b.ts'" },
    { 'src/flows/a.ts': "import { b } from '../../migrations/b.ts'" },
    { 'src/rooms/a.ts': '' },
  ],
  [
    { 'src/flows/a.ts': "import type { B } from '../store/b.ts'\nimport { c } from '../protocol/c.ts'" },
    { 'src/flows/a.ts': "import { type B } from '../crypto/b.ts'\nimport { c } from './grants/c.ts'" },
    { 'src/flows/a.ts': "import type { B } from '../outbound/b.ts'" },
    { 'src/server.ts': "import { b } from './store/b.ts'\nimport { c } from './http/c.ts'" },
    { 'src/cli/a.ts': "import { b } from '../server.ts'" },
    { 'src/store/a.ts': "import { b } from '../../migrations/b.ts'" },
  ],
)

holds(
  'no import goes in a circle',
  cycleRule,
  [
    { 'src/a.ts': "import './a.ts'" },
    { 'src/a.ts': "import { b } from './x/b.ts'", 'src/x/b.ts': "import type { a } from '../a.ts'" },
    {
      'src/z.ts': "import './a.ts'",
      'src/a.ts': "import './b.ts'",
      'src/b.ts': "export * from './c.ts'",
      'src/c.ts': "import './a.ts'",
    },
  ],
  [{ 'src/a.ts': "import './b.ts'\nimport './c.ts'", 'src/b.ts': "import './c.ts'", 'src/c.ts': "import 'd'" }],
)

holds(
  'only config/ reads the environment',
  environmentRule,
  [
    { 'src/main.ts': 'const port = process.env.PORT' },
    { 'src/http/a.ts': "const { PORT } = process.env // 'x'" },
    { 'src/http/a.ts': "import { env } from 'node:process'" },
  ],
  [{ 'src/config/a.ts': 'process.env.PORT' }, { 'src/http/a.ts': '// never process.env' }],
)

holds(
  'only main.ts and crypto/random.ts read the clock or draw randomness',
  chanceRule,
  [
    'Date.now()',
    'const now = Date.now',
    'new Date()',
    'new Date( )',
    'new Date',
    'Date()',
    'performance.now()',
    'process.hrtime.bigint()',
    "import { randomBytes } from 'node:crypto'",
    'crypto.randomUUID()',
    'randomInt(5)',
    'randomFillSync(x)',
    'Math.random()',
    'crypto.getRandomValues(x)',
  ].map((text) => ({ 'src/flows/a.ts': text })),
  [
    { 'src/main.ts': 'new Date()', 'src/crypto/random.ts': "import { randomBytes } from 'node:crypto'" },
    { 'src/flows/a.ts': 'const f = (now: Date): Date => new Date(now.getTime() + 1) // not Date.now()' },
  ],
)

holds(
  'only store/ knows the database',
  databaseRule,
  ['kysely', 'kysely/migration', 'pg', 'pg-pool', '@electric-sql/pglite', '@electric-sql/pglite/vector'].map(
    (name) => ({
      'src/cli/a.ts': `import type { A } from '${name}'`,
    }),
  ),
  [{ 'src/store/a.ts': "import { sql } from 'kysely'", 'src/cli/b.ts': "import { x } from 'pgx'" }],
)

holds(
  'only http/ knows the web framework',
  webRule,
  ['fastify', '@fastify/cookie', 'fastify/x'].map((name) => ({ 'src/server.ts': `import type { A } from '${name}'` })),
  [{ 'src/http/a.ts': "import Fastify from 'fastify'", 'src/server.ts': "import pino from 'pino'" }],
)

holds(
  'only outbound/ calls other machines',
  outboundRule,
  [
    "import { request } from 'node:https'",
    "import http from 'http'",
    "import { connect } from 'node:tls'",
    "import { lookup } from 'node:dns/promises'",
    "import { fetch } from 'undici'",
    'const answer = await fetch(url)',
    'const f = globalThis.fetch',
    "const { connect } = await import('node:net')",
  ].map((text) => ({ 'src/flows/a.ts': text })),
  [
    { 'src/outbound/a.ts': "import { request } from 'node:https'\nawait fetch(url)" },
    {
      'src/http/a.ts':
        "import type { IncomingHttpHeaders } from 'node:http'\nguardedFetch(url)\nparts.fetch(url) // fetch(",
    },
  ],
)

holds(
  'the rulebook is pure',
  pureRule,
  [
    { 'src/protocol/a.ts': "import { readFileSync } from 'node:fs'" },
    { 'src/protocol/a.ts': 'setTimeout(() => {}, 1)' },
    { 'src/protocol/a.ts': 'console.log(1)' },
    { 'src/model/a.ts': 'fetch(url)' },
  ],
  [
    { 'src/protocol/a.ts': "import { createHash } from 'node:crypto'\n// we await nothing" },
    { 'src/flows/a.ts': "import 'node:timers'\nsetTimeout(() => {}, 1)" },
  ],
)

holds(
  'exports have names',
  exportRule,
  [{ 'src/a.ts': 'export default 1' }, { 'src/a.ts': 'export { a as default }' }],
  [{ 'bench/a.ts': 'export default 1' }],
)

holds(
  'nothing is inherited but from Error',
  inheritanceRule,
  [
    { 'src/a.ts': 'class A extends B {}' },
    { 'src/a.ts': 'class A<T extends B> extends C<T> {}' },
    { 'src/a.ts': 'const a = class extends Map {}' },
    { 'src/a.ts': 'class A extends ErrorBase {}' },
    { 'src/a.ts': 'abstract class A {}' },
  ],
  [{ 'src/a.ts': 'export class A extends Error {}\nconst f = <T extends object>(x: T) => x' }],
)

holds(
  'no decorators, nothing declared behind other modules’ backs',
  magicRule,
  [
    { 'src/a.ts': '@Injectable()\nclass A {}' },
    { 'src/a.ts': "declare module 'fastify' {}" },
    { 'src/a.ts': 'declare global {}' },
  ],
  [{ 'src/a.ts': "/**\n * @param a\n */\nimport a from '@x/y'" }],
)

holds(
  'files are short',
  sizeRule(250, 100),
  [
    { 'src/a.ts': 'x\n'.repeat(251), 'src/b.ts': 'x', 'src/c.ts': 'x' },
    { 'src/a.ts': 'x\n'.repeat(200), 'src/b.ts': 'x\n'.repeat(10) },
    { 'src/a.ts': 'x', 'examples/b.ts': 'x\n'.repeat(251) },
  ],
  [{ 'src/a.ts': 'x\n'.repeat(100), 'src/b.ts': 'x\n'.repeat(100) }],
)

holds(
  'the first line says what a file is',
  firstLineRule,
  [
    { 'src/a.ts': "import 'b'" },
    { 'test/a.ts': '//' },
    { 'src/a.ts': '\n// Something: late.' },
    { 'src/a.ts': '/* Something: else. */' },
  ],
  [{ 'src/a.ts': '// Something: what it is (RFC 1).\n', 'x.md': '' }],
)

holds(
  'names are in kebab-case',
  nameRule,
  [
    { 'src/Client.ts': '' },
    { 'src/http/authCode.ts': '' },
    { 'test/a_b.ts': '' },
    { 'src/Http/a.ts': '' },
    { 'src/a--b.ts': '' },
  ],
  [
    {
      'src/auth-code.ts': '',
      'test/a-b.test.ts': '',
      'migrations/0001-first.ts': '',
      LICENSE: '',
      'bench/README.md': '',
      'bench/RESULTS.md': '',
    },
  ],
)

holds(
  'nothing is left for later',
  wordRule,
  [
    { 'src/a.ts': `// ${'TO'}DO: think` },
    { 'README.md': `${'FIX'}ME` },
    { 'views/a.eta': `<!-- ${'XX'}X -->` },
    { 'src/a.ts': `// @ts-${'ignore'}` },
  ],
  [{ 'src/a.ts': `const ${'TO'}DOS = 1`, 'package-lock.json': `${'XX'}X` }],
)

t.test('the README’s table of standards is right and complete', async (t) => {
  const pkce = { path: 'src/protocol/pkce.ts', text: '// PKCE (RFC 7636).' }
  const row = '| RFC 7636 | PKCE | `src/protocol/pkce.ts` |'
  const table = (...rows: string[]): string =>
    ['| Standard | What | Where |', '| --- | --- | --- |', ...rows, ''].join('\n')
  t.same(standardsRule(table(row))([pkce]), [])
  const wrong: [table: string, files: readonly File[]][] = [
    [table(row), []],
    [table(row), [{ ...pkce, text: '// PKCE (RFC 76360).' }]],
    [table(), [pkce]],
    [
      table('| RFC 7009 | Revocation | `src/protocol/pkce.ts` |'),
      [{ ...pkce, text: '// PKCE (RFC 7636).\n// See RFC 7009.' }],
    ],
    [table('| RFC 7636 | PKCE | everywhere |'), [pkce]],
    [table('| PKCE | PKCE | `src/protocol/pkce.ts` |'), [pkce]],
    [table(row, '| RFC 7636, RFC 7009 | Both | `src/protocol/pkce.ts` |'), [pkce]],
  ]
  for (const [text, files] of wrong) t.not(standardsRule(text)(files).length, 0, text)
  t.equal(standardsTable('a\n<!-- standards -->\nb\n<!-- /standards -->\nc'), 'b\n')

  const own = standardsTable(tree.find(({ path }) => path === 'README.md')?.text ?? '')
  if (own === undefined) t.comment('README.md has no table between <!-- standards --> and <!-- /standards --> yet')
  else t.same(standardsRule(own)(tree), [], 'the README')
})
