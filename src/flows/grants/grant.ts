// Grant: what one grant type adds to the steps of the token endpoint (RFC 6749 §1.3).
import type { Client, GrantType } from '../../model/client.ts'
import type { Issuance } from '../../model/issuance.ts'
import type { Refusal } from '../../protocol/errors.ts'
import type { Params } from '../../protocol/params.ts'

/** The client is authenticated and may use the grant. */
export type GrantRequest = Readonly<{ params: Params; client: Client; address: string; now: Date }>

export type Grant = Readonly<{
  name: GrantType
  /** Decides, and records what it decided; never mints. A returned refusal keeps what was recorded. */
  decide(request: GrantRequest): Promise<Issuance | Refusal>
}>
