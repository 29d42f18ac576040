// Recent proof: whether a session is fresh enough for what could take an account away (OWASP ASVS 7.5, NIST SP 800-63B-4 §5.2).
import type { Session } from '../model/session.ts'
import { isMultiFactor } from './amr.ts'

/** Long enough to change a thing or two after one login, too short for who finds an open computer. */
export const recentProofSeconds = 600

export const isRecentProof = (
  { authenticatedAt, amr }: Pick<Session, 'authenticatedAt' | 'amr'>,
  hasFactor: boolean,
  now: Date,
): boolean =>
  now.getTime() - authenticatedAt.getTime() <= recentProofSeconds * 1000 && (!hasFactor || isMultiFactor(amr))
