// Recent proof: whether a session is fresh enough for what could take an account away (OWASP ASVS 7.5, NIST SP 800-63B-4 §5.2).
import type { Session } from '../model/session.ts'
import { isMultiFactor } from './amr.ts'

/** Long enough to change a thing or two after one login, too short for who finds an open computer. */
const recentProofSeconds = 600

export const isRecentProof = (
  session: Pick<Session, 'authenticatedAt' | 'amr'>,
  hasFactor: boolean,
  now: Date,
): boolean =>
  now.getTime() - session.authenticatedAt.getTime() <= recentProofSeconds * 1000 && isStrongestProof(session, hasFactor)

/** Whether the session was opened by the strongest way that the person has by now. */
export const isStrongestProof = ({ amr }: Pick<Session, 'amr'>, hasFactor: boolean): boolean =>
  !hasFactor || isMultiFactor(amr)
