// Resource indicators: which audience an access token is for (RFC 8707 §2, RFC 9068 §3).
import { OAuthError } from './errors.ts'
import { printable } from './params.ts'

/** Refuses what is not a known resource: a token for an audience that nobody registered would be a forger's tool. */
export const checkResources = (requested: readonly string[], known: readonly string[]): readonly string[] => {
  const unknown = requested.find((resource) => !known.includes(resource))
  if (unknown !== undefined)
    throw new OAuthError('invalid_target', 'The requested resource is not known here.', {
      owner: `The request names the resource ${printable(unknown, 200)}, which nobody registered.`,
      cure: 'Register a resource server for this audience: clients create --audience …',
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
