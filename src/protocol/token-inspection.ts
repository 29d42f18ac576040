// Token inspection: what a pasted text is and says, without asking anybody about it (RFC 7519 §7.2, RFC 9068 §2, README: prefixes).

/** Of texts that only this server can read: what they are for, never whether they still are. */
const opaqueKinds: readonly (readonly [prefix: string, words: string])[] = [
  ['cs_rt_', 'a refresh token. Its content is for this server alone. Keep it in one place, and send it to /token only'],
  ['cs_code_', 'an authorization code. It is redeemed once, at /token, within a minute'],
  ['cs_dev_', 'a device code. The device sends it to /token until its person has answered'],
  ['cs_sec_', 'a client secret. Whoever has it can pose as your app: if it was seen by others, make a new one'],
  ['cs_reg_', 'a registration access token. Whoever has it can change the app that registered itself'],
  ['cs_ses_', 'a session cookie. Whoever has it is logged in as you: log out now'],
  ['cs_', 'a secret of this server. Keep it to yourself'],
]

export type Inspected =
  | Readonly<{ kind: 'opaque'; words: string }>
  | Readonly<{ kind: 'encrypted' }>
  | Readonly<{ kind: 'unknown' }>
  | Readonly<{ kind: 'jwt'; token: string; header: Claims; claims: Claims }>

export type Claims = Readonly<Record<string, unknown>>

/** People copy line breaks, quotes and the word Bearer along, or all that stood around it: a header, a command, an answer. */
const tokenIn = (pasted: string): string => {
  const bare = pasted
    .trim()
    .replace(/^bearer\s/i, '')
    .replace(/["'\s]/g, '')
  if (/^[\w.-]*$/.test(bare)) return bare
  return /(?<![\w-])(?:eyJ[\w-]*(?:\.[\w-]*){2,4}|cs_[a-z]+_[\w.-]+)/.exec(pasted)?.[0] ?? bare
}

export const inspect = (pasted: string): Inspected => {
  const token = tokenIn(pasted)
  const opaque = opaqueKinds.find(([prefix]) => token.startsWith(prefix))
  if (opaque !== undefined) return { kind: 'opaque', words: opaque[1] }
  const parts = token.split('.')
  const [header, claims] = [objectOf(parts[0]), objectOf(parts[1])]
  if (parts.length === 5 && header !== undefined) return { kind: 'encrypted' }
  if (parts.length !== 3 || header === undefined || claims === undefined) return { kind: 'unknown' }
  return { kind: 'jwt', token, header, claims }
}

/** Written out with indents, 20 KB of brackets would become 50 MB. */
const deepest = 16

const isShallow = (value: unknown, levels = deepest): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1)))

const objectOf = (part: string | undefined): Claims | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject && isShallow(value) ? (value as Claims) : undefined
  } catch {
    return undefined
  }
}

const types: ReadonlyMap<unknown, string> = new Map([
  ['at+jwt', 'an access token'],
  ['jwt', 'an ID token, or signed user info'],
  ['logout+jwt', 'a logout token'],
  ['token-introspection+jwt', 'a signed introspection answer'],
])

export const typeWords = ({ typ }: Claims): string =>
  types.get(typeof typ === 'string' && typ.toLowerCase().replace(/^application\//, '')) ?? 'a signed token'

export type Verdict = Readonly<{ isGood: boolean; words: string }>

export type TimeVerdict = Verdict & Readonly<{ claim: string }>
const instants = ['iat', 'nbf', 'exp', 'auth_time'] as const

/** The instants of a token, in words; `now` stands between them. */
export const timeVerdicts = (claims: Claims, now: Date): readonly TimeVerdict[] =>
  instants
    .filter((claim) => claims[claim] !== undefined)
    .map((claim) => ({ claim, ...timeVerdict(claim, claims[claim], now) }))

const timeVerdict = (claim: (typeof instants)[number], seconds: unknown, now: Date): Verdict => {
  const at = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN)
  if (Number.isNaN(at.getTime())) return { isGood: false, words: 'is no number of seconds since 1970' }
  const isPast = at.getTime() <= now.getTime()
  const when = `${at.toISOString().replace('T', ' ').slice(0, 19)} UTC, ${distanceWords(at.getTime() - now.getTime())}`
  switch (claim) {
    case 'exp':
      return { isGood: !isPast, words: `${isPast ? 'expired' : 'expires'} ${when}` }
    case 'nbf':
      return { isGood: isPast, words: `${isPast ? 'valid since' : 'not valid before'} ${when}` }
    case 'iat':
      return { isGood: isPast, words: `issued ${when}` }
    case 'auth_time':
      return { isGood: isPast, words: `the person logged in ${when}` }
  }
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** The largest unit that fills, and the next one below it. */
export const distanceWords = (millis: number): string => {
  let seconds = Math.round(Math.abs(millis) / 1000)
  if (seconds === 0) return 'just now'
  const first = units.findIndex(([, length]) => seconds >= length)
  const words = units.slice(first, first + 2).flatMap(([name, length]) => {
    const count = Math.floor(seconds / length)
    seconds -= count * length
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`]
  })
  return millis < 0 ? `${words.join(' ')} ago` : `in ${words.join(' ')}`
}
