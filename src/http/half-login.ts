// A half login as its cookie has it: sealed, for one browser; whose it is, and which password was typed (OWASP ASVS 7.2).
import type { HalfLogin } from '../flows/account/second-factor.ts'
import { digest } from './forms.ts'
import type { SealedBox } from './parts.ts'

const kind = 'half'

export const sealHalf = (box: SealedBox, { sub, passwordChangedAt, at }: HalfLogin, browser: string): string =>
  box.seal(JSON.stringify([kind, digest(browser), sub, passwordChangedAt?.getTime() ?? null, at.getTime()]))

/** Copied to another browser it says nothing. */
export const openHalf = (box: SealedBox, sealed: string | undefined, browser: string): HalfLogin | undefined => {
  const text = sealed === undefined ? undefined : box.open(sealed)
  const fields: unknown = text === undefined ? undefined : JSON.parse(text)
  if (!Array.isArray(fields)) return undefined
  const [of, owner, sub, changedAt, at] = fields as unknown[]
  if (of !== kind || owner !== digest(browser) || typeof sub !== 'string' || typeof at !== 'number') return undefined
  return { sub, passwordChangedAt: typeof changedAt === 'number' ? new Date(changedAt) : null, at: new Date(at) }
}
