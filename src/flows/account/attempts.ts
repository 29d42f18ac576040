// Attempts at passwords: counted in the database, so that all processes and restarts count alike (NIST SP 800-63B-4 §3.2.2).
import type { Store } from '../../store/index.ts'

const windowSeconds = 15 * 60
/** A browser that has logged in to this account before has its own allowance: a stranger cannot lock the person out. */
const limits = { email: 10, browser: 10, address: 100 } as const

export type Attempts = Readonly<{
  claim(by: AttemptBy, now: Date): Promise<Claim>
}>
export type AttemptBy = Readonly<{ email: string; address: string; knownBrowser: string | undefined }>
type Claim =
  | Readonly<{ kind: 'allowed'; forgive: () => Promise<void> }>
  | Readonly<{ kind: 'too-many'; retryAfterSeconds: number }>

type Parts = Readonly<{
  store: Pick<Store['attempts'], 'hit' | 'forgive'>
  sha256: (text: string) => Buffer
  addressGroup: (address: string) => string
  limited: boolean
}>

/** Each claim counts; a right password gives it back. */
export const countingAttempts = ({ store, sha256, addressGroup, limited }: Parts): Attempts => ({
  async claim({ email, address, knownBrowser }, now) {
    if (!limited) return { kind: 'allowed', forgive: async () => {} }
    const name = (kind: keyof typeof limits, value: string) =>
      ({ key: `${kind}:${sha256(value).toString('base64url')}`, limit: limits[kind] }) as const
    // The address first: one that is over its limit must not use up a person's allowance.
    const counted = [
      name('address', addressGroup(address)),
      knownBrowser === undefined ? name('email', email) : name('browser', `${knownBrowser} ${email}`),
    ]
    for (const { key, limit } of counted) {
      const { count, expiresAt } = await store.hit(key, now, windowSeconds)
      if (count > limit)
        return {
          kind: 'too-many',
          retryAfterSeconds: Math.max(1, Math.ceil((expiresAt.getTime() - now.getTime()) / 1000)),
        }
    }
    return {
      kind: 'allowed',
      forgive: async () => {
        for (const { key } of counted) await store.forgive(key)
      },
    }
  },
})
