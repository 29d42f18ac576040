// E-mail addresses: how they are compared (RFC 5321 §2.4). People type capitals; mail servers have long ignored them.

// Nothing invisible either (\p{C}, \p{DI}): it would make two accounts that no eye can tell apart.
const pattern = /^[^\s\p{C}\p{DI}@"(),:;<>[\\\]]+@[^\s\p{C}\p{DI}@"(),:;<>[\\\]]+$/u

/** The form in which addresses are compared and counted, or undefined if it is not an address. */
export const normalizeEmail = (email: string): string | undefined => {
  // Once more at the end: small letters are put together that capitals were not.
  const normalized = email.normalize('NFKC').trim().toLowerCase().normalize('NFKC')
  return normalized.length <= 254 && pattern.test(normalized) ? normalized : undefined
}
