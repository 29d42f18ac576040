// Authentication context: how sure we are that it is the person, told by how they logged in (OpenID Connect Core §2 acr, RFC 8176).

/** Levels of NIST SP 800-63B-4 §2, weakest first. */
export const acrValues = ['aal1'] as const

/** @param amr methods of RFC 8176 that were used */
export const acrOf = (amr: readonly string[]): string | undefined => (amr.length > 0 ? 'aal1' : undefined)
