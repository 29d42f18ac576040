// Endings: a session, or all that a person has; whoever ends one inside a transaction does it here (OpenID Connect Back-Channel Logout §2.3, §2.7).
import type { RevocationReason } from '../../model/family.ts'
import type { Store } from '../../store/index.ts'

type EndingStore = Pick<Store, 'sessions' | 'codes' | 'families' | 'logoutDeliveries' | 'mailLinks' | 'apps'>

/** What was begun in sessions that end because others may be in them: a link would still move the account, or take an app. */
const takeBack = async (tx: EndingStore, sub: string): Promise<void> => {
  await tx.mailLinks.removeForAccount(sub, ['change-email'])
  await tx.apps.withdrawOffers(sub)
}

/**
 * Families with offline_access outlive the session, as the person agreed; all others end with it. The session goes first, so
 * that no code is made any more; then the codes, which waits for one that is just being redeemed, so that its family is found.
 */
export const endSession = async (
  tx: EndingStore,
  sessionId: string,
  reason: RevocationReason,
  now: Date,
): Promise<Readonly<{ families: number; toTell: number }>> => {
  const wasThere = await tx.sessions.end(sessionId)
  await tx.codes.removeForSession(sessionId)
  const toTell = wasThere ? await tx.logoutDeliveries.enqueue({ sessionIds: [sessionId], sub: null }, now) : 0
  return { families: await tx.families.revokeForSession(sessionId, reason, now), toTell }
}

/** All sessions but one: the others may be somebody else's. */
const endSessionsBut = async (tx: EndingStore, sub: string, keptSessionId: string, now: Date) => {
  const sessionIds = await tx.sessions.endForAccount(sub, keptSessionId)
  await tx.codes.removeForSessions(sessionIds)
  await takeBack(tx, sub)
  const toTell = await tx.logoutDeliveries.enqueue({ sessionIds, sub: null }, now)
  return { sessionIds, toTell }
}

/** All but this session and what was allowed in it. */
export const endEverythingElse = async (
  tx: EndingStore,
  sub: string,
  sessionId: string,
  reason: RevocationReason,
  now: Date,
): Promise<Readonly<{ sessions: number; families: number }>> => {
  const { sessionIds } = await endSessionsBut(tx, sub, sessionId, now)
  return { sessions: sessionIds.length, families: await tx.families.revokeForAccount(sub, reason, now, sessionId) }
}

/** Every session and every family. Apps hear of those too whose session has long expired, while what they got still lives. */
export const endEverything = async (
  tx: EndingStore,
  sub: string,
  reason: RevocationReason,
  now: Date,
): Promise<Readonly<{ sessions: number; families: number }>> => {
  const sessionIds = await tx.sessions.endForAccount(sub)
  await tx.codes.removeForAccount(sub)
  await takeBack(tx, sub)
  await tx.logoutDeliveries.enqueue({ sessionIds, sub }, now)
  return { sessions: sessionIds.length, families: await tx.families.revokeForAccount(sub, reason, now) }
}

/** All sessions of the person but one; what they allowed with offline_access stays. */
export const endOtherSessions = async (
  tx: EndingStore,
  sub: string,
  keptSessionId: string,
  reason: RevocationReason,
  now: Date,
): Promise<Readonly<{ sessions: number; families: number; toTell: number }>> => {
  const { sessionIds, toTell } = await endSessionsBut(tx, sub, keptSessionId, now)
  const families = await tx.families.revokeForSessions(sessionIds, reason, now)
  return { sessions: sessionIds.length, families, toTell }
}
