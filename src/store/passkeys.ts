// Passkeys: public keys of people's devices, found by credential at the login and by person everywhere else (Web Authentication §4).
import { type Selectable, sql } from 'kysely'
import type { Passkey } from '../model/factor.ts'
import type { PasskeyTable } from './factor-schema.ts'
import type { Handle } from './schema.ts'

const toPasskey = (row: Selectable<PasskeyTable>): Passkey => ({
  id: row.id,
  sub: row.sub,
  userHandle: row.user_handle,
  publicKey: row.public_key,
  counter: Number(row.counter),
  transports: row.transports,
  name: row.name,
  synced: row.synced,
  backedUp: row.backed_up,
  addedAt: row.added_at,
  lastUsedAt: row.last_used_at,
})

export const passkeys = (handle: Handle) => ({
  find: async (id: Buffer): Promise<Passkey | undefined> => {
    const row = await handle.selectFrom('passkey').selectAll().where('id', '=', id).executeTakeFirst()
    return row && toPasskey(row)
  },

  /** In the order in which they were added. */
  ofPerson: async (sub: string): Promise<readonly Passkey[]> => {
    const query = handle.selectFrom('passkey').selectAll().where('sub', '=', sub)
    return (await query.orderBy('added_at').orderBy('id').execute()).map(toPasskey)
  },

  /** False if the credential is known, whoever has it, or if the person has as many as anybody may. */
  add: async (passkey: Omit<Passkey, 'lastUsedAt'>, most: number): Promise<boolean> => {
    const { rows } = await sql`
      insert into passkey (id, sub, user_handle, public_key, counter, transports, name, synced, backed_up, added_at)
      select ${passkey.id}::bytea, account.sub, ${passkey.userHandle}::bytea, ${passkey.publicKey}::bytea,
        ${passkey.counter}::bigint, ${passkey.transports}::text[], ${passkey.name}, ${passkey.synced}::boolean,
        ${passkey.backedUp}::boolean, ${passkey.addedAt}::timestamptz
      from account where account.sub = ${passkey.sub}
        and (select count(*) from passkey where passkey.sub = ${passkey.sub}) < ${most}::integer
      on conflict do nothing
      returning id`.execute(handle)
    return rows.length === 1
  },

  /** It has signed; false if it is gone, or counts as if there were two of it (Web Authentication §7.2 step 22). */
  use: async (id: Buffer, counter: number, backedUp: boolean, now: Date): Promise<boolean> => {
    const { rows } = await sql`
      update passkey set counter = ${counter}::bigint, backed_up = ${backedUp}::boolean, last_used_at = ${now}::timestamptz
      where id = ${id}::bytea and (counter < ${counter}::bigint or (counter = 0 and ${counter}::bigint = 0))
      returning sub`.execute(handle)
    return rows.length === 1
  },

  rename: async (sub: string, id: Buffer, name: string): Promise<boolean> => {
    const query = handle.updateTable('passkey').set({ name }).where('id', '=', id).where('sub', '=', sub)
    return (await query.executeTakeFirst()).numUpdatedRows > 0n
  },

  remove: async (sub: string, id: Buffer): Promise<boolean> => {
    const query = handle.deleteFrom('passkey').where('id', '=', id).where('sub', '=', sub)
    return (await query.executeTakeFirst()).numDeletedRows > 0n
  },

  removeAll: async (sub: string): Promise<number> =>
    Number((await handle.deleteFrom('passkey').where('sub', '=', sub).executeTakeFirst()).numDeletedRows),

  removeAddedSince: async (sub: string, at: Date): Promise<number> => {
    const query = handle.deleteFrom('passkey').where('sub', '=', sub).where('added_at', '>=', at)
    return Number((await query.executeTakeFirst()).numDeletedRows)
  },

  removeAddedBefore: async (sub: string, at: Date): Promise<number> => {
    const query = handle.deleteFrom('passkey').where('sub', '=', sub).where('added_at', '<', at)
    return Number((await query.executeTakeFirst()).numDeletedRows)
  },
})
