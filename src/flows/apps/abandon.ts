// Abandoned apps: what becomes of a person's apps when the person leaves and handed them to nobody.
import type { Store } from '../../store/index.ts'

/**
 * They are disabled and belong to nobody, and every login with them ends. Call it in the transaction that removes the
 * account, before that: the database keeps an account that still owns apps. Returns their ids.
 */
export const abandonApps = async (
  tx: Pick<Store, 'apps' | 'codes' | 'families'>,
  sub: string,
  now: Date,
): Promise<readonly string[]> => {
  const clientIds = await tx.apps.abandon(sub, now)
  for (const clientId of clientIds) {
    await tx.codes.removeForClient(clientId)
    await tx.families.revokeForClient(clientId, 'client_disabled', now)
  }
  return clientIds
}
