// Signing key: announced → active → retired → gone, by the clock (RFC 7517; protocol/key-lifecycle.ts).
import type { JWK } from 'jose'

export type SigningAlgorithm = 'RS256' | 'ES256' | 'PS256' | 'EdDSA'

export type SigningKey = Readonly<{
  kid: string
  alg: SigningAlgorithm
  /** 1, 2, 3 … per algorithm; unique, so that two instances never make the same successor twice. */
  ordinal: number
  publicJwk: JWK
  /** Null once gone: the private half is destroyed. */
  sealedPrivate: Buffer | null
  /** Fingerprint of the master key that sealed it. */
  sealedBy: string
  createdAt: Date
  activeFrom: Date
  /** No token signed by it expires later than this. */
  coversUntil: Date
  compromisedAt: Date | null
}>

export type KeyInState = Readonly<{ key: SigningKey; state: KeyState }>

export type KeyState = 'announced' | 'active' | 'retired' | 'gone' | 'compromised'
