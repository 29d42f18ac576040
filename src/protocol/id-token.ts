// ID tokens: who logged in, when and how, told to the client alone (OpenID Connect Core §2, §3.1.3.6).
import { createHash } from 'node:crypto'
import type { Account } from '../model/account.ts'
import type { Client } from '../model/client.ts'
import type { Family } from '../model/family.ts'
import type { SigningAlgorithm } from '../model/signing-key.ts'
import { acrOf } from './acr.ts'
import { claimsOf, claimsOfScopes, claimsWithin } from './standard-claims.ts'

export const idTokenType = 'JWT'

type Facts = Readonly<{
  issuer: string
  client: Client
  /** As this client knows the person. */
  subject: string
  account: Account
  family: Family
  scope: readonly string[]
  nonce: string | null
  accessToken: string
  lifetimeSeconds: number
  now: Date
}>

export const idTokenClaims = (facts: Facts): Readonly<Record<string, unknown>> => {
  const { client, account, family, nonce, now } = facts
  const iat = Math.floor(now.getTime() / 1000)
  const acr = acrOf(family.amr)
  // Proxies and login libraries that never ask /userinfo read the name and the address here; whoever may read them there
  // may read them here.
  const usual = claimsOfScopes(facts.scope.filter((name) => name === 'profile' || name === 'email'))
  return {
    // The family may be older than what the client may read today.
    ...claimsOf(account, claimsWithin([...usual, ...family.requestedClaims.idToken], client.scope)),
    iss: facts.issuer,
    sub: facts.subject,
    aud: client.clientId,
    iat,
    exp: iat + facts.lifetimeSeconds,
    auth_time: Math.floor(family.authenticatedAt.getTime() / 1000),
    ...(nonce !== null && { nonce }),
    ...(acr !== undefined && { acr }),
    amr: family.amr,
    sid: family.sid,
    at_hash: halfHash(facts.accessToken, client.idTokenAlg),
  }
}

/** §3.1.3.6: the left half of the hash that the signature uses; Ed25519 uses SHA-512 (RFC 8032 §5.1). */
export const halfHash = (token: string, alg: SigningAlgorithm): string => {
  const digest = createHash(alg === 'EdDSA' ? 'sha512' : 'sha256')
    .update(token)
    .digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
