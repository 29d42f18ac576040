// A client's key pair: what it publishes, and the assertions that it signs (OIDC Core §9).
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { type JSONWebKeySet, type JWK, SignJWT } from 'jose'
import { clientAssertionType } from '../../src/protocol/client-assertion.ts'

export type ClientKey = ReturnType<typeof clientKey>
type Change = Readonly<Record<string, unknown>>

export const clientKey = (kid = 'first') => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicJwk: JWK = { ...(publicKey.export({ format: 'jwk' }) as JWK), kid, alg: 'ES256', use: 'sig' }

  /** As the standards want it at that instant, but for what is changed; undefined leaves a member out. */
  const assertion = (clientId: string, issuer: string, now: Date, claims: Change = {}, header: Change = {}) => {
    const seconds = Math.floor(now.getTime() / 1000)
    const usual = { iss: clientId, sub: clientId, aud: issuer, jti: randomUUID(), iat: seconds, exp: seconds + 60 }
    return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'ES256', kid, ...header }).sign(privateKey)
  }
  return { kid, publicKey, privateKey, publicJwk, jwks: { keys: [publicJwk] } satisfies JSONWebKeySet, assertion }
}

/** The parameters that carry an assertion. */
export const asserting = (assertion: string): Readonly<Record<string, string>> => ({
  client_assertion_type: clientAssertionType,
  client_assertion: assertion,
})
