// Freshness of a fetched document: how long it may be used, by its HTTP headers within our own bounds (RFC 9111 §4.2, §5.2.2).

export type Freshness = Readonly<{
  freshUntil: Date
  /** Until then it may stand in while its host does not answer (RFC 9111 §4.2.4). */
  staleUntil: Date
}>

/** The least keeps one login with its several steps from fetching several times, whatever the headers say. */
const bounds = { least: 60, most: 86_400 } as const
const usualSeconds = 600
/** A host that is down for a night must not lock its people out; one that is gone for longer has no say any more. */
const graceSeconds = 86_400

type Headers = Readonly<Record<string, string | undefined>>

export const freshness = (headers: Headers, now: Date): Freshness => {
  const directives = readDirectives(headers['cache-control'] ?? '')
  const seconds = Math.min(Math.max(lifetime(headers, directives, now) ?? usualSeconds, bounds.least), bounds.most)
  const freshUntil = new Date(now.getTime() + seconds * 1000)
  const strict = ['no-store', 'no-cache', 'must-revalidate', 'proxy-revalidate'].some((name) => directives.has(name))
  return { freshUntil, staleUntil: strict ? freshUntil : new Date(freshUntil.getTime() + graceSeconds * 1000) }
}

const lifetime = (headers: Headers, directives: ReadonlyMap<string, string>, now: Date): number | undefined => {
  if (directives.has('no-store') || directives.has('no-cache')) return 0
  const maxAge = directives.get('s-maxage') ?? directives.get('max-age')
  if (maxAge !== undefined) {
    // §4.2.1: a lifetime that cannot be read is none.
    return /^\d{1,10}$/.test(maxAge) ? Number(maxAge) - ageOf(headers) : 0
  }
  if (headers.expires === undefined) return undefined
  // §5.3: Expires counts from the sender's clock, where it says what that was.
  const sentAt = Date.parse(headers.date ?? '')
  const until = Date.parse(headers.expires) - (Number.isNaN(sentAt) ? now.getTime() : sentAt)
  return Number.isNaN(until) ? 0 : Math.floor(until / 1000) - ageOf(headers)
}

const ageOf = ({ age = '0' }: Headers): number => (/^\d{1,10}$/.test(age) ? Number(age) : 0)

/** The first of each name counts. */
const readDirectives = (header: string): ReadonlyMap<string, string> => {
  const pairs = header.split(',').map((part) => {
    const [name = '', value = ''] = part.split('=')
    return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')] as const
  })
  return new Map(pairs.reverse())
}
