// Readiness: whether a request that comes now can be served, and if not, why; for balancers and operators.
import type { Store } from '../store/index.ts'

export type Readiness = () => Promise<readonly string[]>

type Parts = Readonly<{
  store: Pick<Store, 'schemaProblem' | 'sealingKeys'>
  /** Whether there is a key in force, and it opens here. */
  canSign: () => boolean
  /** Of the master keys that this process has. */
  fingerprints: () => readonly string[]
  isStopping: () => boolean
  stopwatch: () => number
}>

/** Anyone may ask, as often as they like: the database hears of it once in this time. */
const holdsMillis = 1000

/** Empty: ready. What is wrong is told in words for operators. */
export const checkingReadiness = ({ store, canSign, fingerprints, isStopping, stopwatch }: Parts): Readiness => {
  const look = async (): Promise<readonly string[]> => {
    const reasons: string[] = []
    try {
      const schema = await store.schemaProblem()
      if (schema !== undefined) reasons.push(schema)
      const missing = (await store.sealingKeys()).filter((needed) => !fingerprints().includes(needed))
      if (missing.length > 0) reasons.push(`master key: rows are sealed by ${missing.join(', ')}, which is not here`)
    } catch (error) {
      reasons.push(`database: ${error instanceof Error ? error.message : 'it does not answer'}`)
    }
    return reasons
  }
  let last: Readonly<{ atMs: number; reasons: Promise<readonly string[]> }> | undefined
  return async () => {
    if (isStopping()) return ['stopping: this server was told to stop']
    if (last === undefined || stopwatch() - last.atMs >= holdsMillis) last = { atMs: stopwatch(), reasons: look() }
    const signing = canSign() ? [] : ['keys: no signing key is in force and opens here']
    return [...(await last.reasons), ...signing]
  }
}
