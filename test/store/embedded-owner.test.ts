// One process at a time owns the embedded database, shown with real processes that come, go and are killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { systemRandom } from '../../src/crypto/random.ts'
import { askOwner, FolderInUse, findOwner, OwnerProblem, ownFolder } from '../../src/store/embedded-owner.ts'
import { isFull } from '../support/seed.ts'

const program = fileURLToPath(new URL('../support/own-folder.ts', import.meta.url))
const handle = async () => {}

const freshFolder = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cs-own-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

type Contender = Readonly<{ child: ChildProcess; said: Promise<string>; leave(): Promise<void>; kill(): Promise<void> }>

// Without the options by which tap follows every process: they are most of what it costs.
const contender = (t: Test, folder: string, ...more: string[]): Contender => {
  const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, program, folder, ...more], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  t.teardown(() => child.kill('SIGKILL'))
  const said = once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data').then(([data]) => String(data).trim())
  const leave = async () => {
    child.stdin?.end()
    await gone
  }
  const kill = async () => {
    child.kill('SIGKILL')
    await gone
  }
  return { child, said, leave, kill }
}

const rounds = isFull ? 20 : 5

t.test(`of four that start at once, exactly one owns the folder, ${rounds} times`, { timeout: 120_000 }, async (t) => {
  for (let round = 0; round < rounds; round += 1) {
    const folder = freshFolder(t)
    const four = Array.from({ length: 4 }, () => contender(t, folder))
    const said = await Promise.all(four.map((each) => each.said))
    const owners = four.filter((_, index) => said[index] === 'owner')
    t.equal(owners.length, 1, `round ${round}: ${said.join(' | ')}`)
    const refusal = new RegExp(`^refused another process \\(pid ${owners[0]?.child.pid}\\) is using`)
    t.equal(said.filter((line) => refusal.test(line)).length, 3)
    await Promise.all(four.map((each) => each.leave()))
  }
})

t.test('of four that come and go, never two at once', async (t) => {
  const folder = freshFolder(t)
  const four = Array.from({ length: 4 }, () => contender(t, folder, 'command', '10'))
  t.same(await Promise.all(four.map((each) => each.said)), ['done', 'done', 'done', 'done'])
  t.same(readdirSync(join(folder, 'run')), [], 'nothing is left behind')
})

t.test('an owner that is killed is succeeded at once, and its socket removed', async (t) => {
  const folder = freshFolder(t)
  for (let round = 0; round < 5; round += 1) {
    const owner = contender(t, folder)
    t.equal(await owner.said, 'owner')
    await owner.kill()
    t.equal(await findOwner(folder), undefined)
  }
  const last = contender(t, folder)
  t.equal(await last.said, 'owner')
  t.equal(readdirSync(join(folder, 'run')).length, 1)
  await last.leave()
})

t.test('an owner that does not answer keeps what it owns', async (t) => {
  const folder = freshFolder(t)
  const owner = contender(t, folder)
  t.equal(await owner.said, 'owner')
  owner.child.kill('SIGSTOP')
  await t.rejects(ownFolder(folder, { random: systemRandom, handle, silenceMillis: 500 }), FolderInUse)
  await owner.kill()
})

t.test('a command is waited for, a server is not', async (t) => {
  const folder = freshFolder(t)
  const command = contender(t, folder, 'command')
  t.equal(await command.said, 'owner')
  await t.rejects(ownFolder(folder, { random: systemRandom, handle, patienceMillis: 50 }), {
    message: new RegExp(`^another command \\(pid ${command.child.pid}\\)`),
  })
  const waiting = ownFolder(folder, { random: systemRandom, handle })
  await command.leave()
  await (await waiting).close()
})

t.test('the owner answers requests, each in its own conversation', async (t) => {
  const folder = freshFolder(t)
  t.equal(await findOwner(folder), undefined)
  const server = contender(t, folder)
  await server.said
  const owner = await findOwner(folder)
  if (owner === undefined) throw new Error('no owner was found')
  t.match(owner, { pid: server.child.pid, role: 'server' })
  const ask = async (input: unknown) => {
    const heard: unknown[] = []
    for await (const message of askOwner(owner, { input })) {
      heard.push(message)
      if ('output' in message) break
    }
    return heard
  }
  const big = 'x'.repeat(3_000_000)
  const answers = await Promise.all([ask(1), ask('ä'), ask(big)])
  t.same(
    answers,
    [1, 'ä', big].map((input) => [{ report: 'working' }, { output: input }]),
  )
  await server.leave()
})

t.test('what is no request ends its conversation, and nothing else', async (t) => {
  const folder = freshFolder(t)
  const server = contender(t, folder)
  await server.said
  const owner = await findOwner(folder)
  for (const noise of ['not json\n', '7\n', 'null\n', Buffer.alloc(9_000_000, 'x')]) {
    const socket = connect(owner?.path as string).resume()
    const closed = new Promise((done) => socket.on('error', () => {}).on('close', done))
    socket.write(noise)
    await closed
  }
  t.match(await findOwner(folder), { pid: server.child.pid })
  await server.leave()
})

t.test('only this user may enter', async (t) => {
  const folder = freshFolder(t)
  mkdirSync(join(folder, 'run'), { mode: 0o755 })
  const owner = await ownFolder(folder, { random: systemRandom, handle })
  const [name = ''] = readdirSync(join(folder, 'run'))
  t.equal(statSync(join(folder, 'run')).mode & 0o777, 0o700)
  t.equal(statSync(join(folder, 'run', name)).mode & 0o777, 0o600)
  await owner.close()
})

t.test('a path too long for a socket is refused in words', async (t) => {
  const folder = join(freshFolder(t), 'x'.repeat(100))
  await t.rejects(ownFolder(folder, { random: systemRandom, handle }), OwnerProblem)
})
