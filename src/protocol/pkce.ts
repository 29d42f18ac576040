// Proof Key for Code Exchange: S256 only (RFC 7636; OAuth 2.1 §4.1.1, §7.5).
import { createHash, timingSafeEqual } from 'node:crypto'
import { invalidRequest } from './errors.ts'
import { type Params, printable } from './params.ts'

export const codeChallengeMethods = ['S256'] as const

// §4.1: code-verifier = 43*128unreserved. §4.2: the S256 challenge is 32 bytes in base64url.
const verifierPattern = /^[A-Za-z0-9\-._~]{43,128}$/
const challengePattern = /^[A-Za-z0-9\-_]{43}$/

/** The request's S256 challenge, or null where an exempt client sent none (§4.3, §4.4.1). */
export const challengeOf = (params: Params, pkceRequired: boolean): string | null => {
  const challenge = params.get('code_challenge')
  const method = params.get('code_challenge_method')
  if (challenge === undefined) {
    if (method !== undefined) throw invalidRequest('code_challenge_method without code_challenge.')
    if (pkceRequired)
      throw invalidRequest('The parameter code_challenge is missing.', {
        owner: 'PKCE is required: the request carries no code_challenge.',
        cure: 'Turn on PKCE with S256 in the client library.',
      })
    // An exempt client must protect itself against injected codes and forged answers (RFC 9700 §2.1.1).
    if (params.get('state') === undefined && params.get('nonce') === undefined)
      throw invalidRequest('A request without code_challenge must carry state or nonce.')
    return null
  }
  // §4.3: an absent method means "plain", which OAuth 2.1 does not allow.
  if (method !== 'S256')
    throw invalidRequest('code_challenge_method must be S256.', {
      owner: `code_challenge_method must be S256; it is ${method === undefined ? 'missing' : printable(method)}.`,
      cure: 'Send the base64url of the verifier’s SHA-256 as code_challenge, and code_challenge_method=S256.',
    })
  if (!challengePattern.test(challenge)) throw invalidRequest('code_challenge must be 43 characters of base64url.')
  return challenge
}

export type PkceVerdict = 'right' | 'wrong' | 'malformed' | 'missing' | 'unexpected'

/** §4.6, and RFC 9700 §4.8.2: a verifier is refused where no challenge was sent. */
export const verifyChallenge = (challenge: string | null, verifier: string | undefined): PkceVerdict => {
  if (challenge === null) return verifier === undefined ? 'right' : 'unexpected'
  if (verifier === undefined) return 'missing'
  if (!verifierPattern.test(verifier)) return 'malformed'
  const computed = createHash('sha256').update(verifier, 'ascii').digest()
  const expected = Buffer.from(challenge, 'base64url')
  return computed.length === expected.length && timingSafeEqual(computed, expected) ? 'right' : 'wrong'
}
