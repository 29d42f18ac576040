// The token endpoint: the steps that every grant passes (RFC 6749 §3.2).
import { readClientCredentials } from '../protocol/client-authentication.ts'
import { type About, concerning, isRefusal, OAuthError, orRefusal } from '../protocol/errors.ts'
import { type Params, printable, required } from '../protocol/params.ts'
import type { Store } from '../store/index.ts'
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
  knownClient: Store['knownClient']
  issue: Issue
  checkQuota: CheckQuota
  figures: Pick<Figures, 'count'>
}>

export const tokenFlow =
  ({ grants, authenticateClient, knownClient, issue, checkQuota, figures }: Parts): TokenFlow =>
  async ({ params, authorization, address, now }) => {
    const asked = await orRefusal(() => ({
      grant: findGrant(grants, required(params, 'grant_type')),
      credentials: readClientCredentials(authorization, params),
    }))
    if (isRefusal(asked)) throw concerning(asked, await whomNamed(knownClient, params, authorization))
    const { grant, credentials } = asked
    const client = await authenticateClient(credentials, now)
    checkQuota(client, now)
    const issuance = await orRefusal(() => {
      if (!client.grantTypes.includes(grant.name))
        throw new OAuthError('unauthorized_client', `The client is not registered for the grant ${grant.name}.`, {
          cure: `It may use ${client.grantTypes.join(', ') || 'none'}. Register an app of the kind that fits: a service acts for itself, a device shows a code.`,
        })
      return grant.decide({ params, client, address, now })
    })
    if (isRefusal(issuance)) throw concerning(issuance, { clientId: client.clientId })
    const response = await issue(issuance, now)
    figures.count('tokens')
    return response
  }

/** Nothing is proved yet; but whoever owns what the request names finds the mistake among its errors. */
const whomNamed = async (
  knownClient: Parts['knownClient'],
  params: Params,
  authorization: string | undefined,
): Promise<About> => {
  const credentials = await orRefusal(() => readClientCredentials(authorization, params))
  const name = isRefusal(credentials) ? params.get('client_id') : credentials.clientId
  const known = name === undefined ? undefined : await knownClient(name)
  return known === undefined ? {} : { clientId: known.client.clientId }
}

const findGrant = (grants: readonly Grant[], name: string): Grant => {
  const grant = grants.find((candidate) => candidate.name === name)
  if (grant === undefined)
    throw new OAuthError('unsupported_grant_type', `The grant type ${printable(name)} is not supported.`, {
      cure:
        name === 'password'
          ? 'Apps never see passwords here: send the person through /authorize (authorization_code).'
          : `Use one of ${grants.map((one) => one.name).join(', ')}.`,
    })
  return grant
}
