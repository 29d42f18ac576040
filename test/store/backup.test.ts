// Backup and restore of the embedded database: everything comes back, and a bad file costs nothing.
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { adminScopes } from '../../src/protocol/admin-scopes.ts'
import { backupEmbedded, restoreEmbedded } from '../../src/store/backup.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { createStore } from '../../src/store/index.ts'
import { freshDatabase } from '../support/database.ts'
import { freshFolder, snapshot } from '../support/embedded.ts'
import { aFamily, rotationOf } from './samples.ts'

const opened = async <T>(dataDir: string, work: (database: Database) => Promise<T>): Promise<T> => {
  const database = await openDatabase({ dataDir })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

const scopesIn = (dataDir: string) => opened(dataDir, (database) => createStore(database).scopes.list())

const alreadyThere = { name: 'RestoreProblem', message: /^There is a database in / }
const noBackup = { name: 'RestoreProblem', message: 'This file is not a backup that opens.' }

t.test('what was acknowledged before the backup is in it', async (t) => {
  const [from, to] = [freshFolder(t), join(freshFolder(t), 'new', 'folder')]
  await restoreEmbedded(from, Buffer.from(await (await snapshot()).arrayBuffer()))
  const { file, family } = await opened(from, async (database) => {
    const { family } = await aFamily(createStore(database))
    return { file: await backupEmbedded(database), family }
  })
  await restoreEmbedded(to, file)
  t.strictSame(readdirSync(to), ['database'])
  await opened(to, async (database) => {
    const { families } = createStore(database)
    t.strictSame(await families.find(family.id), family)
    t.equal((await families.rotate(rotationOf(family, 0)))?.outcome, 'rotated')
  })
})

t.test('a database that is there is replaced only when asked, and by a file that opens', async (t) => {
  const dataDir = freshFolder(t)
  const file = Buffer.from(await (await snapshot()).arrayBuffer())
  await restoreEmbedded(dataDir, file)
  const words = { name: 'mine', words: 'see mine', optional: false, privileged: false }
  await opened(dataDir, (database) => createStore(database).scopes.set(words))

  await t.rejects(restoreEmbedded(dataDir, file), alreadyThere)
  await t.rejects(restoreEmbedded(dataDir, Buffer.from('no backup'), { replace: true }), noBackup)
  await t.rejects(restoreEmbedded(dataDir, file.subarray(0, 100_000), { replace: true }), noBackup)
  t.strictSame(readdirSync(dataDir), ['database'])
  t.equal((await scopesIn(dataDir)).length, 7 + adminScopes.length)

  await restoreEmbedded(dataDir, file, { replace: true })
  t.strictSame(readdirSync(dataDir), ['database'])
  t.equal((await scopesIn(dataDir)).length, 6 + adminScopes.length)
})

t.test('a restore that was interrupted between its renames loses nothing', async (t) => {
  const dataDir = freshFolder(t)
  const file = Buffer.from(await (await snapshot()).arrayBuffer())
  await restoreEmbedded(dataDir, file)
  renameSync(join(dataDir, 'database'), join(dataDir, 'database.old'))
  mkdirSync(join(dataDir, 'database.new'))
  writeFileSync(join(dataDir, 'database.new', 'half'), '')
  await t.rejects(restoreEmbedded(dataDir, file), alreadyThere, 'there is still a database')
  t.equal((await scopesIn(dataDir)).length, 6 + adminScopes.length)
  t.equal(existsSync(join(dataDir, 'database.old')), false)
})

t.test('PostgreSQL has tools of its own for that', async (t) => {
  const database = await openDatabase({ databaseUrl: await freshDatabase(t), dataDir: '' })
  t.teardown(() => database.close())
  await t.rejects(async () => backupEmbedded(database), /pg_dump/)
})
