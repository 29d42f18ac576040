// Client assertions: a JWT that a client signs to prove who it is (OpenID Connect Core §9, RFC 7523 §3, RFC 7521 §4.2, RFC 8725).
import { type ClientSigningAlgorithm, isClientSigningAlgorithm } from './client-keys.ts'

export const clientAssertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

type Members = Readonly<Record<string, unknown>>

/** As it was sent: nothing of it is believed before its signature is checked. */
export type ClientAssertion = Readonly<{ jwt: string; header: Members; claims: Members; clientId: string }>

/** Clocks differ; more than this is a clock that somebody should set. */
const skewSeconds = 30
const mostSeconds = 3600
const maxJtiLength = 256

/** Undefined where it is no JWT, or names no client. */
export const parseClientAssertion = (jwt: string): ClientAssertion | undefined => {
  const [header, claims, signature, ...rest] = jwt.split('.')
  if (!header || !claims || !signature || rest.length > 0) return undefined
  const [first, second] = [decode(header), decode(claims)]
  if (first === undefined || second === undefined) return undefined
  const { sub } = second
  return typeof sub === 'string' && sub !== '' && !sub.includes('\0')
    ? { jwt, header: first, claims: second, clientId: sub }
    : undefined
}

const decode = (part: string): Members | undefined => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'))
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined
  } catch {
    return undefined
  }
}

/** RFC 7523 §3: the issuer, or the token endpoint; at the other endpoints some clients write where they send it. */
export const assertionAudiences = (issuer: string): readonly string[] => [
  issuer,
  ...['token', 'introspect', 'revoke', 'device_authorization'].map((endpoint) => `${issuer}/${endpoint}`),
]

/** What the assertion says, once every rule but its signature is kept. */
export type AcceptableAssertion = Readonly<{
  alg: ClientSigningAlgorithm
  kid: string | undefined
  jti: string
  /** From then on its `jti` need not be remembered, by whichever clock. */
  forgottenAt: Date
}>

/** Without the signature; `wrong` is for the client's owner, and quotes nothing that was sent. */
export const judgeClientAssertion = (
  { header, claims, clientId }: ClientAssertion,
  audiences: readonly string[],
  now: Date,
): AcceptableAssertion | Readonly<{ wrong: string }> => {
  const { alg, kid } = header
  // RFC 8725 §3.1: the algorithm is one of ours, never none and never symmetric.
  if (!isClientSigningAlgorithm(alg)) return { wrong: 'is signed with an algorithm that is not accepted' }
  // RFC 7515 §4.1.11: what must be understood, and is not.
  if ('crit' in header) return { wrong: 'has critical header members' }
  if (!isAssertionType(header.typ)) return { wrong: 'has a typ of another kind of JWT' }
  if (kid !== undefined && typeof kid !== 'string') return { wrong: 'has a kid that is not a text' }
  const { iss, jti, exp } = claims
  if (iss !== clientId) return { wrong: 'has an iss that is not its sub: both must be the client_id' }
  if (!isFor(claims.aud, audiences)) return { wrong: 'is not for this server: aud must be its issuer' }
  if (typeof jti !== 'string' || jti === '' || jti.length > maxJtiLength)
    return { wrong: `has no jti of 1 to ${maxJtiLength} characters` }
  if (typeof exp !== 'number') return { wrong: 'has no exp' }
  const wrong = wrongTime(claims, exp, now.getTime() / 1000)
  return wrong === undefined ? { alg, kid, jti, forgottenAt: new Date((exp + 2 * skewSeconds) * 1000) } : { wrong }
}

const wrongTime = ({ iat, nbf }: Members, exp: number, now: number): string | undefined => {
  if (exp + skewSeconds <= now) return `expired ${Math.ceil(now - exp)} s ago`
  if (exp > now + mostSeconds + skewSeconds) return `lives too long: exp may be at most ${mostSeconds} s ahead`
  for (const [name, value] of Object.entries({ iat, nbf })) {
    if (value === undefined) continue
    if (typeof value !== 'number') return `has an ${name} that is not a number`
    if (value > now + skewSeconds) return `has an ${name} that is ${Math.ceil(value - now)} s in the future`
    if (value > exp) return `has an ${name} after its exp`
  }
  return undefined
}

/** RFC 8725 §3.11: a JWT that says that it is something else (a logout token, a DPoP proof) is no assertion. */
const isAssertionType = (typ: unknown): boolean =>
  typ === undefined ||
  (typeof typ === 'string' && /^(application\/)?(jwt|client-authentication\+jwt)$/.test(typ.toLowerCase()))

/** OAuth 2.1 §2.4: for nobody else beside, who could present it here in the client's name. */
const isFor = (aud: unknown, audiences: readonly string[]): boolean => {
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  return named.length > 0 && named.every((each) => typeof each === 'string' && audiences.includes(each))
}
