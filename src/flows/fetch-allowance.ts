// Fetch allowance: how often strangers may make this server fetch, counted in the database for all processes (draft-ietf-oauth-client-id-metadata-document §9.6).
import { OAuthError, type Refusal } from '../protocol/errors.ts'
import type { Store } from '../store/index.ts'

const windowSeconds = 60
/** A visitor cannot search the web from here, and many visitors together cannot flood a host. */
const limits = { address: 20, host: 60 } as const

/**
 * Counts one fetch; undefined where it may go on. What is known already is counted apart: whoever asks a host for what it
 * does not have must not keep its real documents from being read again.
 */
export type FetchAllowance = Readonly<{
  claim(address: string, host: string, isKnown: boolean, now: Date): Promise<Refusal | undefined>
}>

type Parts = Readonly<{
  store: Pick<Store['attempts'], 'hit'>
  sha256: (text: string) => Buffer
  addressGroup: (address: string) => string
  limited: boolean
}>

export const allowingFetches = ({ store, sha256, addressGroup, limited }: Parts): FetchAllowance => ({
  async claim(address, host, isKnown, now) {
    if (!limited) return undefined
    // The address first: one that is over its limit must not use up the host's allowance.
    const counted = [
      ['address', addressGroup(address)],
      ['host', host],
    ] as const
    for (const [kind, value] of counted) {
      const key = `fetch-${kind}${kind === 'host' && isKnown ? '-known' : ''}:${sha256(value).toString('base64url')}`
      const { count, expiresAt } = await store.hit(key, now, windowSeconds)
      if (count > limits[kind]) return tooMany(kind, host, Math.ceil((expiresAt.getTime() - now.getTime()) / 1000))
    }
    return undefined
  },
})

const tooMany = (kind: keyof typeof limits, host: string, seconds: number): Refusal =>
  new OAuthError(
    'too_many_requests',
    `${host} was asked too often what this application is. Please wait a minute, then try again.`,
    {
      operator: `More than ${limits[kind]} client documents in a minute for one ${kind === 'host' ? `host (${host})` : 'visitor'}.`,
    },
    Math.max(1, seconds),
  )
