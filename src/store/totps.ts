// Time-based codes: one app for codes per person; the secret is stored sealed, and no code is accepted twice (RFC 6238 §5.2).
import { type Selectable, sql } from 'kysely'
import type { Totp } from '../model/factor.ts'
import type { TotpTable } from './factor-schema.ts'
import type { Handle } from './schema.ts'

const toTotp = (row: Selectable<TotpTable>): Totp => ({
  id: row.id,
  sub: row.sub,
  sealed: row.sealed,
  sealedBy: row.sealed_by,
  lastStep: row.last_step,
  addedAt: row.added_at,
  lastUsedAt: row.last_used_at,
})

export const totps = (handle: Handle) => ({
  find: async (sub: string): Promise<Totp | undefined> => {
    const row = await handle.selectFrom('totp').selectAll().where('sub', '=', sub).executeTakeFirst()
    return row && toTotp(row)
  },

  /** False if the person has one already. */
  add: async (totp: Omit<Totp, 'lastUsedAt'>): Promise<boolean> => {
    const { id, sub, sealed, sealedBy: sealed_by, lastStep: last_step, addedAt: added_at } = totp
    const row = await handle
      .insertInto('totp')
      .values({ id, sub, sealed, sealed_by, last_step, added_at })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    return row !== undefined
  },

  /** Spends the code of this time step, and with it all before; false if that was done already. */
  spend: async (id: string, step: number, now: Date): Promise<boolean> => {
    const { rows } = await sql`
      update totp set last_step = ${step}::integer, last_used_at = ${now}::timestamptz
      where id = ${id} and last_step < ${step}::integer
      returning id`.execute(handle)
    return rows.length === 1
  },

  remove: async (sub: string): Promise<boolean> =>
    (await handle.deleteFrom('totp').where('sub', '=', sub).executeTakeFirst()).numDeletedRows > 0n,

  removeAddedSince: async (sub: string, at: Date): Promise<boolean> => {
    const query = handle.deleteFrom('totp').where('sub', '=', sub).where('added_at', '>=', at)
    return (await query.executeTakeFirst()).numDeletedRows > 0n
  },

  removeAddedBefore: async (sub: string, at: Date): Promise<boolean> => {
    const query = handle.deleteFrom('totp').where('sub', '=', sub).where('added_at', '<', at)
    return (await query.executeTakeFirst()).numDeletedRows > 0n
  },

  /** Some that another master key sealed. */
  sealedByOthers: async (sealedBy: string, after: string, limit: number): Promise<readonly Totp[]> => {
    const query = handle.selectFrom('totp').selectAll().where('sealed_by', '!=', sealedBy).where('id', '>', after)
    return (await query.orderBy('id').limit(limit).execute()).map(toTotp)
  },

  reseal: async (id: string, sealed: Buffer, sealedBy: string): Promise<boolean> => {
    const query = handle.updateTable('totp').set({ sealed, sealed_by: sealedBy }).where('id', '=', id)
    return (await query.executeTakeFirst()).numUpdatedRows > 0n
  },
})
