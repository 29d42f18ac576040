// Logouts: what came of telling an app that sessions are over, for the operator (OpenID Connect Back-Channel Logout §2.5).
import type { LogoutDelivery } from '../../model/logout-delivery.ts'
import { printable } from '../../protocol/params.ts'
import type { Store } from '../../store/index.ts'
import { failed, notFound } from './problem.ts'

type Parts = Readonly<{ store: Pick<Store, 'clients' | 'logoutDeliveries'> }>

export const logoutOperations = ({ store }: Parts) => ({
  /** The newest first. */
  list: async (clientId: string, limit: number): Promise<readonly LogoutDelivery[]> => {
    const deliveries = await store.logoutDeliveries.list(clientId, limit)
    if (deliveries.length > 0) return deliveries
    const record = await store.clients.find(clientId)
    if (record === undefined) throw notFound(`there is no client ${printable(clientId, 100)}`)
    if (record.client.backchannelLogoutUri === null) throw failed(`${clientId} has no backchannel_logout_uri`)
    return []
  },
})
