// The client credentials grant: a client on its own behalf (RFC 6749 §4.4).
import { isPublic } from '../../model/client.ts'
import { OAuthError } from '../../protocol/errors.ts'
import { checkResources } from '../../protocol/resource.ts'
import { narrowScope } from '../../protocol/scope.ts'
import type { Grant } from './grant.ts'

/** Scopes about a person mean nothing where nobody logged in. */
const personal: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access'])

type Parts = Readonly<{
  /** Those of the named resources that somebody registered. */
  knownResources: (named: readonly string[]) => Promise<readonly string[]>
  defaultAudience: string
}>

export const clientCredentialsGrant = ({ knownResources, defaultAudience }: Parts): Grant => ({
  name: 'client_credentials',
  async decide({ params, client }) {
    // §4.4: "The client credentials grant type MUST only be used by confidential clients."
    if (isPublic(client))
      return new OAuthError('unauthorized_client', 'Only a client that authenticates may use client_credentials.')
    const own = client.scope.filter((name) => !personal.has(name))
    const resources = params.all('resource')
    const audience =
      resources.length === 0 ? [defaultAudience] : checkResources(resources, await knownResources(resources))
    return {
      client,
      subject: client.clientId,
      scope: narrowScope(params.get('scope'), own, "the client's registered scope"),
      audience,
      roles: [],
      family: null,
      refresh: false,
    }
  },
})
