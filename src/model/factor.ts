// Factors: what a person proves besides the password (NIST SP 800-63B-4 §3.1), or instead of it.

/** An app that shows a new code every half minute (RFC 6238). */
export type Totp = Readonly<{
  id: string
  sub: string
  sealed: Buffer
  /** Fingerprint of the master key. */
  sealedBy: string
  /** The newest time step whose code was accepted. */
  lastStep: number
  addedAt: Date
  lastUsedAt: Date | null
}>

/** A key in a phone, a computer or a security key (Web Authentication §1.2). */
export type Passkey = Readonly<{
  /** The credential's. */
  id: Buffer
  sub: string
  /** Random; what the person's devices know them by. */
  userHandle: Buffer
  /** COSE. */
  publicKey: Buffer
  /** How often it has signed, where it counts at all; else 0. */
  counter: number
  transports: readonly string[]
  /** The person's own. */
  name: string
  /** Whether its provider may copy it to other devices (§6.1.3 backup eligibility). */
  synced: boolean
  /** Whether it has (backup state). */
  backedUp: boolean
  addedAt: Date
  lastUsedAt: Date | null
}>

/** What one person has. */
export type Factors = Readonly<{
  totp: Totp | null
  passkeys: readonly Passkey[]
  /** How many recovery codes are left. */
  recoveryCodes: number
}>
