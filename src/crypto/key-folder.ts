// Key folder: one file per master key, `master-0001.key` and up; created exclusively, durable before it is used.
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type MasterKey, MasterKeyProblem, masterKeyBytes, parseMasterKey } from './master-key.ts'
import type { Random } from './random.ts'

export type KeyFile = Readonly<{ number: number; path: string; key: MasterKey; readableByOthers: boolean }>

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error'

/** Newest (highest number) first. A folder that does not exist holds no keys; one that cannot be read is a problem. */
export const readKeyFolder = (folder: string): readonly KeyFile[] =>
  listFolder(folder)
    .map((name) => ({ name, number: Number(/^master-(\d{4,9})\.key$/.exec(name)?.[1] ?? Number.NaN) }))
    .filter(({ number }) => !Number.isNaN(number))
    .sort((a, b) => b.number - a.number)
    .flatMap(({ name, number }) => readKeyFile(join(folder, name), number) ?? [])

/** Changes with every key that is added or dropped; undefined if there is no folder. */
export const folderChangedAt = (folder: string): number | undefined =>
  statSync(folder, { throwIfNoEntry: false })?.mtimeMs

const listFolder = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw new MasterKeyProblem(`The key folder ${folder} cannot be read (${codeOf(error)}).`)
  }
}

const readKeyFile = (path: string, number: number): KeyFile | undefined => {
  try {
    const { mode, size } = statSync(path)
    const key = size <= 1024 ? parseMasterKey(readFileSync(path, 'latin1')) : undefined
    if (!key) throw new MasterKeyProblem(`${path} is not a master key (one line: 32 bytes in base64url).`)
    return { number, path, key, readableByOthers: process.platform !== 'win32' && (mode & 0o077) !== 0 }
  } catch (error) {
    if (error instanceof MasterKeyProblem) throw error
    // Dropped by another process between the listing and the reading.
    if (codeOf(error) === 'ENOENT') return undefined
    throw new MasterKeyProblem(`${path} cannot be read (${codeOf(error)}).`)
  }
}

/**
 * Makes a new key under this number. False if another process took the number first: then its key is the one to use.
 * A link, not a rename, because a rename would overwrite; not a direct write, because that would be visible half done.
 */
export const createKeyFile = (folder: string, number: number, random: Random): boolean => {
  const path = join(folder, `master-${String(number).padStart(4, '0')}.key`)
  const draft = join(folder, `.draft-${random.bytes(12).toString('hex')}`)
  try {
    createFolder(folder)
    writeDurably(draft, `${random.bytes(masterKeyBytes).toString('base64url')}\n`)
    try {
      linkSync(draft, path)
      return true
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      throw error
    } finally {
      unlinkSync(draft)
      // The winner's key too must be on the disk before anything is sealed with it.
      syncFolder(folder)
    }
  } catch (error) {
    throw new MasterKeyProblem(`No master key could be created in ${folder} (${codeOf(error)}).`)
  }
}

export const removeKeyFile = (path: string): void => {
  try {
    unlinkSync(path)
    syncFolder(dirname(path))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw new MasterKeyProblem(`${path} could not be removed (${codeOf(error)}).`)
  }
}

const createFolder = (folder: string): void => {
  if (existsSync(folder)) return
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (first) syncFolder(dirname(resolve(first)))
}

const writeDurably = (path: string, text: string): void => {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

const syncFolder = (folder: string): void => {
  // Windows cannot open a folder to flush it.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
