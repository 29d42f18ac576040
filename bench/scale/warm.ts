// Reads the database's files once, so that the operating system has them in memory: its disk is not what is measured.
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'

const buffer = Buffer.alloc(1 << 22)

export const warm = (folder: string): void => {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = openSync(join(entry.parentPath, entry.name), 'r')
    while (readSync(file, buffer) > 0);
    closeSync(file)
  }
}
