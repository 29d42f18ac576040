// Issuance: what a grant decided; flows/issue.ts is the only place that turns it into tokens.
import type { Account } from './account.ts'
import type { Client } from './client.ts'
import type { Family } from './family.ts'

export type Issuance = Readonly<{
  client: Client
  /** The scope of this access token: inside the family's. */
  scope: readonly string[]
  /** Identifiers of the resources that this access token is for (model/resource.ts). */
  resources: readonly string[]
  /** The person; null where nobody logged in (client_credentials). */
  account: Account | null
  /** The person's family with the generation to hand out; null where nobody logged in. */
  family: Family | null
  /** Of the authorization request; stands in the first ID token only (OIDC Core §12.2). */
  nonce: string | null
  /** Whether a refresh token is handed out. */
  refresh: boolean
}>
