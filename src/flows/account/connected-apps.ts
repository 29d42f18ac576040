// Connected apps: what each may do, and the end of one, at once and altogether (RFC 7009's effect, by the person's hand).
import type { ConnectedApp } from '../../model/connected-app.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'

export type Window = Readonly<{ limit: number; offset: number }>

export type ConnectedApps = Readonly<{
  list(sub: string, window: Window, now: Date): Promise<readonly ConnectedApp[]>
  find(sub: string, clientId: string, now: Date): Promise<ConnectedApp | undefined>
  /** False where nothing was there to end. */
  revoke(sub: string, clientId: string, address: string, now: Date): Promise<boolean>
}>

type Parts = Readonly<{
  store: Pick<Store, 'transaction' | 'connectedApps'>
  record: RecordEvent
  tellApps: () => Promise<void>
}>

export const connectedApps = ({ store, record, tellApps }: Parts): ConnectedApps => ({
  list: (sub, window, now) => store.connectedApps.list(sub, now, window),
  find: (sub, clientId, now) => store.connectedApps.find(sub, clientId, now),

  revoke: async (sub, clientId, address, now) => {
    // What was allowed goes first, then what could still become tokens (which waits for a code that is just being
    // redeemed, so that its family is found), then the families: a refresh is before this or refused.
    const { consents, codes, families, toTell } = await store.transaction(async (tx) => {
      const consents = await tx.connectedApps.forget(sub, clientId)
      const codes = await tx.codes.removeForConnection(sub, clientId)
      const toTell = await tx.logoutDeliveries.enqueue({ sessionIds: [], sub, clientId }, now)
      const families = await tx.families.revokeForPersonAndClient(sub, clientId, 'revoked_by_person', now)
      return { consents, codes, families, toTell }
    })
    if (consents + codes + families === 0) return false
    record({
      kind: 'family_revoked',
      sub,
      clientId,
      address,
      operatorText: `The person disconnected the app; ${families} families ended, ${toTell} logouts are told.`,
      ownerText:
        'A person disconnected the app from their account. Tokens that it has for them are refused from now on.',
    })
    if (toTell > 0) await tellApps()
    return true
  },
})
