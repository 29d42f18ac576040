// Issuance: what a grant decided; flows/issue.ts is the only place that turns it into tokens.
import type { Client } from './client.ts'
import type { Family } from './family.ts'

export type Issuance = Readonly<{
  client: Client
  subject: string
  /** The scope of this access token: inside the family's. */
  scope: readonly string[]
  audience: readonly string[]
  roles: readonly string[]
  /** The person's family with the generation to hand out; null where nobody logged in (client_credentials). */
  family: Family | null
  /** Whether a refresh token is handed out. */
  refresh: boolean
}>
