// Master keys: added, re-sealed to, and dropped once nothing needs them any more.
import type { MasterKeys } from '../../crypto/master-keys.ts'
import type { SealContext, SealedValue } from '../../crypto/seal.ts'
import { printable } from '../../protocol/params.ts'
import type { Store } from '../../store/index.ts'
import type { MasterKeyUse } from '../../store/master-key-uses.ts'
import { difference } from '../difference.ts'
import type { RecordEvent } from '../events.ts'
import { failed } from './problem.ts'

export type MasterKeysParts = Readonly<{
  store: Pick<Store, 'signingKeys' | 'sealedSecrets' | 'totps' | 'masterKeyUses'>
  masterKeys: Pick<MasterKeys, 'newest' | 'all' | 'add' | 'drop' | 'reload'>
  /** The same value under the newest master key; undefined if it is there already. */
  reseal: (context: SealContext, value: SealedValue) => SealedValue | undefined
  signingKeyContext: (kid: string) => SealContext
  clock: () => Date
  record: RecordEvent
}>

export type MasterKeyInUse = MasterKeyUse & Readonly<{ newest: boolean }>
export type Resealed = Readonly<{ signingKeys: number; sealedSecrets: number; familiesOnOlderKeys: number }>

/** Where a sealed secret belongs; whoever seals one uses the same. */
export const sealedSecretContext = (name: string): SealContext => ({
  table: 'sealed_secret',
  row: name,
  purpose: 'secret',
})

/** The secret of a person's app for codes. */
export const totpContext = (id: string): SealContext => ({ table: 'totp', row: id, purpose: 'secret' })

export const masterKeyOperations = (parts: MasterKeysParts) => {
  const { store, masterKeys, clock, record } = parts
  const fingerprints = () => ({ master_keys: masterKeys.all().map(({ fingerprint }) => fingerprint) })
  const changed = (operatorText: string, before: object, after: object): void => {
    record({ kind: 'key_changed', operatorText, ...difference(before, after) })
  }

  const list = async (): Promise<readonly MasterKeyInUse[]> => {
    masterKeys.reload()
    const uses = await store.masterKeyUses(clock())
    const newest = masterKeys.newest().fingerprint
    return masterKeys.all().map(({ fingerprint }) => {
      const use = uses.find((each) => each.fingerprint === fingerprint)
      return { signingKeys: 0, sealedSecrets: 0, families: 0, ...use, fingerprint, newest: fingerprint === newest }
    })
  }

  const add = async (): Promise<MasterKeyInUse> => {
    const before = fingerprints()
    const { fingerprint } = masterKeys.add()
    changed(`The operator added the master key ${fingerprint}.`, before, fingerprints())
    return { fingerprint, signingKeys: 0, sealedSecrets: 0, families: 0, newest: true }
  }

  /** Families come over by themselves, each with its next refresh. */
  const reseal = async (): Promise<Resealed> => {
    masterKeys.reload()
    const signingKeys = await resealSigningKeys(parts)
    const sealedSecrets = (await resealSecrets(parts)) + (await resealTotps(parts))
    const older = (await list()).filter(({ newest }) => !newest)
    const text = `The operator re-sealed ${signingKeys} signing keys and ${sealedSecrets} secrets to the newest master key.`
    const { fingerprint } = masterKeys.newest()
    changed(text, { sealed_by: 'older keys' }, { sealed_by: fingerprint, signingKeys, sealedSecrets })
    return { signingKeys, sealedSecrets, familiesOnOlderKeys: older.reduce((sum, { families }) => sum + families, 0) }
  }

  /** Every key but the newest, if none is named. All or none: what is still needed keeps everything as it is. */
  const drop = async (fingerprint: string | undefined): Promise<readonly string[]> => {
    const keys = await list()
    const targets = keys.filter((key) => (fingerprint === undefined ? !key.newest : key.fingerprint === fingerprint))
    if (targets.length === 0)
      throw failed(
        fingerprint === undefined
          ? 'there is one master key only, and it is needed'
          : `there is no master key ${printable(fingerprint)}`,
      )
    if (targets.some(({ newest }) => newest))
      throw failed('the newest master key cannot be dropped: add another one first')
    const needed = targets.find((key) => key.signingKeys + key.sealedSecrets + key.families > 0)
    if (needed !== undefined) throw failed(`master key ${needed.fingerprint} is still needed by ${needsOf(needed)}`)
    for (const target of targets) {
      const before = fingerprints()
      masterKeys.drop(target.fingerprint)
      changed(`The operator dropped the master key ${target.fingerprint}.`, before, fingerprints())
    }
    return targets.map((target) => target.fingerprint)
  }

  return { list, add, reseal, drop }
}

const needsOf = ({ signingKeys, sealedSecrets, families }: MasterKeyInUse): string =>
  [
    ...(signingKeys + sealedSecrets > 0
      ? [`sealed rows: ${signingKeys + sealedSecrets} (run "master-key reseal")`]
      : []),
    ...(families > 0 ? [`refresh tokens of live logins: ${families} (they come over when they refresh)`] : []),
  ].join(' and ')

const resealSigningKeys = async ({ store, reseal, signingKeyContext }: MasterKeysParts): Promise<number> => {
  let count = 0
  for (const { kid, sealedPrivate, sealedBy } of await store.signingKeys.list()) {
    if (sealedPrivate === null) continue
    const fresh = reseal(signingKeyContext(kid), { sealed: sealedPrivate, sealedBy })
    if (fresh && (await store.signingKeys.reseal(kid, fresh.sealed, fresh.sealedBy))) count += 1
  }
  return count
}

const resealSecrets = async ({ store, reseal }: MasterKeysParts): Promise<number> => {
  let count = 0
  for (const { name, sealed, sealedBy } of await store.sealedSecrets.list()) {
    const fresh = reseal(sealedSecretContext(name), { sealed, sealedBy })
    if (fresh && (await store.sealedSecrets.reseal(name, fresh.sealed, fresh.sealedBy))) count += 1
  }
  return count
}

const totpsAtOnce = 500

/** As many as there are people, perhaps: some at a time. */
const resealTotps = async ({ store, masterKeys, reseal }: MasterKeysParts): Promise<number> => {
  const { fingerprint } = masterKeys.newest()
  let count = 0
  for (let after: string | undefined = ''; after !== undefined; ) {
    const some = await store.totps.sealedByOthers(fingerprint, after, totpsAtOnce)
    for (const { id, sealed, sealedBy } of some) {
      const fresh = reseal(totpContext(id), { sealed, sealedBy })
      if (fresh && (await store.totps.reseal(id, fresh.sealed, fresh.sealedBy))) count += 1
    }
    after = some.at(-1)?.id
  }
  return count
}
