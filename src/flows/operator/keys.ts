// Signing keys: what an operator may do with them; everything usual they do by the clock (RFC 7517, protocol/key-lifecycle.ts).
import type { KeyRing } from '../../crypto/key-ring.ts'
import type { KeyInState, SigningKey } from '../../model/signing-key.ts'
import { printable } from '../../protocol/params.ts'
import { difference } from '../difference.ts'
import type { RecordEvent } from '../events.ts'
import { failed, notFound } from './problem.ts'

type Parts = Readonly<{
  keyRing: Pick<KeyRing, 'states' | 'reload' | 'rotate' | 'replaceCompromised'>
  record: RecordEvent
}>

/** By kid. */
const statesOf = (keys: readonly KeyInState[]): Readonly<Record<string, string>> =>
  Object.fromEntries(keys.map(({ key, state }) => [key.kid, state]))

export const keyOperations = ({ keyRing, record }: Parts) => {
  const list = async (): Promise<readonly KeyInState[]> => {
    await keyRing.reload()
    return keyRing.states()
  }
  const inState = async ({ kid }: SigningKey): Promise<KeyInState> => {
    const found = (await list()).find(({ key }) => key.kid === kid)
    if (found === undefined) throw failed(`the signing key ${kid} has vanished`)
    return found
  }

  return {
    list,

    rotate: async (): Promise<KeyInState> => {
      const before = await list()
      const successor = await inState(await keyRing.rotate())
      const { kid, activeFrom } = successor.key
      const operatorText = `The operator asked for a successor: ${kid}, signing from ${activeFrom.toISOString()}.`
      record({ kind: 'key_changed', operatorText, ...difference(statesOf(before), statesOf(keyRing.states())) })
      return successor
    },

    /** The active key, if none is named. Tokens that it signed are refused as soon as verifiers fetch the JWKS again. */
    replaceCompromised: async (kid: string | undefined): Promise<KeyInState> => {
      const before = await list()
      if (kid !== undefined && !before.some(({ key }) => key.kid === kid))
        throw notFound(`there is no signing key ${printable(kid, 100)}`)
      const successor = await inState(await keyRing.replaceCompromised(kid))
      const operatorText = `The operator withdrew ${kid ?? 'the active key'} as compromised; ${successor.key.kid} signs now.`
      const facts = difference(statesOf(before), statesOf(keyRing.states()))
      record({ kind: 'key_changed', operatorText, cure: 'Restart or purge caches that hold an old JWKS.', ...facts })
      return successor
    },
  }
}
