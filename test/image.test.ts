// The container image: its Dockerfile's steps, done without a container engine, give a server that runs as nobody in particular.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { settingNames } from '../src/config/schema.ts'
import { buildImage, type Image } from './support/dockerfile.ts'
import { freshFolder } from './support/embedded.ts'
import { freePort } from './support/ports.ts'

const root = join(import.meta.dirname, '..')
const startMillis = 30_000

t.test('the image: built, started, asked for its health, stopped', async (t) => {
  const folder = freshFolder(t)
  chmodSync(folder, 0o755)
  const image = buildImage(root, folder)

  t.match(image.from, new RegExp(`^node:${process.versions.node.split('.')[0]}\\b`), 'the Node that the tests run on')
  t.equal(image.userName, 'node', 'not root')
  for (const volume of image.volumes) {
    const { uid, mode } = statSync(volume)
    t.equal(uid, image.user.uid, `${volume} belongs to the user`)
    t.equal(mode & 0o777, 0o700, `${volume} is for nobody else`)
  }
  const { devDependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const strays = Object.keys({ ...devDependencies, ...optionalDependencies }).filter((name) =>
    existsSync(join(image.workdir, 'node_modules', name)),
  )
  t.strictSame(strays, [], 'no development dependency, no second Node')

  const port = await freePort()
  const env = { ...image.env, PORT: String(port) }
  const server = spawn('env', bare(image.command), {
    cwd: image.workdir,
    env,
    ...image.user,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(server, 'close')
  t.teardown(async () => {
    server.kill('SIGKILL')
    await closed
  })
  const said = await listening(server)

  const ready = await fetch(`http://127.0.0.1:${port}/health/ready`)
  t.equal(ready.status, 200)
  t.equal(await healthOf(image, env), 0, 'HEALTHCHECK says healthy')
  t.ok(existsSync(join(image.env.KEYS_DIR ?? '', 'master-0001.key')), 'it could write its key')

  server.kill('SIGTERM')
  const [code] = await closed
  t.equal(code, 0, `it stops when it is asked to: ${said()}`)
  t.not(await healthOf(image, env), 0, 'HEALTHCHECK says unhealthy')
})

t.test('compose.yaml sets nothing that the server does not know', async (t) => {
  const [, service = ''] = readFileSync(join(root, 'compose.yaml'), 'utf8').split('\n  countersign:\n')
  const set = [...service.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name = '']) => name)
  t.ok(set.includes('DATABASE_URL'))
  t.strictSame(
    set.filter((name) => !settingNames.includes(name as (typeof settingNames)[number])),
    [],
  )
})

/** What it said until now, once it listens. */
const listening = (server: ReturnType<typeof spawn>): Promise<() => string> =>
  new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => reject(new Error(`It did not listen in time.\n${said}`)), startMillis)
    const hear = (chunk: Buffer): void => {
      said += chunk
      if (!/^listening /m.test(said)) return
      clearTimeout(timer)
      resolve(() => said)
    }
    server.stdout?.on('data', hear)
    server.stderr?.on('data', hear)
    server.once('error', reject)
    server.once('close', (code) => reject(new Error(`It ended with ${code}.\n${said}`)))
  })

/** Without the options by which tap follows the processes that a test starts: in the image there is no tap. */
const bare = (command: readonly string[]): readonly string[] => ['-u', 'NODE_OPTIONS', ...command]

const healthOf = ({ workdir, healthCommand, user }: Image, env: Record<string, string>): Promise<number> =>
  new Promise((resolve) => {
    const child = execFile('env', bare(healthCommand), { cwd: workdir, env, ...user }, () =>
      resolve(child.exitCode ?? 1),
    )
  })
