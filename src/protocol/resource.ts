// Resource indicators: which API an access token is for, and what that makes of the token (RFC 8707 §2, RFC 9068 §3).
import type { ClaimMapping, Resource } from '../model/resource.ts'
import type { SigningAlgorithm } from '../model/signing-key.ts'
import { usualClaims } from './claim-mapping.ts'
import { OAuthError } from './errors.ts'
import { printable } from './params.ts'

/** An absolute URI without a fragment (§2), or the word by which an API knows itself, such as RabbitMQ's. */
export const isResourceName = (text: string): boolean => {
  if (!/^[\x21\x22\x24-\x7e]{1,2048}$/.test(text)) return false
  return !/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || URL.canParse(text)
}

/**
 * An empty path and `/` are one (RFC 3986 §6.2.3). URL libraries add the slash, so clients send it whatever they were told; every
 * other difference is one.
 */
export const spellingsOf = (resource: string): readonly string[] => {
  const [, bare] = /^(https?:\/\/[^/?#]+)\/?$/i.exec(resource) ?? []
  return bare === undefined ? [resource] : [resource, resource === bare ? `${bare}/` : bare]
}

/** The known one that is meant, as it was registered. */
const meant = (sent: string, known: readonly string[]): string | undefined =>
  spellingsOf(sent).find((spelling) => known.includes(spelling))

/** Refuses what is not a known resource: a token for an audience that nobody registered would be a forger's tool. */
export const checkResources = (requested: readonly string[], known: readonly string[]): readonly string[] => [
  ...new Set(
    requested.map((resource) => {
      const found = meant(resource, known)
      if (found !== undefined) return found
      throw new OAuthError('invalid_target', 'The requested resource is not known here.', {
        owner: `The request names the resource ${printable(resource, 200)}, which nobody registered.`,
        cure: 'Compare it letter by letter with the address that the API goes by. The people who run this server register a new one: resources set <identifier> --name …',
      })
    }),
  ),
]

/** §2.2: a token request may narrow what was authorized, never widen it. */
export const narrowResources = (
  requested: readonly string[],
  authorized: readonly string[],
  fallback: string,
): readonly string[] => {
  const allowed = authorized.length > 0 ? authorized : [fallback]
  if (requested.length === 0) return allowed
  const chosen = requested.map((resource) => {
    const found = meant(resource, allowed)
    if (found !== undefined) return found
    throw new OAuthError('invalid_target', 'The requested resource was not authorized.', {
      owner: `The request names the resource ${printable(resource, 200)}; authorized: ${allowed.join(' ')}`,
      cure: 'Name it in the authorization request already.',
    })
  })
  return [...new Set(chosen)]
}

/** What the resources of a token decide about it. */
export type TokenTerms = Readonly<{
  audience: readonly string[]
  scope: readonly string[]
  lifetimeSeconds: number
  alg: SigningAlgorithm
  claims: ClaimMapping
}>

type Defaults = Readonly<{ audience: string; lifetimeSeconds: number }>
type Registered = readonly Resource[]

/**
 * One token for several APIs lives as long as the shortest of them allows. Two that want different signatures cannot share one, nor
 * two that map claims differently: what `roles` says to one API must not be read by another as its own.
 * @throws OAuthError invalid_target
 */
export const tokenTerms = (
  identifiers: readonly string[],
  scope: readonly string[],
  registered: Registered,
  defaults: Defaults,
): TokenTerms => {
  const mine = identifiers.map((identifier) => termsOf(identifier, registered, defaults))
  const { alg, claims } = mine[0] ?? usualTerms
  if (mine.some((each) => !canShare(each, { alg, claims })))
    throw new OAuthError('invalid_target', 'These resources cannot share a token: ask for one at a time.', {
      owner: `The token would be for ${identifiers.join(' ')}, whose signing algorithms or claims differ.`,
      cure: 'Send resource=… with each request to /token, and keep a token for each API.',
    })
  return {
    audience: [...new Set(mine.map(({ audience }) => audience))],
    scope: scopeAt(identifiers, scope, registered, defaults),
    lifetimeSeconds: mine.reduce((least, each) => Math.min(least, each.lifetimeSeconds), Number.POSITIVE_INFINITY),
    alg,
    claims,
  }
}

/** Whether there are two resources that cannot share a token; one that nobody registered always is another. */
export const someCannotShare = (registered: Registered): boolean =>
  registered.some(({ signingAlg, claims }) => !canShare({ alg: signingAlg, claims }, usualTerms))

type Shared = Readonly<{ alg: SigningAlgorithm; claims: ClaimMapping }>

const usualTerms: Shared = { alg: 'RS256', claims: usualClaims }

/** The default audience may be that of a resource which has another identifier: its terms are that resource's all the same. */
const resourceOf = (
  name: string,
  registered: Registered,
  { audience }: Pick<Defaults, 'audience'>,
): Resource | undefined =>
  registered.find(({ identifier }) => identifier === name) ??
  (name === audience ? registered.find((resource) => resource.audience === name) : undefined)

/** The registered resources by whose terms a token for these is made. */
export const resourcesOf = (
  identifiers: readonly string[],
  registered: Registered,
  defaults: Pick<Defaults, 'audience'>,
): readonly Resource[] => identifiers.flatMap((identifier) => resourceOf(identifier, registered, defaults) ?? [])

const termsOf = (identifier: string, registered: Registered, defaults: Defaults) => {
  const resource = resourceOf(identifier, registered, defaults)
  return {
    audience: resource?.audience ?? identifier,
    lifetimeSeconds: resource?.accessTokenSeconds ?? defaults.lifetimeSeconds,
    alg: resource?.signingAlg ?? usualTerms.alg,
    claims: resource?.claims ?? usualTerms.claims,
  }
}

const canShare = (one: Shared, other: Shared): boolean => {
  const [entries, others] = [Object.entries(one.claims), Object.entries(other.claims)]
  if (one.alg !== other.alg || entries.length !== others.length) return false
  return entries.every(([claim, source]) => Object.hasOwn(other.claims, claim) && other.claims[claim] === source)
}

/**
 * A token for named APIs carries no scope that belongs to other APIs alone (§2.2). A default audience that nobody registered stands
 * for all of them.
 */
const scopeAt = (
  identifiers: readonly string[],
  scope: readonly string[],
  registered: Registered,
  defaults: Defaults,
): readonly string[] => {
  const mine = resourcesOf(identifiers, registered, defaults)
  if (mine.length === 0 && identifiers.includes(defaults.audience)) return scope
  const ours = new Set(mine.flatMap((resource) => resource.scope))
  const owned = new Set(registered.flatMap((resource) => resource.scope))
  return scope.filter((name) => ours.has(name) || !owned.has(name))
}
