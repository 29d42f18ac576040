// New client: whether what an operator asks for makes a client that can work, and is safe (RFC 6749 §2, RFC 9700 §2.1).
import type { GrantType } from '../../model/client.ts'
import type { Scope } from '../../model/scope.ts'
import { printable } from '../../protocol/params.ts'
import { redirectUriProblem } from '../../protocol/redirect-uri.ts'
import { formatScope, missingFrom } from '../../protocol/scope.ts'
import { isLine } from './person.ts'
import { failed, wrongUse } from './problem.ts'

export type NewClientRequest = Readonly<{
  name: string
  public: boolean
  redirectUris: readonly string[]
  /** Empty: what the rest of the request suggests. */
  grantTypes: readonly string[]
  /** Undefined: every scope that is not privileged. */
  scope: readonly string[] | undefined
  audiences: readonly string[]
  pkceRequired: boolean
}>

const knownGrants: readonly GrantType[] = ['authorization_code', 'refresh_token', 'client_credentials']
const most = 20

/** @throws OperatorProblem */
export const checkNewClient = (
  request: NewClientRequest,
  scopes: readonly Scope[],
): Readonly<{ grantTypes: readonly GrantType[]; scope: readonly string[] }> => {
  const { name, redirectUris, audiences } = request
  if (!isLine(name, 80)) throw wrongUse('the name must be one line of 1 to 80 characters')
  if (redirectUris.length > most || audiences.length > most) throw wrongUse(`no more than ${most} of each are allowed`)
  if (request.public && !request.pkceRequired)
    throw wrongUse('--public and --no-pkce exclude each other: without PKCE anyone who sees a code can use it')
  if (request.public && audiences.length > 0)
    throw wrongUse('--public and --audience exclude each other: a public client cannot introspect tokens')
  for (const uri of redirectUris) {
    const problem = redirectUriProblem(uri, request.public)
    if (problem !== undefined) throw wrongUse(`the redirect URI ${printable(uri, 200)} ${problem}`)
  }
  const strange = audiences.find((audience) => !/^[\x21\x22\x24-\x7e]{1,2048}$/.test(audience))
  if (strange !== undefined)
    throw wrongUse(`the audience ${printable(strange, 100)} must be printable ASCII without spaces and #`)
  return { grantTypes: grantsOf(request), scope: scopeOf(request, scopes) }
}

const grantsOf = ({
  public: isPublic,
  grantTypes,
  redirectUris,
  audiences,
}: NewClientRequest): readonly GrantType[] => {
  // A resource server that only introspects needs no grant at all.
  const onlyServes = audiences.length > 0 && redirectUris.length === 0
  const usual: readonly string[] = onlyServes ? [] : ['authorization_code', 'refresh_token']
  const wanted = [...new Set(grantTypes.length === 0 ? usual : grantTypes)]
  const unknown = wanted.find((grant) => !(knownGrants as readonly string[]).includes(grant))
  if (unknown !== undefined)
    throw wrongUse(`the grant ${printable(unknown)} is not known: use ${knownGrants.join(', ')}`)
  const hasCode = wanted.includes('authorization_code')
  if (hasCode && redirectUris.length === 0) throw wrongUse('the grant authorization_code needs a --redirect-uri')
  if (wanted.includes('refresh_token') && !hasCode)
    throw wrongUse('the grant refresh_token needs the grant authorization_code')
  if (isPublic && wanted.includes('client_credentials'))
    throw wrongUse('a public client cannot have the grant client_credentials: it has no credentials')
  return knownGrants.filter((grant) => wanted.includes(grant))
}

const scopeOf = ({ scope }: NewClientRequest, scopes: readonly Scope[]): readonly string[] => {
  if (scope === undefined) return scopes.filter(({ privileged }) => !privileged).map(({ name }) => name)
  const names = scopes.map(({ name }) => name)
  const unknown = missingFrom(names, scope)
  if (unknown.length > 0)
    throw failed(
      `the scope ${printable(formatScope(unknown), 200)} does not exist: add it by "scopes set" (there are: ${formatScope(names)})`,
    )
  return [...new Set(scope)]
}
