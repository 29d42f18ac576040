// The token endpoint: the steps that every grant passes (RFC 6749 §3.2).
import { readClientCredentials } from '../protocol/client-authentication.ts'
import { concerning, isRefusal, OAuthError, orRefusal } from '../protocol/errors.ts'
import { type Params, printable, required } from '../protocol/params.ts'
import type { AuthenticateClient } from './authenticate-client.ts'
import type { Figures } from './figures.ts'
import type { Grant } from './grants/grant.ts'
import type { Issue, TokenResponse } from './issue.ts'
import type { CheckQuota } from './token-quota.ts'

/** What HTTP knows of a request to the token endpoint. */
export type TokenCall = Readonly<{ params: Params; authorization: string | undefined; address: string; now: Date }>

/** @throws OAuthError */
export type TokenFlow = (call: TokenCall) => Promise<TokenResponse>

type Parts = Readonly<{
  grants: readonly Grant[]
  authenticateClient: AuthenticateClient
  issue: Issue
  checkQuota: CheckQuota
  figures: Pick<Figures, 'count'>
}>

export const tokenFlow =
  ({ grants, authenticateClient, issue, checkQuota, figures }: Parts): TokenFlow =>
  async ({ params, authorization, address, now }) => {
    const grant = findGrant(grants, required(params, 'grant_type'))
    const client = await authenticateClient(readClientCredentials(authorization, params), now)
    checkQuota(client, now)
    const issuance = await orRefusal(() => {
      if (!client.grantTypes.includes(grant.name))
        throw new OAuthError('unauthorized_client', `The client is not registered for the grant ${grant.name}.`)
      return grant.decide({ params, client, address, now })
    })
    if (isRefusal(issuance)) throw concerning(issuance, { clientId: client.clientId })
    const response = await issue(issuance, now)
    figures.count('tokens')
    return response
  }

const findGrant = (grants: readonly Grant[], name: string): Grant => {
  const grant = grants.find((candidate) => candidate.name === name)
  if (grant === undefined)
    throw new OAuthError('unsupported_grant_type', `The grant type ${printable(name)} is not supported.`)
  return grant
}
