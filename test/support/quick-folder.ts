// A folder for all that a run of the tests writes: in memory where there is much of it, because ten thousands of small files cost a disk's file system more than the tests themselves.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const neededBytes = 6e9

export const quickFolder = (): string => {
  const folder = inMemory() ?? mkdtempSync(join(tmpdir(), 'cs-run-'))
  // PostgreSQL may run as somebody else.
  chmodSync(folder, 0o755)
  return folder
}

const inMemory = (): string | undefined => {
  let folder: string | undefined
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    if (Math.min(bavail * bsize, process.availableMemory()) < neededBytes) return undefined
    // Short: sockets in it may have 103 bytes.
    folder = mkdtempSync('/dev/shm/cs-')
    // Some let nothing be executed there.
    const script = join(folder, 'script')
    writeFileSync(script, '#!/bin/sh\n', { mode: 0o755 })
    execFileSync(script)
    return folder
  } catch {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
    return undefined
  }
}
