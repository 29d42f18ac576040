// Logos of apps: apart from their clients' rows, which are read for each request.
import { sql } from 'kysely'
import { atomically } from './atomically.ts'
import type { Handle } from './schema.ts'

export type Logo = Readonly<{ digest: string; mediaType: string; bytes: Buffer }>

export const appLogos = (handle: Handle) => ({
  /** Null removes it. Whoever looked at the app looked at its logo too. False if the app is not this person's. */
  setLogo: (clientId: string, sub: string, logo: Logo | null): Promise<boolean> =>
    atomically(handle, async (inside) => {
      const { rows } = await sql`
        update client set logo_digest = ${logo?.digest ?? null}, verified_at = null
        where client_id = ${clientId} and owner_sub = ${sub} returning client_id`.execute(inside)
      if (rows.length === 0) return false
      if (logo === null) {
        await inside.deleteFrom('client_logo').where('client_id', '=', clientId).execute()
        return true
      }
      const { digest, mediaType: media_type, bytes } = logo
      await inside
        .insertInto('client_logo')
        .values({ client_id: clientId, digest, media_type, bytes })
        .onConflict((conflict) => conflict.column('client_id').doUpdateSet({ digest, media_type, bytes }))
        .execute()
      return true
    }),

  logo: async (clientId: string, digest: string): Promise<Logo | undefined> => {
    if (clientId.includes('\0') || digest.includes('\0')) return undefined
    const query = handle.selectFrom('client_logo').selectAll().where('client_id', '=', clientId)
    const row = await query.where('digest', '=', digest).executeTakeFirst()
    return row && { digest: row.digest, mediaType: row.media_type, bytes: row.bytes }
  },
})
