// Erasure: nothing that is stored of a person stays; their `sub` is random and never comes again (GDPR Art. 17).
import { sql } from 'kysely'
import type { Account } from '../model/account.ts'
import type { Handle, Schema } from './schema.ts'

/** Tables whose rows belong to one person, by their column `sub`; the account itself goes last. */
const ownTables = [
  'consent',
  'authorization_code',
  'device_authorization',
  'session',
  'theft_notice',
  'event',
  'family',
] as const satisfies readonly (keyof Schema)[]

const nobody = '(deleted account)'

export const erasure = (handle: Handle) => ({
  /** Call it in a transaction that holds the account, after everything of theirs has ended. */
  erase: async ({ sub, email, emailNormalized }: Pick<Account, 'sub' | 'email' | 'emailNormalized'>): Promise<void> => {
    // What apps must still hear of goes once they heard it.
    await sql`
      delete from logout_delivery using family
      where family.sub = ${sub} and logout_delivery.client_id = family.client_id and logout_delivery.sid = family.sid
        and logout_delivery.state <> 'waiting'`.execute(handle)
    for (const table of ownTables) await sql`delete from ${sql.table(table)} where sub = ${sub}`.execute(handle)
    await sql`update event set actor = ${nobody} where actor = ${sub}`.execute(handle)
    await sql`delete from app_offer where from_sub = ${sub} or email_normalized = ${emailNormalized}`.execute(handle)
    // An invitation that gave roles by their name gives them no more.
    await sql`
      delete from mail_link where email in (${email}, ${emailNormalized}) or facts ->> 'by' = ${sub}`.execute(handle)
    await handle.deleteFrom('account').where('sub', '=', sub).execute()
  },
})
