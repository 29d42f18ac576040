// The client credentials grant: a client on its own behalf (RFC 6749 §4.4).
import { isPublic } from '../../model/client.ts'
import { OAuthError } from '../../protocol/errors.ts'
import { checkResources } from '../../protocol/resource.ts'
import { narrowScope } from '../../protocol/scope.ts'
import { personalScope } from '../../protocol/standard-claims.ts'
import type { KnownResources } from '../known-resources.ts'
import type { Grant } from './grant.ts'

type Parts = Readonly<{ resources: Pick<KnownResources, 'named' | 'chosen'> }>

export const clientCredentialsGrant = ({ resources }: Parts): Grant => ({
  name: 'client_credentials',
  async decide({ params, client }) {
    // §4.4: "The client credentials grant type MUST only be used by confidential clients."
    if (isPublic(client))
      return new OAuthError('unauthorized_client', 'Only a client that authenticates may use client_credentials.')
    const own = client.scope.filter((name) => !personalScope.has(name))
    const wanted = params.all('resource')
    return {
      client,
      scope: narrowScope(params.get('scope'), own, "the client's registered scope"),
      resources: await resources.chosen([], checkResources(wanted, await resources.named(wanted))),
      account: null,
      family: null,
      nonce: null,
      refresh: false,
    }
  },
})
