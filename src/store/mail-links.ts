// Mail links: kept by their digests, looked at without harm, and each taken once.
import { type Selectable, sql } from 'kysely'
import type { MailLink, MailLinkPurpose } from '../model/mail-link.ts'
import type { MailLinkTable } from './mail-link-schema.ts'
import type { Handle } from './schema.ts'
import { sweep } from './sweep.ts'

const toMailLink = (row: Selectable<MailLinkTable>): MailLink => ({
  purpose: row.purpose,
  sub: row.sub,
  email: row.email,
  language: row.language,
  request: row.request,
  facts: row.facts,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})

export const mailLinks = (handle: Handle) => ({
  create: async (digest: Buffer, link: MailLink): Promise<void> => {
    const { purpose, sub, email, language, request, facts } = link
    await handle
      .insertInto('mail_link')
      .values({
        ...{ digest, purpose, sub, email, language, request },
        facts: JSON.stringify(facts),
        created_at: link.createdAt,
        expires_at: link.expiresAt,
      })
      .execute()
  },

  /** Mail scanners follow links too, so that looking must not use one up. */
  find: async (digest: Buffer, purposes: readonly MailLinkPurpose[], now: Date): Promise<MailLink | undefined> => {
    const row = await handle
      .selectFrom('mail_link')
      .selectAll()
      .where('digest', '=', digest)
      .where('purpose', 'in', purposes)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    return row && toMailLink(row)
  },

  /** Of two who take it at once, one gets it. */
  take: async (digest: Buffer, purposes: readonly MailLinkPurpose[], now: Date): Promise<MailLink | undefined> => {
    const row = await handle
      .deleteFrom('mail_link')
      .where('digest', '=', digest)
      .where('purpose', 'in', purposes)
      .where('expires_at', '>', now)
      .returningAll()
      .executeTakeFirst()
    return row && toMailLink(row)
  },

  /** All that were sent about an account: what they stood for has changed. */
  removeForAccount: async (sub: string, purposes: readonly MailLinkPurpose[]): Promise<void> => {
    await handle.deleteFrom('mail_link').where('sub', '=', sub).where('purpose', 'in', purposes).execute()
  },

  removeUndosSince: async (sub: string, createdAt: Date): Promise<void> => {
    const query = handle.deleteFrom('mail_link').where('sub', '=', sub).where('purpose', '=', 'undo-email')
    await query.where('created_at', '>=', createdAt).execute()
  },

  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`expires_at <= ${now}::timestamptz`
    return sweep(handle, { table: 'mail_link', key: 'digest', expiry: 'expires_at', expired, limit })
  },
})
