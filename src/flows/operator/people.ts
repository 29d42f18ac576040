// One person, as an operator sees them: where they are logged in, what they allowed, and what they prove themselves by.
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'
import { failed, wrongUse } from './problem.ts'

type Parts = Readonly<{
  store: Pick<Store, 'sessions' | 'connectedApps' | 'clients' | 'totps' | 'passkeys' | 'recoveryCodes' | 'apps'>
  clock: () => Date
  record: RecordEvent
}>

const some = { limit: 100, offset: 0 } as const
const mostApps = 100_000

export const peopleOperations = ({ store, clock, record }: Parts) => ({
  /** The hundred that were seen last. */
  sessions: async (sub: string) =>
    (await store.sessions.listForAccount(sub, clock(), some)).map((session) => ({
      ...{ id: session.id, amr: session.amr, user_agent: session.userAgent, address: session.address },
      created_at: session.createdAt.toISOString(),
      last_seen_at: session.lastSeenAt.toISOString(),
      authenticated_at: session.authenticatedAt.toISOString(),
    })),

  apps: async (sub: string) =>
    Promise.all(
      (await store.connectedApps.list(sub, clock(), some)).map(async (app) => ({
        client_id: app.clientId,
        client_name: (await store.clients.find(app.clientId))?.client.name ?? app.clientId,
        scope: app.scope.join(' '),
        since: app.since.toISOString(),
        last_used_at: app.lastUsedAt?.toISOString() ?? null,
      })),
    ),

  factors: async (sub: string) => ({
    codes: (await store.totps.find(sub)) !== undefined,
    passkeys: (await store.passkeys.ofPerson(sub)).length,
    recoveryCodes: await store.recoveryCodes.count(sub),
  }),

  appQuota: (sub: string) => store.apps.quota(sub),

  /** How many apps the person may register; null: as everybody. */
  setAppQuota: async (sub: string, quota: number | null): Promise<void> => {
    if (quota !== null && (!Number.isInteger(quota) || quota < 0 || quota > mostApps))
      throw wrongUse(`the number of apps must be a whole number from 0 to ${mostApps}`)
    const { own } = await store.apps.quota(sub)
    if (!(await store.apps.setQuota(sub, quota))) throw failed('the user was removed meanwhile')
    const operatorText = 'The operator changed how many apps the person may register.'
    record({ kind: 'account_changed', sub, operatorText, before: { app_quota: own }, after: { app_quota: quota } })
  },
})
