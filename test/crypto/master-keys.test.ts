// Tests of the master keys: creation, races between processes, loss, adding and dropping.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { MasterKeyProblem, type MasterKeysOptions, openMasterKeys } from '../../src/crypto/master-keys.ts'
import { systemRandom } from '../../src/crypto/random.ts'

const openIn = (keysDir: string, changes: Partial<MasterKeysOptions> = {}) =>
  openMasterKeys({ keysDir, masterKeys: [], sealedBy: [], random: systemRandom, ...changes })

const keyText = (fill: number) => Buffer.alloc(32, fill).toString('base64url')

const problemOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof MasterKeyProblem) return error.message
    throw error
  }
  return 'no problem'
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

t.test('the first start makes a folder and one key, the second start finds it', async (t) => {
  const folder = join(t.testdir(), 'deep', 'keys')
  const first = openIn(folder).newest()
  t.same(readdirSync(folder), ['master-0001.key'])
  t.match(readFileSync(join(folder, 'master-0001.key'), 'utf8'), /^[A-Za-z0-9_-]{43}\n$/)
  if (process.platform !== 'win32') {
    t.equal(modeOf(join(folder, 'master-0001.key')), '600')
    t.equal(modeOf(folder), '700')
  }
  t.match(first.fingerprint, /^[0-9a-f]{16}$/)
  t.equal(first.id.toString('hex'), first.fingerprint.slice(0, 8))
  const second = openIn(folder, { sealedBy: [first.fingerprint] }).newest()
  t.equal(second.fingerprint, first.fingerprint)
  t.same(second.derive('refresh'), first.derive('refresh'))
})

t.test('other files in the folder are left alone', async (t) => {
  const folder = t.testdir({ 'README.md': 'keys', 'master-1.key': 'x', 'master-0001.key.bak': 'x', '.draft-x': 'x' })
  openIn(folder)
  t.same(readdirSync(folder).sort(), [
    '.draft-x',
    'README.md',
    'master-0001.key',
    'master-0001.key.bak',
    'master-1.key',
  ])
})

t.test('sealed rows and no key that opens any: one clear line, and nothing is written', async (t) => {
  const folder = t.testdir({})
  const lost = join(folder, 'lost')
  t.match(
    problemOf(() => openIn(lost, { sealedBy: ['feedfeedfeedfeed'] })),
    /feedfeedfeedfeed, which is not in .*lost/,
  )
  t.same(readdirSync(folder), [])

  const other = join(folder, 'other')
  openIn(other)
  const before = readFileSync(join(other, 'master-0001.key'), 'utf8')
  const problem = problemOf(() => openIn(other, { sealedBy: ['feedfeedfeedfeed'] }))
  t.match(problem, /Nothing was changed/)
  t.notMatch(problem, /\n/)
  t.same(readdirSync(other), ['master-0001.key'])
  t.equal(readFileSync(join(other, 'master-0001.key'), 'utf8'), before)
})

t.test('some rows without their key: a warning, because the rest still opens', async (t) => {
  const folder = t.testdir({})
  const lines: string[] = []
  const key = openIn(folder).newest()
  openIn(folder, { sealedBy: [key.fingerprint, 'feedfeedfeedfeed'], warn: (line) => lines.push(line) })
  t.equal(lines.length, 1)
  t.match(lines[0], /feedfeedfeedfeed/)
})

t.test('a damaged key file is named, never shown, and never replaced', async (t) => {
  for (const content of [
    '',
    'short',
    keyText(1).slice(1),
    `${keyText(1)}${keyText(2)}`,
    'x'.repeat(5000),
    '\0'.repeat(43),
  ]) {
    const folder = t.testdir({ 'master-0001.key': content })
    const problem = problemOf(() => openIn(folder))
    t.match(problem, /master-0001\.key is not a master key/)
    if (content.length > 3) t.notOk(problem.includes(content.slice(0, 8)))
    t.equal(readFileSync(join(folder, 'master-0001.key'), 'utf8'), content)
  }
  const folder = t.testdir({ 'master-0001.key': {} })
  t.match(
    problemOf(() => openIn(folder)),
    /cannot be read|is not a master key/,
  )
})

