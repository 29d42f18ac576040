// PgBouncer in transaction mode, where it is installed, before one database; gone with the test.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { execute } from './database.ts'
import { freshFolder } from './embedded.ts'
import { freePort } from './ports.ts'
import { postgresUser } from './postgres-binaries.ts'
import { until } from './until.ts'

/** Its version, or null where it is not on the PATH. */
export const pgbouncerVersion = (): string | null =>
  /PgBouncer (\S+)/.exec(spawnSync('pgbouncer', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1] ?? null

/** The database's URL, through a PgBouncer that has three connections to it, and its own settings for the rest. */
export const startPgbouncer = async (t: Test, target: string): Promise<string> => {
  const { hostname, port: targetPort, pathname, username, password } = new URL(target)
  const name = pathname.slice(1)
  const port = await freePort()
  const url = `postgres://${username}@127.0.0.1:${port}/${name}`
  const folder = freshFolder(t)
  const file = join(folder, 'pgbouncer.ini')
  const login = `user=${username} password=${decodeURIComponent(password)}`
  writeFileSync(
    file,
    `[databases]
${name} = host=${hostname} port=${targetPort} dbname=${name} ${login}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
`,
  )
  // Like PostgreSQL it refuses to run as root.
  chmodSync(folder, 0o755)
  const child = spawn('pgbouncer', ['-q', file], { ...postgresUser(), stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text) => {
    said += text
  })
  const exited = once(child, 'exit')
  t.teardown(async () => {
    child.kill('SIGKILL')
    await exited
  })
  await until('PgBouncer listens', async () => {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${said}`)
    return execute(url, 'select 1').then(
      () => true,
      () => false,
    )
  })
  return url
}
