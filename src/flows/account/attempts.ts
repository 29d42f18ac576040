// Attempts at passwords: counted in the database, so that all processes and restarts count alike (NIST SP 800-63B-4 §3.2.2).
import type { Store } from '../../store/index.ts'

const windowSeconds = 15 * 60
/** A browser that has logged in to this account before has its own allowance: a stranger cannot lock the person out. */
const limits = { email: 10, browser: 10, address: 100 } as const

export type Attempts = Readonly<{
  claim(by: AttemptBy, now: Date): Promise<Claim>
}>
export type AttemptBy = Readonly<{ email: string; address: string; knownBrowser: string | undefined }>
export type Claim =
  | Readonly<{ kind: 'allowed'; forgive: () => Promise<void> }>
  | Readonly<{ kind: 'too-many'; retryAfterSeconds: number }>

/** What could not be checked is not held against anybody. */
export const checkingFor = async <T>(
  claim: Pick<Extract<Claim, { kind: 'allowed' }>, 'forgive'>,
  check: () => Promise<T>,
): Promise<T> => {
  try {
    return await check()
  } catch (error) {
    await claim.forgive()
    throw error
  }
}

/** Something that is counted: whose attempts at what, and how many of them are allowed in a quarter of an hour, or as long as it says. */
export type Counted = Readonly<{ kind: string; value: string; limit: number; seconds?: number }>

/** Counts one attempt in each place, in their order, until one is over its limit. */
export type ClaimAttempts = (counted: readonly Counted[], now: Date) => Promise<Claim>

type Parts = Readonly<{
  store: Pick<Store['attempts'], 'hit' | 'forgive'>
  sha256: (text: string) => Buffer
  limited: boolean
}>

export const claimingAttempts =
  ({ store, sha256, limited }: Parts): ClaimAttempts =>
  async (counted, now) => {
    if (!limited) return { kind: 'allowed', forgive: async () => {} }
    const limits = counted.map(({ kind, value, limit, seconds = windowSeconds }) => ({
      key: `${kind}:${sha256(value).toString('base64url')}`,
      limit,
      seconds,
    }))
    for (const { key, limit, seconds } of limits) {
      const { count, expiresAt } = await store.hit(key, now, seconds)
      if (count > limit)
        return {
          kind: 'too-many',
          retryAfterSeconds: Math.max(1, Math.ceil((expiresAt.getTime() - now.getTime()) / 1000)),
        }
    }
    return {
      kind: 'allowed',
      forgive: async () => {
        for (const { key } of limits) await store.forgive(key)
      },
    }
  }

/** Each claim counts; a right password gives it back. */
export const countingAttempts = ({
  addressGroup,
  ...parts
}: Parts & Readonly<{ addressGroup: (address: string) => string }>): Attempts => {
  const claim = claimingAttempts(parts)
  const name = (kind: keyof typeof limits, value: string): Counted => ({ kind, value, limit: limits[kind] })
  return {
    claim: ({ email, address, knownBrowser }, now) =>
      // The address first: one that is over its limit must not use up a person's allowance.
      claim(
        [
          name('address', addressGroup(address)),
          knownBrowser === undefined ? name('email', email) : name('browser', `${knownBrowser} ${email}`),
        ],
        now,
      ),
  }
}