t.test('a folder that cannot be made or read is a problem, not a crash', async (t) => {
  const folder = t.testdir({ file: 'not a folder' })
  t.match(
    problemOf(() => openIn(join(folder, 'file'))),
    /cannot be read \(ENOTDIR\)/,
  )
  t.match(
    problemOf(() => openIn(join(folder, 'file', 'keys'))),
    /cannot be read \(ENOTDIR\)|could be created/,
  )
})

t.test(
  'a key that others can read: a warning with the cure',
  { skip: process.platform === 'win32' && 'no modes' },
  async (t) => {
    const folder = t.testdir({})
    openIn(folder)
    chmodSync(join(folder, 'master-0001.key'), 0o644)
    const lines: string[] = []
    openIn(folder, { warn: (line) => lines.push(line) })
    t.equal(lines.length, 1)
    t.match(lines[0], /chmod 600 .*master-0001\.key/)
  },
)

t.test('MASTER_KEYS: newest first, the folder is ignored, nothing is created', async (t) => {
  const folder = t.testdir({ 'master-0001.key': 'damaged' })
  const keys = openIn(folder, { masterKeys: [keyText(2), Buffer.alloc(32, 1).toString('base64')] })
  t.equal(keys.all().length, 2)
  t.equal(keys.newest(), keys.all()[0])
  t.equal(keys.find(keys.all()[1]!.fingerprint), keys.all()[1])
  t.equal(keys.findById(keys.all()[1]!.id), keys.all()[1])
  t.equal(keys.find('feedfeedfeedfeed'), undefined)
  t.match(
    problemOf(() => keys.add()),
    /MASTER_KEYS is set/,
  )
  t.match(
    problemOf(() => keys.drop(keys.newest().fingerprint)),
    /MASTER_KEYS is set/,
  )
  keys.reload()
  t.same(readdirSync(folder), ['master-0001.key'])
  t.match(
    problemOf(() => openIn(folder, { masterKeys: [keyText(1)], sealedBy: ['feedfeedfeedfeed'] })),
    /not in MASTER_KEYS/,
  )
})

t.test('MASTER_KEYS: a bad one is counted, not shown', async (t) => {
  const problem = problemOf(() => openIn('/nonexistent', { masterKeys: [keyText(1), 'hunter2hunter2'] }))
  t.match(problem, /key 2 is not 32 bytes/)
  t.notMatch(problem, /hunter2/)
  t.match(
    problemOf(() => openIn('/nonexistent', { masterKeys: [keyText(1), keyText(1)] })),
    /are the same/,
  )
})

t.test('add makes the next key, which seals; a running server sees it', async (t) => {
  const folder = t.testdir({})
  const server = openIn(folder, { stopwatch: () => 0 })
  const old = server.newest()
  const command = openIn(folder)
  const added = command.add()
  t.equal(command.newest().fingerprint, added.fingerprint)
  t.same(readdirSync(folder), ['master-0001.key', 'master-0002.key'])
  t.equal(server.newest(), old, 'not yet')
  t.equal(server.find(added.fingerprint)?.fingerprint, added.fingerprint, 'the folder changed, so a miss looks again')
  t.equal(server.newest().fingerprint, added.fingerprint)
  t.equal(server.find(old.fingerprint), old, 'and keeps what was derived')
})

t.test('reload sees what was added and dropped, at once', async (t) => {
  const folder = t.testdir({})
  const server = openIn(folder)
  const command = openIn(folder)
  const old = server.newest()
  command.add()
  server.reload()
  t.equal(server.newest().fingerprint, command.newest().fingerprint)
  command.drop(old.fingerprint)
  server.reload()
  t.equal(server.all().length, 1)
  t.equal(server.findById(old.id), undefined)
})

