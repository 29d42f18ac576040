// The claims parameter: claims beyond the scope, and conditions on who may answer (OpenID Connect Core §5.5).
import type { RequestedClaims } from '../model/requested-claims.ts'
import { invalidRequest } from './errors.ts'
import { claimsWithin, scopeOfClaim } from './standard-claims.ts'

export type ClaimsRequest = Readonly<{
  requested: RequestedClaims
  /** §5.5.1.1: one of these `acr` values is a must; empty: any. */
  essentialAcr: readonly string[]
  /** Values that are only wished for, the best first. */
  wishedAcr: readonly string[]
  /** §5.5.1: the only subject that may answer. */
  subject: string | null
}>

export const noClaims: RequestedClaims = { idToken: [], userinfo: [] }

/**
 * Claims that are not known are ignored (§5.5), and so are those of a scope that the client may not ask for. What it may ask
 * for can change: whoever reveals a claim later asks again.
 * @throws OAuthError invalid_request
 */
export const readClaimsRequest = (text: string | undefined, clientScope: readonly string[]): ClaimsRequest => {
  if (text === undefined) return { requested: noClaims, essentialAcr: [], wishedAcr: [], subject: null }
  const members = objectOf(parse(text), 'claims')
  const idToken = memberOf(members, 'id_token')
  const userinfo = memberOf(members, 'userinfo')
  const allowed = (asked: Members): readonly string[] => claimsWithin(Object.keys(asked), clientScope)
  return {
    requested: { idToken: allowed(idToken), userinfo: allowed(userinfo) },
    ...acrOf(idToken.acr),
    subject: oneSubject(subjectOf(idToken.sub), subjectOf(userinfo.sub)),
  }
}

/** Who may answer, where a request names somebody twice (§5.5.1; §3.1.2.1 id_token_hint): nobody is two people. */
export const oneSubject = (one: string | null, other: string | null): string | null => {
  if (one !== null && other !== null && one !== other)
    throw invalidRequest('The request names different people, in claims or id_token_hint.')
  return one ?? other
}

/** The scopes whose words tell a person what these claims reveal. */
export const scopesOfClaims = ({ idToken, userinfo }: RequestedClaims): readonly string[] => [
  ...new Set([...idToken, ...userinfo].flatMap((name) => scopeOfClaim(name) ?? [])),
]

type Members = Readonly<Record<string, unknown>>

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidRequest('The parameter claims is not valid JSON.')
  }
}

const objectOf = (value: unknown, what: string): Members => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidRequest(`${what} must be a JSON object.`)
  return value as Members
}

const memberOf = (members: Members, name: string): Members =>
  members[name] === undefined || members[name] === null ? {} : objectOf(members[name], `claims: ${name}`)

const acrOf = (request: unknown): Pick<ClaimsRequest, 'essentialAcr' | 'wishedAcr'> => {
  const { essential, value, values } = (request ?? {}) as Members
  const named = [value, ...(Array.isArray(values) ? values : [])].filter((each) => typeof each === 'string')
  return essential === true ? { essentialAcr: named, wishedAcr: [] } : { essentialAcr: [], wishedAcr: named }
}

const subjectOf = (request: unknown): string | null => {
  const { value } = (request ?? {}) as Members
  return typeof value === 'string' ? value : null
}
