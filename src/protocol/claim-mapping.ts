// Claim mapping: which claims an API's tokens carry and where each comes from, told without code (RFC 9068 §2.2.2, §2.2.3.1).
import type { Account } from '../model/account.ts'
import type { Client } from '../model/client.ts'
import type { ClaimMapping } from '../model/resource.ts'
import type { Scope } from '../model/scope.ts'
import { isLine } from './line.ts'
import { printable } from './params.ts'
import { isAttributeName } from './profile.ts'
import { claimOf, scopeOfClaim, standardClaims } from './standard-claims.ts'

/** What tokens carry where no resource says otherwise. */
export const usualClaims: ClaimMapping = { roles: 'roles' }

/** What the server itself says; no mapping may speak for it. */
const reserved: ReadonlySet<string> = new Set([
  ...['iss', 'sub', 'aud', 'client_id', 'scope', 'iat', 'nbf', 'exp', 'jti', 'typ'],
  ...['auth_time', 'acr', 'amr', 'sid', 'cnf', 'act', 'may_act', 'azp', 'nonce', 'events', 'authorization_details'],
  // RFC 7662 §2.2, RFC 9701 §5: introspection says these beside a token's claims.
  ...['active', 'token_type', 'username', 'token_introspection', 'at_hash', 'c_hash', 's_hash'],
  // Not every library that reads a token is careful with it.
  '__proto__',
])
const mostClaims = 30

/*
 * A source is one of: roles | roles:PREFIX (only roles that begin so, without it) | attribute:NAME | a standard claim's name.
 */
export const mappedClaims = (
  mapping: ClaimMapping,
  account: Account,
  withheld: readonly string[],
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(mapping)
      .filter(([, source]) => !withheld.includes(scopeOfClaim(source) ?? ''))
      .map(([claim, source]) => [claim, factOf(source, account)])
      .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  )

const factOf = (source: string, account: Account): unknown => {
  const [kind, rest] = splitSource(source)
  if (kind === 'roles' && rest === undefined) return account.roles
  if (kind === 'roles' && rest !== undefined)
    return account.roles.flatMap((role) => (role.startsWith(rest) && role !== rest ? [role.slice(rest.length)] : []))
  if (kind === 'attribute' && rest !== undefined)
    return Object.hasOwn(account.attributes, rest) ? account.attributes[rest] : undefined
  return claimOf(account, source)
}

/**
 * Scopes that an operator gives to single clients, and did not give to this one: it reads what its tokens carry, so no API's mapping
 * may be a way around that.
 */
export const withheldScopes = (scopes: readonly Scope[], client: Pick<Client, 'scope'>): readonly string[] =>
  scopes.filter(({ name, privileged }) => privileged && !client.scope.includes(name)).map(({ name }) => name)

/** The scopes whose words tell a person what tokens for these APIs reveal, to every app that holds one. */
export const scopesOfMappings = (mappings: readonly ClaimMapping[]): readonly string[] => [
  ...new Set(mappings.flatMap((mapping) => Object.values(mapping)).flatMap((source) => scopeOfClaim(source) ?? [])),
]

/** Why a mapping cannot be used, in words; undefined if it can. */
export const claimMappingProblem = (mapping: ClaimMapping): string | undefined => {
  const entries = Object.entries(mapping)
  if (entries.length > mostClaims) return `there are more than ${mostClaims} claims`
  for (const [claim, source] of entries) {
    if (!/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(claim)) return `the claim ${printable(claim)} is not a claim's name`
    if (reserved.has(claim)) return `the claim ${claim} is the server's own`
    const [kind, rest] = splitSource(source)
    const isAttribute = kind === 'attribute' && rest !== undefined && isAttributeName(rest)
    const known = isRoles(kind, rest) || isAttribute || standardClaims.includes(source)
    if (!known)
      return `the source ${printable(source)} is not known: use roles, roles:PREFIX, attribute:NAME or a standard claim`
  }
  return undefined
}

const isRoles = (kind: string, prefix: string | undefined): boolean =>
  kind === 'roles' && (prefix === undefined || isLine(prefix, 100))

const splitSource = (source: string): readonly [kind: string, rest: string | undefined] => {
  const colon = source.indexOf(':')
  return colon < 0 ? [source, undefined] : [source.slice(0, colon), source.slice(colon + 1)]
}
