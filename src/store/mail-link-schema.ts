// The table of mail links as Kysely sees it; column for column what migrations/0008-people.ts made.
import type { MailLink } from '../model/mail-link.ts'
import type { Json } from './columns.ts'

export type MailLinkTable = {
  digest: Buffer
  purpose: MailLink['purpose']
  sub: string | null
  email: string | null
  language: string | null
  request: string | null
  facts: Json<MailLink['facts']>
  created_at: Date
  expires_at: Date
}
