// The client credentials grant: a client on its own behalf (RFC 6749 §4.4).
import { type Client, isPublic } from '../../model/client.ts'
import { isDeveloper } from '../../protocol/app-rules.ts'
import { OAuthError } from '../../protocol/errors.ts'
import { checkResources } from '../../protocol/resource.ts'
import { narrowScope } from '../../protocol/scope.ts'
import { personalScope } from '../../protocol/standard-claims.ts'
import type { Store } from '../../store/index.ts'
import type { KnownResources } from '../known-resources.ts'
import type { Grant } from './grant.ts'

type Parts = Readonly<{
  store: Readonly<{ accounts: Pick<Store['accounts'], 'bySub'> }>
  resources: Pick<KnownResources, 'named' | 'chosen'>
}>

export const clientCredentialsGrant = ({ store, resources }: Parts): Grant => ({
  name: 'client_credentials',
  async decide({ params, client }) {
    // §4.4: "The client credentials grant type MUST only be used by confidential clients."
    if (isPublic(client))
      return new OAuthError('unauthorized_client', 'Only a client that authenticates may use client_credentials.')
    if (client.origin === 'person' && !(await isOfDeveloper(store, client)))
      return new OAuthError('unauthorized_client', 'The owner of this client may not have services any more.', {
        owner: 'The owner of this app is no developer here any more, so it gets no tokens for itself.',
        cure: 'Ask the people who run this server for the role developer, or hand the app over to somebody who has it.',
      })
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

/** Asked at each use: whoever loses the role, or the account, loses what it let them do. */
const isOfDeveloper = async ({ accounts }: Parts['store'], { ownerSub }: Client): Promise<boolean> => {
  const owner = ownerSub === null ? undefined : await accounts.bySub(ownerSub)
  return owner !== undefined && owner.disabledAt === null && isDeveloper(owner)
}
