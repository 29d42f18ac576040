// Passkey challenges: random, sealed into the page that asks, for one purpose, browser and person (Web Authentication §13.4.3).
import type { Random } from '../crypto/random.ts'
import type { Challenge } from '../flows/account/check-factor.ts'
import { digest, formAgeSeconds } from './forms.ts'
import type { SealedBox } from './parts.ts'

/** What an answer is good for; a login's does not add a passkey, and the other way round. */
export type ChallengePurpose = 'log-in' | 'second-factor' | 'add'

type Bearer = Readonly<{
  purpose: ChallengePurpose
  browser: string
  /** Null where the page does not know whom it asks. */
  sub: string | null
}>

/** @param extra what has to come back with the answer */
export const newChallenge = (
  box: SealedBox,
  random: Pick<Random, 'bytes'>,
  bearer: Bearer,
  now: Date,
  extra: string | null = null,
): Readonly<{ value: string; sealed: string }> => {
  const value = random.bytes(32).toString('base64url')
  return { value, sealed: box.seal(JSON.stringify([...frame(bearer), value, now.getTime(), extra])) }
}

/** As old as a form may be: browsers offer passkeys for as long as a page stands open. */
export const openChallenge = (
  box: SealedBox,
  sealed: string | undefined,
  bearer: Bearer,
  now: Date,
): (Challenge & Readonly<{ extra: string | null }>) | undefined => {
  const text = sealed === undefined ? undefined : box.open(sealed)
  const fields: unknown = text === undefined ? undefined : JSON.parse(text)
  const expected = frame(bearer)
  if (!Array.isArray(fields) || expected.some((value, index) => fields[index] !== value)) return undefined
  const [value, at, extra] = fields.slice(expected.length) as unknown[]
  if (typeof value !== 'string' || typeof at !== 'number') return undefined
  const expiresAt = new Date(at + formAgeSeconds * 1000)
  return expiresAt <= now ? undefined : { value, expiresAt, extra: typeof extra === 'string' ? extra : null }
}

const frame = ({ purpose, browser, sub }: Bearer) => ['passkey', purpose, digest(browser), sub]
