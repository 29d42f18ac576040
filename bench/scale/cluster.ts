// A PostgreSQL whose databases outlive the run, because filling them takes long; with the settings of a small production server.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { nativeFolder, postgresUser, reachableFolder } from '../../test/support/postgres-binaries.ts'

export type Cluster = Readonly<{
  folder: string
  /** Of the database of that name. */
  urlOf(database: string): string
  stop(): Promise<void>
}>

const port = 3989

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '2GB',
  max_wal_size: '4GB',
  random_page_cost: '1.1',
  log_min_messages: 'fatal',
}

// It ends with the process that started it, however that ends: then the pipe closes.
const keeper = '"$bin/postgres" "$@" </dev/null & pid=$!; read _; kill -INT $pid; wait $pid'

export const openCluster = async (folder: string): Promise<Cluster> => {
  const user = postgresUser()
  const data = join(folder, 'data')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o755)
  const bin = join(reachableFolder(nativeFolder(18), user, folder), 'bin')
  if (user) chownSync(data, user.uid, user.gid)
  if (!existsSync(join(data, 'PG_VERSION'))) {
    const flags = ['-U', 'postgres', '-A', 'trust', '--no-instructions', '-E', 'UTF8', '--locale=C']
    execFileSync(join(bin, 'initdb'), ['-D', data, ...flags], { ...user, cwd: '/', stdio: 'ignore' })
  }
  const flags = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const child = spawn('/bin/sh', ['-c', keeper, 'keeper', '-D', data, ...flags], {
    ...{ ...user, cwd: '/', env: { ...process.env, bin }, detached: true },
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const urlOf = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`
  while (!(await answers(urlOf('postgres')))) {
    if (child.exitCode !== null) throw new Error('PostgreSQL did not start')
    await sleep(100)
  }
  const stop = async (): Promise<void> => {
    const gone = once(child, 'exit')
    child.stdin?.end()
    await gone
  }
  return { folder, urlOf, stop }
}

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client(url)
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

/** What is remembered beside the databases. */
export const notes = <T>(folder: string, name: string) => {
  const file = join(folder, `${name}.json`)
  return {
    read: (): T | undefined => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined),
    write: (value: T): void => writeFileSync(file, JSON.stringify(value)),
  }
}

export const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
