// E-mail addresses: how they are compared. People type capitals; mail servers have long ignored them.

const pattern = /^[^\s@"(),:;<>[\\\]]+@[^\s@"(),:;<>[\\\]]+$/u

/** The form in which addresses are compared and counted, or undefined if it is not an address. */
export const normalizeEmail = (email: string): string | undefined => {
  const normalized = email.normalize('NFKC').trim().toLowerCase()
  return normalized.length <= 254 && !normalized.includes('\0') && pattern.test(normalized) ? normalized : undefined
}
