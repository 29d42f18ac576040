// The token endpoint: the steps that every grant passes (RFC 6749 §3.2).
import type { Issuance } from '../model/issuance.ts'
import { type ClientCredentials, readClientCredentials } from '../protocol/client-authentication.ts'
import { concerning, isRefusal, OAuthError, type Refusal } from '../protocol/errors.ts'
import { type Params, printable, required } from '../protocol/params.ts'
import type { AuthenticateClient } from './authenticate-client.ts'
import type { Grant } from './grants/grant.ts'
import type { Issue, TokenResponse } from './issue.ts'

export type TokenFlow = (
  params: Params,
  authorization: string | undefined,
  now: Date,
) => Promise<TokenResponse | Refusal>

type Parts = Readonly<{ grants: readonly Grant[]; authenticateClient: AuthenticateClient; issue: Issue }>

export const tokenFlow =
  ({ grants, authenticateClient, issue }: Parts): TokenFlow =>
  async (params, authorization, now) => {
    const grant = findGrant(grants, required(params, 'grant_type'))
    const credentials: ClientCredentials = readClientCredentials(authorization, params)
    const client = await authenticateClient(credentials, now)
    try {
      if (!client.grantTypes.includes(grant.name))
        throw new OAuthError('unauthorized_client', `The client is not registered for the grant ${grant.name}.`)
      const issuance: Issuance | Refusal = await grant.decide({ params, client, now })
      return isRefusal(issuance) ? concerning(issuance, { clientId: client.clientId }) : await issue(issuance, now)
    } catch (error) {
      throw isRefusal(error) ? concerning(error, { clientId: client.clientId }) : error
    }
  }

const findGrant = (grants: readonly Grant[], name: string): Grant => {
  const grant = grants.find((candidate) => candidate.name === name)
  if (grant === undefined)
    throw new OAuthError('unsupported_grant_type', `The grant type ${printable(name)} is not supported.`)
  return grant
}
