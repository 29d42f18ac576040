// Sealed secrets: the few that must survive a new master key, such as the pairwise salt.
import type { Selectable } from 'kysely'
import type { Handle, SealedSecretTable } from './schema.ts'

export type SealedSecret = Readonly<{ name: string; sealed: Buffer; sealedBy: string }>

const toSealedSecret = (row: Selectable<SealedSecretTable>): SealedSecret => ({
  name: row.name,
  sealed: row.sealed,
  sealedBy: row.sealed_by,
})

export const sealedSecrets = (handle: Handle) => ({
  find: async (name: string): Promise<SealedSecret | undefined> => {
    const row = await handle.selectFrom('sealed_secret').selectAll().where('name', '=', name).executeTakeFirst()
    return row && toSealedSecret(row)
  },

  /** False if another instance was faster: then its secret is the one. */
  insertIfAbsent: async (name: string, sealed: Buffer, sealedBy: string): Promise<boolean> => {
    const query = handle.insertInto('sealed_secret').values({ name, sealed, sealed_by: sealedBy })
    const row = await query
      .onConflict((conflict) => conflict.doNothing())
      .returning('name')
      .executeTakeFirst()
    return row !== undefined
  },

  list: async (): Promise<readonly SealedSecret[]> => {
    const rows = await handle.selectFrom('sealed_secret').selectAll().orderBy('name').execute()
    return rows.map(toSealedSecret)
  },

  reseal: async (name: string, sealed: Buffer, sealedBy: string): Promise<boolean> => {
    const query = handle.updateTable('sealed_secret').set({ sealed, sealed_by: sealedBy }).where('name', '=', name)
    return (await query.executeTakeFirst()).numUpdatedRows > 0n
  },
})
