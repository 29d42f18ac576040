// Signing algorithms: what our tokens may be signed with; the first is the default (RFC 7518 §3, RFC 8037 §3.1, OpenID Connect Core §15.1).
import type { SigningAlgorithm } from '../model/signing-key.ts'

export const signingAlgorithms: readonly SigningAlgorithm[] = ['RS256', 'ES256', 'PS256', 'EdDSA']

export const isSigningAlgorithm = (name: string): name is SigningAlgorithm =>
  (signingAlgorithms as readonly string[]).includes(name)
