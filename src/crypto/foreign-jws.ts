// Foreign signatures: whether one of somebody else's public keys signed a compact JWS (RFC 7515 §5.2).
import { compactVerify, type JWK } from 'jose'

/** The algorithm is the caller's, checked before; the JWS must say the same, and cannot choose (RFC 8725 §3.1). */
export const isSignedByOneOf = async (jws: string, keys: readonly JWK[], alg: string): Promise<boolean> => {
  for (const key of keys) {
    try {
      await compactVerify(jws, { ...key, alg }, { algorithms: [alg] })
      return true
    } catch {
      // The next key may fit; a key that cannot be used fits nothing.
    }
  }
  return false
}
