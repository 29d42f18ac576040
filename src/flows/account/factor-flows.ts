// Flows of second factors: made of the same checks, so that a code or a passkey counts once wherever it is used.
import { type KeptSecretParts, keptSecret } from '../kept-secret.ts'
import type { ClaimAttempts } from './attempts.ts'
import { checkingFactors, checkingPasskeys, type FactorParts } from './check-factor.ts'
import { knowingMyFactors } from './my-factors.ts'
import type { OpenSession, StrengthenSession } from './open-session.ts'
import { loggingInByPasskey } from './passkey-log-in.ts'
import { beginningHalfLogins, secondFactor } from './second-factor.ts'

type Parts = Omit<FactorParts, 'recoveryKey' | 'store'> &
  Pick<Parameters<typeof knowingMyFactors>[0], 'store' | 'sealTotp' | 'random'> &
  Readonly<{
    store: Parameters<typeof secondFactor>[0]['store']
    kept: KeptSecretParts
    claimAttempts: ClaimAttempts
    openSession: OpenSession
    strengthenSession: StrengthenSession
  }>

export const factorFlows = (parts: Parts) => {
  // An HMAC cannot be re-sealed, so its key is what outlives a master key.
  const recoveryKey = keptSecret(parts.kept, 'recovery-codes')
  const checks: FactorParts = { ...parts, recoveryKey }
  return {
    beginHalfLogin: beginningHalfLogins(parts),
    secondFactor: secondFactor({ ...parts, checkFactor: checkingFactors(checks) }),
    passkeyLogIn: loggingInByPasskey({ ...parts, checkPasskey: checkingPasskeys(checks) }),
    myFactors: knowingMyFactors({ ...parts, recoveryKey }),
  }
}
