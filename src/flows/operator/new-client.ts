// New client: what an operator registers, with the grants that the rest of the request suggests (RFC 6749 §1.3, RFC 7591 §2).
import { type Client, type GrantType, usualClient } from '../../model/client.ts'
import { grantTypes, grantTypesProblem, longGrantType } from '../../protocol/grant-types.ts'
import { openScopes } from '../../protocol/scope.ts'
import { type ClientChanges, changeClient } from './client-changes.ts'
import { wrongUse } from './problem.ts'

export type NewClientRequest = Omit<ClientChanges, 'scope' | 'verified'> &
  Readonly<{
    name: string
    public: boolean
    redirectUris: readonly string[]
    /** Empty: what the rest of the request suggests. */
    grantTypes: readonly string[]
    /** Undefined: every scope that is not privileged. */
    scope?: readonly string[] | undefined
    audiences: readonly string[]
  }>

/** @throws OperatorProblem */
export const newClient = (
  { public: isPublic, grantTypes: wanted, scope, ...changes }: NewClientRequest,
  clientId: string,
  about: Parameters<typeof changeClient>[2],
): Client => {
  if (isPublic && (changes.jwks || changes.jwksUri))
    throw wrongUse('a public client proves itself by no keys: leave out --public, or the keys')
  const { now, scopes } = about
  const blank: Client = {
    ...usualClient,
    clientId,
    name: changes.name,
    origin: 'operator',
    tokenEndpointAuthMethod: isPublic ? 'none' : 'client_secret_basic',
    redirectUris: changes.redirectUris,
    grantTypes: readGrantTypes(wanted, changes, isPublic),
    scope: openScopes(scopes),
    verifiedAt: now,
    createdAt: now,
  }
  return changeClient(blank, { ...changes, ...(scope !== undefined && { scope }) }, about)
}

const readGrantTypes = (
  wanted: readonly string[],
  { redirectUris, audiences }: Pick<NewClientRequest, 'redirectUris' | 'audiences'>,
  isPublic: boolean,
): readonly GrantType[] => {
  // A resource server that only introspects needs no grant at all.
  const onlyServes = audiences.length > 0 && redirectUris.length === 0
  const usual = onlyServes ? [] : ['authorization_code', 'refresh_token']
  const names: readonly string[] = wanted.length === 0 ? usual : wanted.map(longGrantType)
  const problem = grantTypesProblem({ grantTypes: names, redirectUris, isPublic })
  if (problem !== undefined) throw wrongUse(problem)
  return grantTypes.filter((name) => names.includes(name))
}
