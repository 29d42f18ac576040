// Signing keys: shared by all instances; the private half is stored sealed, and destroyed in place (RFC 7517).
import { type Selectable, sql } from 'kysely'
import type { SigningKey } from '../model/signing-key.ts'
import type { Handle, SigningKeyTable } from './schema.ts'

const toSigningKey = (row: Selectable<SigningKeyTable>): SigningKey => ({
  kid: row.kid,
  alg: row.alg,
  ordinal: row.ordinal,
  publicJwk: row.public_jwk,
  sealedPrivate: row.sealed_private,
  sealedBy: row.sealed_by,
  createdAt: row.created_at,
  activeFrom: row.active_from,
  coversUntil: row.covers_until,
  compromisedAt: row.compromised_at,
})

const fromSigningKey = (key: SigningKey) => ({
  kid: key.kid,
  alg: key.alg,
  ordinal: key.ordinal,
  public_jwk: JSON.stringify(key.publicJwk),
  sealed_private: key.sealedPrivate,
  sealed_by: key.sealedBy,
  created_at: key.createdAt,
  active_from: key.activeFrom,
  covers_until: key.coversUntil,
  compromised_at: key.compromisedAt,
})

export const signingKeys = (handle: Handle) => ({
  list: async (): Promise<readonly SigningKey[]> => {
    const rows = await handle.selectFrom('signing_key').selectAll().orderBy('alg').orderBy('ordinal').execute()
    return rows.map(toSigningKey)
  },

  /** False if another instance has made the key of that ordinal already. */
  insert: async (key: SigningKey): Promise<boolean> => {
    const query = handle.insertInto('signing_key').values(fromSigningKey(key))
    const row = await query
      .onConflict((conflict) => conflict.doNothing())
      .returning('kid')
      .executeTakeFirst()
    return row !== undefined
  },

  /** Only ever later: nothing that the key signed may expire after it. */
  coverUntil: async (kid: string, at: Date): Promise<void> => {
    await sql`
      update signing_key set covers_until = ${at}::timestamptz
      where kid = ${kid} and covers_until < ${at}::timestamptz`.execute(handle)
  },

  destroyPrivate: async (kid: string): Promise<boolean> => {
    const query = handle
      .updateTable('signing_key')
      .set({ sealed_private: null })
      .where('sealed_private', 'is not', null)
    return (await query.where('kid', '=', kid).executeTakeFirst()).numUpdatedRows > 0n
  },

  /** Marks it and destroys its private half; false if it was marked before, or does not exist. */
  compromise: async (kid: string, now: Date): Promise<boolean> => {
    const change = { compromised_at: now, sealed_private: null }
    const query = handle.updateTable('signing_key').set(change).where('compromised_at', 'is', null)
    return (await query.where('kid', '=', kid).executeTakeFirst()).numUpdatedRows > 0n
  },

  /** Never brings a destroyed private half back. */
  reseal: async (kid: string, sealed: Buffer, sealedBy: string): Promise<boolean> => {
    const change = { sealed_private: sealed, sealed_by: sealedBy }
    const query = handle.updateTable('signing_key').set(change).where('sealed_private', 'is not', null)
    return (await query.where('kid', '=', kid).executeTakeFirst()).numUpdatedRows > 0n
  },
})
