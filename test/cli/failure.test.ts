// Failure: what an operator reads at night, in one line with its cure.
import t from 'tap'
import { explainFailure } from '../../src/cli/failure.ts'

const coded = (code: string, message: string, more: object = {}) => Object.assign(new Error(message), { code, ...more })
const postgres = { databaseUrl: 'postgres://ada:secret@db/cs', dataDir: './data', port: 3000, host: 'localhost' }

t.test('trouble with PostgreSQL', async (t) => {
  for (const [error, line] of [
    [coded('28P01', 'password authentication failed for user "ada"'), /lets nobody in \(password .*check DATABASE_URL/],
    [coded('3D000', 'database "cs" does not exist'), /lets nobody in .*"cs".*check DATABASE_URL/],
    [coded('42501', 'permission denied for table account'), /does not allow it .*must own the tables/],
    [coded('25006', 'cannot execute UPDATE in a read-only transaction'), /only reads: .*the primary/],
    [coded('53100', 'could not extend file'), /no room left/],
    [coded('ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:5432'), /does not answer \(ECONNREFUSED\)/],
    [new Error('something else\nand its stack'), /^something else$/],
  ] as const) {
    const said = explainFailure(error, postgres)
    t.match(said, line)
    t.notMatch(said, /secret|\n/)
  }
})

t.test('trouble with the folder of the embedded database, and with another one', async (t) => {
  const config = { ...postgres, databaseUrl: undefined }
  const inside = coded('EACCES', "EACCES: permission denied, mkdir './data/run'", { path: './data/run' })
  t.equal(explainFailure(inside, config), 'the embedded database in ./data cannot be used (EACCES)')
  const elsewhere = coded('EACCES', "EACCES: permission denied, open './keys/x'", { path: './keys/x' })
  t.match(explainFailure(elsewhere, config), /keys/)
})
