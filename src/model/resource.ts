// Resource: an API that tokens are for, as an operator registered it (RFC 8707 §2, RFC 9068 §3).
import type { SigningAlgorithm } from './signing-key.ts'

export type Resource = Readonly<{
  /** What the `resource` parameter names; most often the API's address. */
  identifier: string
  /** The `aud` of its tokens; the identifier unless the API wants something else, which need not be a URI. */
  audience: string
  /** What people read. */
  name: string
  /** Scopes that only mean something here: tokens for other named resources do not carry them. */
  scope: readonly string[]
  /** Null: as all others. */
  accessTokenSeconds: number | null
  signingAlg: SigningAlgorithm
  /** Claims of its tokens and where each comes from (protocol/claim-mapping.ts). */
  claims: ClaimMapping
  createdAt: Date
}>

/** Claim name → source, e.g. `roles`, `email`, `attribute:department`. */
export type ClaimMapping = Readonly<Record<string, string>>

/** Which authorized resources a redemption or rotation goes on with; any other is left untouched, to be judged first. */
export type ResourceCondition = Readonly<{
  /** So many at most; null: any number. */
  most: number | null
  /** Just this one; null: whichever. */
  only: string | null
}>

export const anyResources: ResourceCondition = { most: null, only: null }
