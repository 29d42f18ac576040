// Resource indicators: which API an access token is for, and what that makes of the token (RFC 8707 §2, RFC 9068 §3).
import type { ClaimMapping, Resource } from '../model/resource.ts'
import type { SigningAlgorithm } from '../model/signing-key.ts'
import { usualClaims } from './claim-mapping.ts'
import { OAuthError } from './errors.ts'
import { printable } from './params.ts'

/** Refuses what is not a known resource: a token for an audience that nobody registered would be a forger's tool. */
export const checkResources = (requested: readonly string[], known: readonly string[]): readonly string[] => {
  const unknown = requested.find((resource) => !known.includes(resource))
  if (unknown !== undefined)
    throw new OAuthError('invalid_target', 'The requested resource is not known here.', {
      owner: `The request names the resource ${printable(unknown, 200)}, which nobody registered.`,
      cure: 'Register it: resources set <identifier> --name …',
    })
  return [...new Set(requested)]
}

/** §2.2: a token request may narrow what was authorized, never widen it. */
export const narrowResources = (
  requested: readonly string[],
  authorized: readonly string[],
  fallback: string,
): readonly string[] => {
  const allowed = authorized.length > 0 ? authorized : [fallback]
  const outside = requested.find((resource) => !allowed.includes(resource))
  if (outside !== undefined)
    throw new OAuthError('invalid_target', 'The requested resource was not authorized.', {
      owner: `The request names the resource ${printable(outside, 200)}; authorized: ${allowed.join(' ')}`,
    })
  return requested.length > 0 ? [...new Set(requested)] : allowed
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

/**
 * One token for several APIs lives as long as the shortest of them allows; two that want different signatures cannot share one.
 * A token for named APIs carries no scope that belongs to other APIs alone (§2.2); the default audience stands for all.
 */
export const tokenTerms = (
  identifiers: readonly string[],
  scope: readonly string[],
  registered: readonly Resource[],
  defaults: Defaults,
): TokenTerms => {
  const mine = registered.filter(({ identifier }) => identifiers.includes(identifier))
  const [alg = 'RS256', ...others] = [...new Set(mine.map(({ signingAlg }) => signingAlg))]
  if (others.length > 0)
    throw new OAuthError('invalid_target', 'These resources cannot share a token: ask for one at a time.')
  const seconds = mine.flatMap(({ accessTokenSeconds }) => accessTokenSeconds ?? [])
  return {
    audience: identifiers.map(
      (identifier) => mine.find((resource) => resource.identifier === identifier)?.audience ?? identifier,
    ),
    scope: isDefault(identifiers, defaults) ? scope : scopeAt(mine, scope, registered),
    lifetimeSeconds: seconds.length === 0 ? defaults.lifetimeSeconds : Math.min(...seconds),
    alg,
    claims: mine.length === 0 ? usualClaims : Object.assign({}, ...mine.map(({ claims }) => claims)),
  }
}

const isDefault = (identifiers: readonly string[], { audience }: Defaults): boolean =>
  identifiers.length === 1 && identifiers[0] === audience

const scopeAt = (mine: readonly Resource[], scope: readonly string[], registered: readonly Resource[]) => {
  const ours = new Set(mine.flatMap((resource) => resource.scope))
  const owned = new Set(registered.flatMap((resource) => resource.scope))
  return scope.filter((name) => ours.has(name) || !owned.has(name))
}
