// The command that saves the embedded database to one file, also while the server runs.
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { OperatorProblem } from '../flows/operator/index.ts'
import { type Given, operatorCommand, type Sink } from './command.ts'
import { argument, flagOption } from './options.ts'
import { fileProblem } from './read-file.ts'

const pieceBytes = 1024 * 1024

const refuseExisting = (file: string): OperatorProblem =>
  new OperatorProblem('failed', `${file} exists: choose another name, or add --force`)

const open = (file: string, draft: string): number => {
  try {
    return openSync(draft, 'wx', 0o600)
  } catch (error) {
    throw fileProblem(file, 'written', error)
  }
}

/** Nothing half written ever stands under the name, and nothing that stood there is lost unasked. */
const fileSink = (given: Given): Sink => {
  const file = argument(given, 0)
  const force = flagOption(given, 'force')
  if (!force && existsSync(file)) throw refuseExisting(file)
  const draft = `${file}.${process.pid}.partial`
  const handle = open(file, draft)
  return {
    write: (bytes) => {
      for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done)
    },
    keep: () => {
      fsyncSync(handle)
      closeSync(handle)
      if (force) return renameSync(draft, file)
      try {
        linkSync(draft, file)
      } catch (error) {
        throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? refuseExisting(file) : error
      } finally {
        rmSync(draft, { force: true })
      }
    },
    discard: () => {
      closeSync(handle)
      rmSync(draft, { force: true })
    },
  }
}

export const backup = operatorCommand({
  name: 'backup',
  summary: 'save the embedded database to a file; keep KEYS_DIR beside it, or nothing in it opens',
  examples: ['countersign backup /backup/countersign.tar.gz', 'cp -r keys /backup/keys'],
  define: (command) => command.argument('<file>').option('--force', 'replace the file if it exists'),
  prepare: (given) => ({ file: argument(given, 0) }),
  sink: fileSink,
  run: async ({ database }, { file }, { data, report }) => {
    if (database.embedded === null)
      throw new OperatorProblem(
        'failed',
        'only the embedded database is saved by this command: use pg_dump for PostgreSQL',
      )
    const { backupEmbedded } = await import('../store/backup.ts')
    const bytes = await backupEmbedded(database)
    for (let start = 0; start < bytes.length; start += pieceBytes) await data(bytes.subarray(start, start + pieceBytes))
    await report('keep the master keys (KEYS_DIR) as well, apart from this file: it is useless without them')
    return { file, bytes: bytes.length }
  },
  print: ({ file, bytes }) => `${file}: ${bytes} bytes`,
})
