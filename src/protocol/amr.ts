// Authentication methods: what a person did to log in, in the words of the registry (RFC 8176 §2, OpenID Connect EAP ACR Values 1.0 §3).

/** What may stand beside a password. */
export type Factor = 'totp' | 'recovery-code' | 'passkey'

export const passwordMethods: readonly string[] = ['pwd']

/** With something of one kind already: knowledge or possession. */
const added: Readonly<Record<Factor, readonly string[]>> = {
  totp: ['otp'],
  // A one-time password out of a list; the registry has no other word for it.
  'recovery-code': ['otp'],
  // No attestation is asked for, so nobody knows whether hardware guards the key: `pop`, neither `hwk` nor `swk`.
  passkey: ['pop', 'user'],
}

/** The device asked for finger, face or PIN before it signed: two kinds of proof in one. */
export const verifiedPasskeyMethods: readonly string[] = [...added.passkey, 'mfa']

export const withFactor = (amr: readonly string[], factor: Factor): readonly string[] => [
  ...new Set([...amr.filter((method) => method !== 'mfa'), ...added[factor], 'mfa']),
]

export const isMultiFactor = (amr: readonly string[]): boolean => amr.includes('mfa')
