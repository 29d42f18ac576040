// The command that puts a saved embedded database back; never under a running server.
import { systemRandom } from '../crypto/random.ts'
import { OperatorProblem } from '../flows/operator/index.ts'
import { ownFolder } from '../store/embedded-owner.ts'
import { localCommand } from './command.ts'
import { argument, flagOption } from './options.ts'
import { readGivenFile } from './read-file.ts'

export const restore = localCommand({
  name: 'restore',
  summary: 'put a saved embedded database back; the server must be stopped',
  examples: ['countersign restore /backup/countersign.tar.gz'],
  define: (command) => command.argument('<file>').option('--replace', 'replace the database that is there'),
  perform: async (given, { databaseUrl, dataDir, keysDir }) => {
    if (databaseUrl !== undefined)
      throw new OperatorProblem('failed', 'DATABASE_URL is set: only the embedded database is restored by this command')
    const { RestoreProblem, restoreEmbedded } = await import('../store/backup.ts')
    const file = argument(given, 0)
    const bytes = readGivenFile(file)
    const owner = await ownFolder(dataDir, { random: systemRandom, role: 'command', handle: async () => {} })
    try {
      await restoreEmbedded(dataDir, bytes, { replace: flagOption(given, 'replace') })
    } catch (error) {
      if (!(error instanceof RestoreProblem)) throw error
      const isBadFile = error.cause !== undefined
      throw new OperatorProblem(
        'failed',
        isBadFile
          ? `${file} is not a backup that opens`
          : `there is a database in ${dataDir} already: add --replace to lose it`,
      )
    } finally {
      await owner.close()
    }
    return { file, data_dir: dataDir, keys_dir: keysDir }
  },
  print: ({ file, data_dir, keys_dir }) =>
    `${file} was restored to ${data_dir}; the master keys that belong to it must be in ${keys_dir}`,
})
