// What was asked wrongly ends with 2, what failed with 1; each with one clear line on standard error.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { cli } from '../support/command-line.ts'
import { freshFolder } from '../support/embedded.ts'
import { freePort } from '../support/ports.ts'
import { type Environment, environment } from '../support/process.ts'

const ends = async (t: Test, settings: Environment, code: 1 | 2, args: readonly string[], line: RegExp, input = '') => {
  const exit = await cli(settings, args, input)
  const what = args.join(' ')
  t.equal(exit.code, code, `${what}: ${code}`)
  t.equal(exit.out, '', `${what}: nothing on standard output`)
  t.match(exit.err, line, what)
  t.match(exit.err, /^countersign: [^\n]+\n$/, `${what}: one line`)
}

const split = (text: string): readonly string[] => text.split(' ')

t.test('asked wrongly', { timeout: 120_000 }, async (t) => {
  const settings = await environment(t)
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['fly', /unknown command 'fly'/],
    ['users', /users needs a command \(create, list/],
    ['users fly', /unknown command 'users fly'/],
    ['users list --loud', /unknown option '--loud'/],
    ['users list --limit many', /whole number from 1 to 10000/],
    ['users show', /missing required argument 'email'/],
    ['users show a@example.com b@example.com', /too many arguments/],
    ['users create --password-stdin', /required option '--email <email>' not specified/],
    ['users create --email a@example.com', /add --password-stdin/],
    ['clients create --name x --redirect-uri https://x.example --public --no-pkce', /a public client needs PKCE/],
    ['clients create --name x --grant implicit', /grant implicit is not known/],
    ['clients create --redirect-uri https://x.example', /required option '--name <name>' not specified/],
    ['clients set', /missing required argument 'client_id'/],
    ['clients set app_x', /say what to change: see countersign clients set --help/],
    ['clients set app_x --remove fly', /--remove fly: it is one of redirect-uri, /],
    ['clients set app_x --origin https://x.example --remove origin', /origin is set and removed at once/],
    ['clients set app_x --default-max-age -1', /whole seconds from 0 to/],
    ['clients set app_x --jwks-file /dev/null', /\/dev\/null is not JSON/],
    ['clients set app_x --jwks-file x --jwks-uri https://x.example', /--jwks-file and --jwks-uri exclude/],
    ['users set a@example.com', /say what to change: see countersign users set --help/],
    ['users set a@example.com --claim gender=a --claim gender=b', /--claim gender=… stands there twice/],
    ['users set a@example.com --claim address=London', /the claim address must be JSON such as/],
    ['resources set https://x.example', /required option '--name <name>' not specified/],
    ['resources set x --name x --claim sub=email', /the claim sub is the server's own/],
    ['serve --loud', /unknown option '--loud'/],
  ]
  for (const [args, line] of wrong) await ends(t, settings, 2, split(args), line, 'correct horse battery')
  await ends(t, settings, 2, split('users create --email a@example.com --password-stdin'), /UTF-8|characters/, '\ud800')
})

t.test('failed', { timeout: 120_000 }, async (t) => {
  const settings = await environment(t)
  const create = split('users create --email ada@example.com --password-stdin')
  t.equal((await cli(settings, create, 'correct horse battery')).code, 0)
  await ends(t, settings, 2, split('users delete ada@example.com'), /deletes ada@example.com for ever: add --yes/)
  const failed: readonly (readonly [string, RegExp])[] = [
    [create.join(' '), /there is a user ada@example.com already/],
    ['clients set app_x --name x', /there is no client app_x/],
    ['users delete bob@example.com --yes', /there is no user bob@example.com/],
    ['clients set app_x --jwks-file /nonexistent', /\/nonexistent cannot be read \(ENOENT\)/],
    ['users show eve@example.com', /there is no user eve@example.com/],
    ['users import nowhere.jsonl', /nowhere.jsonl cannot be read \(ENOENT\)/],
    ['clients create --name x --redirect-uri https://x.example --scope fly', /the scope fly does not exist/],
    ['resources set x --name x --scope fly', /the scope fly does not exist: add it by/],
    ['keys rotate --compromised nokey', /there is no signing key nokey/],
    ['master-key drop', /one master key only/],
    ['explain 0000000000000000', /there is no event/],
    ['backup out.tar.gz', /use pg_dump for PostgreSQL/],
    ['restore out.tar.gz', /DATABASE_URL is set/],
  ]
  for (const [args, line] of failed) await ends(t, settings, 1, split(args), line, 'correct horse battery')
})

t.test('settings: every problem, one line each', async (t) => {
  const settings = { ...(await environment(t)), PORT: 'x', ISSUER: 'http://id.example.org' }
  const { code, out, err } = await cli(settings, ['config'])
  t.same([code, out], [1, ''])
  t.match(err, /^countersign: PORT must be .*\ncountersign: ISSUER must be https.*\n$/)
})

t.test('no database', async (t) => {
  const databaseUrl = `postgres://ada:lovelace@127.0.0.1:${await freePort()}/countersign`
  const settings = await environment(t, { databaseUrl })
  await ends(t, settings, 1, ['users', 'list'], /the database does not answer \(ECONNREFUSED\): check DATABASE_URL/)
  t.notMatch((await cli(settings, ['users', 'list'])).err, /lovelace/)
  const long = { DATA_DIR: join(freshFolder(t), 'x'.repeat(100)) }
  const embedded = await environment(t, { databaseUrl: null, settings: long })
  await ends(t, embedded, 1, ['users', 'list'], /too long for a socket/)
  const folder = freshFolder(t)
  mkdirSync(join(folder, 'keys'))
  writeFileSync(join(folder, 'keys', 'master-0001.key'), 'not a key\n')
  await ends(
    t,
    { ...settings, ...(await environment(t)), KEYS_DIR: join(folder, 'keys') },
    1,
    ['keys', 'list'],
    /not a master key/,
  )
})

t.test('help: for people who ask for it, on standard output, with 0', async (t) => {
  const settings = {}
  for (const args of [[], ['--help'], ['users', '--help'], ['users', 'create', '--help'], ['help']]) {
    const { code, out, err } = await cli(settings, args)
    t.same([code, err], [0, ''], args.join(' '))
    t.match(out, /^Usage: countersign/)
  }
  const { out } = await cli(settings, ['clients', 'create', '--help'])
  t.match(out, /Examples:\n {2}countersign clients create --name/)
  t.match((await cli(settings, ['--version'])).out, /^\d+\.\d+\.\d+\n$/)
})