t.test('made-up key ids read an unchanged folder at most once a second', async (t) => {
  const folder = t.testdir({})
  let nowMs = 0
  const server = openIn(folder, { stopwatch: () => nowMs })
  // Written in place, so that the folder's own date stays: only reading the file again shows it.
  writeFileSync(join(folder, 'master-0001.key'), keyText(9))
  const added = openIn('/nonexistent', { masterKeys: [keyText(9)] }).newest()
  for (nowMs = 1; nowMs < 1000; nowMs += 100) t.equal(server.findById(added.id), undefined)
  nowMs = 1001
  t.ok(server.findById(added.id))
})

t.test('drop removes a key for good, but never the last, nor one that is not there', async (t) => {
  const folder = t.testdir({})
  const keys = openIn(folder)
  const old = keys.newest().fingerprint
  t.match(
    problemOf(() => keys.drop(old)),
    /last master key/,
  )
  keys.add()
  t.match(
    problemOf(() => keys.drop('feedfeedfeedfeed')),
    /no master key feedfeedfeedfeed/,
  )
  copyFileSync(join(folder, 'master-0001.key'), join(folder, 'master-0005.key'))
  keys.drop(old)
  t.same(readdirSync(folder), ['master-0002.key'], 'a copy goes with it')
  t.equal(keys.find(old), undefined)
})

t.test('a folder that is lost or damaged while the server runs: it goes on, and says so once', async (t) => {
  const folder = join(t.testdir({}), 'keys')
  const lines: string[] = []
  const server = openIn(folder, { warn: (line) => lines.push(line) })
  const key = server.newest()
  writeFileSync(join(folder, 'master-0002.key'), 'half', { mode: 0o600 })
  server.reload()
  server.reload()
  t.equal(server.newest(), key)
  t.equal(lines.length, 1)
  rmSync(folder, { recursive: true })
  server.reload()
  server.reload()
  t.equal(server.newest(), key)
  t.equal(lines.length, 2)
  t.match(lines[1], /are gone/)
})

const children = async (t: Test, count: number): Promise<ChildProcess[]> => {
  const started = Array.from({ length: count }, () => fork(join(import.meta.dirname, 'master-keys.child.ts')))
  t.teardown(() => {
    for (const child of started) child.kill()
  })
  await Promise.all(started.map((child) => once(child, 'message')))
  return started
}

const ask = async (servers: ChildProcess[], keysDir: string, add: boolean): Promise<string[]> => {
  const startAt = performance.timeOrigin + performance.now() + 20
  return Promise.all(
    servers.map(async (child) => {
      const answer = once(child, 'message')
      child.send({ keysDir, startAt, add })
      return (await answer)[0].newest
    }),
  )
}

t.test('processes that start at the same instant end with one key, 20 times', async (t) => {
  const servers = await children(t, 3)
  const root = t.testdir({})
  for (let round = 1; round <= 20; round++) {
    // Half of the rounds also race for the folder itself.
    const folder = join(root, String(round))
    if (round % 2) mkdirSync(folder)
    const newest = await ask(servers, folder, false)
    t.equal(new Set(newest).size, 1, newest.join(' '))
    t.match(newest[0], /^[0-9a-f]{16}$/)
    t.same(readdirSync(folder), ['master-0001.key'], 'and no draft is left')
  }
})

t.test('processes that add at the same instant never overwrite each other', async (t) => {
  const servers = await children(t, 3)
  const folder = t.testdir({})
  const fingerprints = new Set([openIn(folder).newest().fingerprint])
  for (let round = 1; round <= 10; round++) {
    for (const fingerprint of await ask(servers, folder, true)) fingerprints.add(fingerprint)
  }
  const kept = openIn(folder).all()
  t.same(new Set(kept.map((key) => key.fingerprint)), fingerprints, 'every key that was answered is on the disk')
  t.equal(readdirSync(folder).length, kept.length)
})
