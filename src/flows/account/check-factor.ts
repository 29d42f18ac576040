// Checking a factor: whether a code, a recovery code or a passkey is the person's, each counted once (NIST SP 800-63B-4 §3.1, §3.2.2).
import type { Assertion, NoProof, WebAuthn } from '../../crypto/webauthn.ts'
import type { Factor } from '../../protocol/amr.ts'
import { readRecoveryCode, recoveryCodeDigest } from '../../protocol/recovery-code.ts'
import { readTotpCode, stepOfCode } from '../../protocol/totp.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'
import type { TellOfFactors } from './tell-of-factors.ts'

/** The challenge that a page asked for an answer to, as its seal says. */
export type Challenge = Readonly<{ value: string; expiresAt: Date }>

export type FactorProof =
  | Readonly<{ kind: 'totp' | 'recovery-code'; typed: string }>
  | Readonly<{ kind: 'passkey'; answer: string; challenge: Challenge }>

export type FactorVerdict =
  | Readonly<{ kind: 'right'; factor: Factor; userVerified: boolean }>
  | Readonly<{ kind: 'wrong'; cause: string }>
  /** Right, but used before: the next one will do. */
  | Readonly<{ kind: 'used' }>

export type CheckFactor = (sub: string, proof: FactorProof, now: Date) => Promise<FactorVerdict>

/** Whose passkey signed, with the device sure of its owner: a login of its own. */
export type CheckPasskey = (
  proof: Extract<FactorProof, { kind: 'passkey' }>,
  mustVerifyUser: boolean,
  now: Date,
  sub?: string,
) => Promise<Readonly<{ sub: string; userVerified: boolean }> | Readonly<{ cause: string; sub?: string }>>

export type FactorParts = Readonly<{
  store: Pick<Store, 'totps' | 'recoveryCodes' | 'passkeys' | 'usedChallenges'>
  openTotp: (id: string, row: Readonly<{ sealed: Buffer; sealedBy: string }>) => Buffer
  recoveryKey: () => Promise<Buffer>
  webAuthn: WebAuthn
  record: RecordEvent
  tellOfFactors: TellOfFactors
  sha256: (text: string) => Buffer
}>

export const checkingFactors = (parts: FactorParts): CheckFactor => {
  const checkPasskey = checkingPasskeys(parts)
  return async (sub, proof, now) => {
    switch (proof.kind) {
      case 'totp':
        return checkTotp(parts, sub, proof.typed, now)
      case 'recovery-code':
        return checkRecoveryCode(parts, sub, proof.typed)
      case 'passkey': {
        const checked = await checkPasskey(proof, false, now, sub)
        if ('cause' in checked) return { kind: 'wrong', cause: checked.cause }
        return { kind: 'right', factor: 'passkey', userVerified: checked.userVerified }
      }
    }
  }
}

const wrong = (cause: string): FactorVerdict => ({ kind: 'wrong', cause })

const checkTotp = async (
  { store, openTotp }: FactorParts,
  sub: string,
  typed: string,
  now: Date,
): Promise<FactorVerdict> => {
  const code = readTotpCode(typed)
  const totp = await store.totps.find(sub)
  if (code === undefined || totp === undefined) return wrong('No code of an app, or no app.')
  const step = stepOfCode(openTotp(totp.id, totp), code, now)
  if (step === undefined) return wrong('A wrong code.')
  // RFC 6238 §5.2: "The verifier MUST NOT accept the second attempt of the OTP".
  if (!(await store.totps.spend(totp.id, step, now))) return { kind: 'used' }
  return { kind: 'right', factor: 'totp', userVerified: false }
}

const checkRecoveryCode = async (
  { store, recoveryKey, tellOfFactors }: FactorParts,
  sub: string,
  typed: string,
): Promise<FactorVerdict> => {
  const code = readRecoveryCode(typed)
  if (code === undefined) return wrong('No recovery code can look like this.')
  const spent = await store.recoveryCodes.spend(sub, recoveryCodeDigest(await recoveryKey(), sub, code))
  if (!spent) return wrong('A wrong or used recovery code.')
  // The password was right before: if it was not the person, it is time to know.
  tellOfFactors(sub, 'recoveryCodeUsed')
  return { kind: 'right', factor: 'recovery-code', userVerified: false }
}

/** `sub`: whose it must be; without one, whoever the passkey belongs to. */
export const checkingPasskeys =
  ({ store, webAuthn, record, sha256 }: FactorParts): CheckPasskey =>
  async ({ answer, challenge }, mustVerifyUser, now, sub) => {
    if (challenge.expiresAt <= now) return { cause: 'The challenge has expired.' }
    // Whatever comes of it: one answer to each challenge.
    if (!(await store.usedChallenges.spend(sha256(challenge.value), challenge.expiresAt)))
      return { cause: 'The challenge was answered before.' }
    const claim = webAuthn.claimOf(answer)
    const passkey = claim && (await store.passkeys.find(claim.id))
    if (claim === undefined || passkey === undefined) return { cause: 'No passkey of anybody here.' }
    // Web Authentication §7.2 step 6: the device must mean the person to whom the key belongs.
    const isTheirs = sub === undefined ? claim.userHandle !== null : passkey.sub === sub
    const isMeant = claim.userHandle === null || claim.userHandle.equals(passkey.userHandle)
    if (!isTheirs || !isMeant) return { cause: "Somebody else's passkey.", sub: passkey.sub }
    const verified: Assertion | NoProof = await webAuthn.verify(answer, challenge.value, passkey, mustVerifyUser)
    if ('problem' in verified) return { cause: verified.problem, sub: passkey.sub }
    const { counter, backedUp, userVerified } = verified
    if (!(await store.passkeys.use(passkey.id, counter, backedUp, now))) {
      // §7.2 step 22: of a device that counts, each signature has a higher number than all before.
      const operatorText = `A passkey signed with the counter ${counter} after ${passkey.counter}: there may be a copy of it. Refused.`
      record({ kind: 'passkey_copied', sub: passkey.sub, operatorText, cure: 'Ask the person to remove this passkey.' })
      return { cause: 'The passkey counts as if there were two of it.', sub: passkey.sub }
    }
    return { sub: passkey.sub, userVerified }
  }
