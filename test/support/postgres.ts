// A real PostgreSQL for tests: started from npm's binaries in a folder of its own, gone with the process that started it.
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from './ports.ts'
import {
  nativeFolder,
  type PostgresUser,
  type PostgresVersion,
  postgresUser,
  reachableFolder,
} from './postgres-binaries.ts'

export type { PostgresVersion } from './postgres-binaries.ts'

export type Postgres = Readonly<{
  version: PostgresVersion
  /** Of its database `postgres`, as its superuser. */
  url: string
  port: number
  /** The folder with all that it knows. */
  data: string
  /** Ends it for good and removes its folder. */
  stop(): Promise<void>
  /** Stops it as a crash would: connections are cut, nothing is said to anybody; `start` recovers it. */
  crash(): Promise<void>
  /** Stops it as an operator would; open connections are told (57P01). */
  shutDown(): Promise<void>
  /** Starts it again, on the same port, after `crash` or `shutDown`. */
  start(): Promise<void>
}>

export type PostgresOptions = Readonly<{
  /** Extra settings, e.g. `{ max_connections: '20' }`. */
  settings?: Readonly<Record<string, string>>
  /** Begins as a copy of that one, which must be shut down meanwhile, and follows it through the given port. */
  standbyOf?: Standby
}>

type Standby = Readonly<{ primary: Postgres; port: number }>

const fastSettings: Readonly<Record<string, string>> = {
  // Safe against a crash of PostgreSQL, not of the machine: enough here, and several times faster.
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  log_min_messages: 'fatal',
}

// It outlives nobody: when this process ends, however it ends, the pipe closes and the shell stops PostgreSQL and removes the folder.
const keeper = `
start() { "$bin/postgres" -D "$dir/data" "$@" </dev/null >>"$dir/log" 2>&1 & pid=$!; }
end() { kill -"$1" "$pid" 2>/dev/null; wait "$pid"; }
start "$@"
while read -r order; do
  case $order in
    start) start "$@";;
    crash) end QUIT;;
    shutDown) end INT;;
  esac
  echo done
done
end QUIT
rm -rf "$dir"
`

const run = promisify(execFile)

export const startPostgres = async (version: PostgresVersion, options: PostgresOptions = {}): Promise<Postgres> => {
  const user = postgresUser()
  const dir = mkdtempSync(join(tmpdir(), `countersign-postgres-${version}-`))
  const data = join(dir, 'data')
  mkdirSync(data, { mode: 0o700 })
  chmodSync(dir, 0o755)
  if (user) for (const folder of [dir, data]) chownSync(folder, user.uid, user.gid)
  try {
    const bin = join(reachableFolder(nativeFolder(version), user, dir), 'bin')
    const password = options.standbyOf
      ? copyOf(options.standbyOf, data, user)
      : await initialize(bin, data, { ...user, cwd: dir })
    const port = await freePort()
    const settings = { ...fastSettings, ...options.settings, listen_addresses: '127.0.0.1', port: String(port) }
    const flagsOf = Object.entries({ ...settings, unix_socket_directories: '' }).flatMap(([k, v]) => [
      '-c',
      `${k}=${v}`,
    ])
    const child = spawn('/bin/sh', ['-c', keeper, 'keeper', ...flagsOf], {
      ...user,
      cwd: '/',
      env: { ...process.env, bin, dir },
      stdio: ['pipe', 'pipe', 'ignore'],
      // Away from the terminal's Ctrl-C, which would end the shell before it has cleaned up.
      detached: true,
    })
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
    const { ready, ...server } = controls(child, url, dir)
    await ready().catch(async (error) => {
      await server.stop()
      throw error
    })
    return { version, url, port, data, ...server }
  } catch (error) {
    rmSync(dir, { recursive: true, force: true })
    throw error
  }
}

/** An empty cluster; resolves to its superuser's password. */
const initialize = async (bin: string, data: string, as: { cwd: string; uid?: number; gid?: number }) => {
  const password = randomBytes(18).toString('base64url')
  const passwordFile = join(as.cwd, 'password')
  writeFileSync(passwordFile, password)
  const flags = ['-U', 'postgres', '-A', 'scram-sha-256', '--no-sync', '--no-instructions', '-E', 'UTF8', '--locale=C']
  await run(join(bin, 'initdb'), ['-D', data, `--pwfile=${passwordFile}`, ...flags], as)
  return password
}

/** With the same password. */
const copyOf = ({ primary, port }: Standby, data: string, user: PostgresUser): string => {
  cpSync(primary.data, data, { recursive: true })
  const { password } = new URL(primary.url)
  writeFileSync(join(data, 'standby.signal'), '')
  const source = `host=127.0.0.1 port=${port} user=postgres password=${password}`
  writeFileSync(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`)
  if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, data])
  return password
}

const controls = (child: ChildProcess, url: string, dir: string) => {
  const { stdin, stdout } = child
  if (stdin === null || stdout === null) throw new Error('no pipes to the keeper')
  stdin.on('error', () => {})
  // A test that ends need not stop it: the closing pipe does.
  child.unref()
  for (const pipe of [stdin, stdout]) (pipe as unknown as { unref(): void }).unref()
  const order = async (word: 'start' | 'crash' | 'shutDown'): Promise<void> => {
    const done = once(stdout, 'data')
    const awake = setTimeout(() => {}, 60_000)
    stdin.write(`${word}\n`)
    await done
    clearTimeout(awake)
  }
  const ready = () => answers(url, child, join(dir, 'log'))
  return {
    ready,
    crash: () => order('crash'),
    shutDown: () => order('shutDown'),
    start: () => order('start').then(ready),
    stop: async () => {
      if (child.exitCode !== null) return
      child.ref()
      const gone = once(child, 'exit')
      stdin.end()
      await gone
    },
  }
}

const answers = async (url: string, child: ChildProcess, log: string): Promise<void> => {
  const deadline = Date.now() + 60_000
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`PostgreSQL did not start: ${existsSync(log) ? readFileSync(log, 'utf8') : ''}`, {
          cause: error,
        })
      }
      await sleep(25)
    }
  }
}
