// Backup and restore of the embedded database, with and without a running server.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { cli, cliJson } from '../support/command-line.ts'
import { cliProcess, environment, startServer } from '../support/process.ts'

t.test('a backup from a running server comes back, with the people and the keys', { timeout: 120_000 }, async (t) => {
  const settings = await environment(t, { databaseUrl: null })
  const folder = dirname(settings.KEYS_DIR as string)
  const file = join(folder, 'backup.tar.gz')
  const server = await startServer(t, settings)
  const create = ['users', 'create', '--email', 'ada@example.com', '--password-stdin']
  const ada = await cliJson(settings, create, 'correct horse battery')
  const keys = await cliJson(settings, ['keys', 'list'])

  const saved = await cliProcess(t, settings, ['backup', file])
  t.equal(saved.code, 0)
  t.match(saved.err, /^countersign: keep the master keys \(KEYS_DIR\) as well/)
  t.equal(statSync(file).mode & 0o777, 0o600)
  const before = readFileSync(file)
  t.match(await cli(settings, ['backup', file]), { code: 1, err: /exists: choose another name, or add --force/ })
  t.ok(readFileSync(file).equals(before), 'nothing is overwritten unasked')
  t.match(await cliJson(settings, ['backup', file, '--force']), { file, bytes: statSync(file).size })
  t.same(
    readdirSync(folder).filter((name) => name.includes('partial')),
    [],
  )

  await cliJson(settings, ['users', 'disable', 'ada@example.com'])
  const refused = await cli(settings, ['restore', file, '--replace'])
  t.match(refused, { code: 1, err: new RegExp(`^countersign: another process \\(pid ${server.pid}\\) is using`) })
  await server.stop()
  t.match(await cli(settings, ['restore', file]), {
    code: 1,
    err: /there is a database in .* already: add --replace/,
  })
  const restored = await cliProcess(t, settings, ['restore', file, '--replace', '--json'])
  t.match([restored.code, restored.err], [0, ''])
  t.match(JSON.parse(restored.out), { file, data_dir: settings.DATA_DIR })
  t.same(await cliJson(settings, ['users', 'list']), [ada])
  t.same(await cliJson(settings, ['keys', 'list']), keys)
})

t.test('a backup without a server, restored into a new folder', { timeout: 120_000 }, async (t) => {
  const settings = await environment(t, { databaseUrl: null })
  const folder = dirname(settings.KEYS_DIR as string)
  const scope = await cliJson(settings, ['scopes', 'set', 'fly', '--words', 'fly'])
  await cliJson(settings, ['backup', join(folder, 'backup.tar.gz')])
  t.match(await cli(settings, ['backup', join(folder, 'nowhere', 'backup.tar.gz')]), {
    code: 1,
    err: /^countersign: .*nowhere.backup.tar.gz cannot be written \(ENOENT\)\n$/,
  })
  const there = { ...settings, DATA_DIR: join(folder, 'elsewhere') }
  await cliJson(there, ['restore', join(folder, 'backup.tar.gz')])
  const scopes = await cliJson<Record<string, unknown>[]>(there, ['scopes', 'list'])
  t.same(
    scopes.find(({ name }) => name === 'fly'),
    scope,
  )
  const empty = { ...settings, DATA_DIR: join(folder, 'empty') }
  writeFileSync(join(folder, 'wrong.tar.gz'), 'no backup')
  t.match(await cli(empty, ['restore', join(folder, 'wrong.tar.gz')]), {
    code: 1,
    err: /^countersign: .*wrong.tar.gz is not a backup that opens\n$/,
  })
  t.match(await cli(empty, ['restore', join(folder, 'missing.tar.gz')]), {
    code: 1,
    err: /^countersign: .*missing.tar.gz cannot be read \(ENOENT\)\n$/,
  })
  t.notOk(existsSync(join(folder, 'empty', 'database')))
})
