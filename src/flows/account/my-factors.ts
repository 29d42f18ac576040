// My factors: what a person adds to the password, names and takes away (NIST SP 800-63B-4 §4.1, §4.2).
import type { WebAuthn } from '../../crypto/webauthn.ts'
import type { Account } from '../../model/account.ts'
import type { Factors } from '../../model/factor.ts'
import type { FactorNews } from '../../model/mail.ts'
import type { Session } from '../../model/session.ts'
import { withFactor } from '../../protocol/amr.ts'
import { newRecoveryCodes, recoveryCodeDigest, writtenRecoveryCode } from '../../protocol/recovery-code.ts'
import { readTotpCode, stepOfCode, totpSecretBytes } from '../../protocol/totp.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'
import type { Challenge } from './check-factor.ts'
import { dropLoneCodes } from './factor-endings.ts'
import type { StrengthenSession } from './open-session.ts'
import type { TellOfFactors } from './tell-of-factors.ts'

type Person = Readonly<{ account: Account; session: Session }>

export type Added =
  /** `recoveryCodes`: shown once, with the first factor. `cookie`: the session proves more now. */
  | Readonly<{ kind: 'added'; recoveryCodes: readonly string[] | null; cookie: string | undefined }>
  | Readonly<{ kind: 'wrong'; cause: string }>
  /** There is one already. */
  | Readonly<{ kind: 'taken' }>

export type MyFactors = Readonly<{
  of(sub: string): Promise<Factors>
  newTotpSecret(): Buffer
  addTotp(person: Person, secret: Buffer, typed: string, now: Date): Promise<Added>
  removeTotp(sub: string): Promise<void>
  /** What was there before is worth nothing any more. */
  newRecoveryCodes(sub: string, now: Date): Promise<readonly string[]>
  newUserHandle(): Buffer
  addPasskey(
    person: Person,
    proof: Readonly<{ answer: string; challenge: Challenge; userHandle: Buffer; name: string }>,
    now: Date,
  ): Promise<Added>
  renamePasskey(sub: string, id: Buffer, name: string): Promise<boolean>
  removePasskey(sub: string, id: Buffer): Promise<boolean>
}>

type Parts = Readonly<{
  store: Pick<Store, 'accounts' | 'totps' | 'recoveryCodes' | 'passkeys' | 'usedChallenges' | 'transaction'>
  sealTotp: (id: string, secret: Buffer) => Readonly<{ sealed: Buffer; sealedBy: string }>
  recoveryKey: () => Promise<Buffer>
  webAuthn: Pick<WebAuthn, 'verifyNew'>
  strengthenSession: StrengthenSession
  random: { bytes(count: number): Buffer; id(prefix: string): string }
  sha256: (text: string) => Buffer
  record: RecordEvent
  tellOfFactors: TellOfFactors
}>

const mostPasskeys = 20
const userHandleBytes = 32

export const knowingMyFactors = (parts: Parts): MyFactors => {
  const { store, random, record, sha256 } = parts

  const changed = (sub: string, operatorText: string, news: FactorNews): void => {
    record({ kind: 'factor_changed', sub, operatorText })
    parts.tellOfFactors(sub, news)
  }

  /** Under a lock: of what a person does in two tabs at once, the second sees what the first left. */
  const changing = <T>(sub: string, work: (tx: Parts['store']) => Promise<T>): Promise<T> =>
    store.transaction(async (tx) => {
      await tx.accounts.locked(sub)
      return work(tx)
    })

  const makeCodes = async (sub: string) => {
    const key = await parts.recoveryKey()
    const codes = newRecoveryCodes(random.bytes)
    return { written: codes.map(writtenRecoveryCode), digests: codes.map((code) => recoveryCodeDigest(key, sub, code)) }
  }

  /** The first factor brings recovery codes with it: nobody shall be locked out by a lost phone. */
  const add = async (
    { account: { sub }, session }: Person,
    factor: 'totp' | 'passkey',
    insert: (tx: Parts['store']) => Promise<boolean>,
    now: Date,
  ): Promise<Added> => {
    const { written, digests } = await makeCodes(sub)
    const outcome = await changing(sub, async (tx) => {
      if (!(await insert(tx))) return undefined
      const isFirst = (await tx.recoveryCodes.count(sub)) === 0
      if (isFirst) await tx.recoveryCodes.replace(sub, digests, now)
      return { recoveryCodes: isFirst ? written : null }
    })
    if (outcome === undefined) return { kind: 'taken' }
    if (factor === 'totp') changed(sub, 'The person added an app for codes.', 'codesAppAdded')
    else changed(sub, 'The person added a passkey.', 'passkeyAdded')
    const { amr, authenticatedAt } = session
    const stronger = await parts.strengthenSession(session, { amr: withFactor(amr, factor), authenticatedAt }, now)
    return { kind: 'added', ...outcome, cookie: stronger?.cookie }
  }

  const remove = (sub: string, work: (tx: Parts['store']) => Promise<boolean>): Promise<boolean> =>
    changing(sub, async (tx) => {
      const removed = await work(tx)
      await dropLoneCodes(tx, sub)
      return removed
    })

  return {
    of: async (sub) => {
      const [totp, passkeys, recoveryCodes] = await Promise.all([
        store.totps.find(sub),
        store.passkeys.ofPerson(sub),
        store.recoveryCodes.count(sub),
      ])
      return { totp: totp ?? null, passkeys, recoveryCodes }
    },

    newTotpSecret: () => random.bytes(totpSecretBytes),

    addTotp: async (person, secret, typed, now) => {
      const code = readTotpCode(typed)
      const step = code === undefined ? undefined : stepOfCode(secret, code, now)
      if (step === undefined) return { kind: 'wrong', cause: 'The app for codes shows another code.' }
      const id = random.id('totp_')
      const row = { id, sub: person.account.sub, ...parts.sealTotp(id, secret), lastStep: step, addedAt: now }
      return add(person, 'totp', (tx) => tx.totps.add(row), now)
    },

    removeTotp: async (sub) => {
      const removed = await remove(sub, (tx) => tx.totps.remove(sub))
      if (removed) changed(sub, 'The person removed the app for codes.', 'codesAppRemoved')
    },

    newRecoveryCodes: async (sub, now) => {
      const { written, digests } = await makeCodes(sub)
      await changing(sub, (tx) => tx.recoveryCodes.replace(sub, digests, now))
      changed(sub, 'The person made new recovery codes.', 'recoveryCodesMade')
      return written
    },

    newUserHandle: () => random.bytes(userHandleBytes),

    addPasskey: async (person, { answer, challenge, userHandle, name }, now) => {
      if (challenge.expiresAt <= now) return { kind: 'wrong', cause: 'The challenge has expired.' }
      if (!(await store.usedChallenges.spend(sha256(challenge.value), challenge.expiresAt)))
        return { kind: 'wrong', cause: 'The challenge was answered before.' }
      const made = await parts.webAuthn.verifyNew(answer, challenge.value)
      if ('problem' in made) return { kind: 'wrong', cause: made.problem }
      const row = { ...made, sub: person.account.sub, userHandle, name, addedAt: now }
      return add(person, 'passkey', (tx) => tx.passkeys.add(row, mostPasskeys), now)
    },

    renamePasskey: (sub, id, name) => store.passkeys.rename(sub, id, name),

    removePasskey: async (sub, id) => {
      const removed = await remove(sub, (tx) => tx.passkeys.remove(sub, id))
      if (removed) changed(sub, 'The person removed a passkey.', 'passkeyRemoved')
      return removed
    },
  }
}
