// Pauses: how long a stop may take, and how soon a worker that died is replaced: at first soon, later for one that keeps dying.

/** A request that takes longer is not waited for. */
const graceMillis = 10_000
export const graceMillisOf = ({ stopDelaySeconds }: Readonly<{ stopDelaySeconds: number }>): number =>
  graceMillis + stopDelaySeconds * 1000

const firstMillis = 100
/** Short enough that a database that was away finds its server soon after. */
const longestMillis = 10_000
/** Whoever served so long died of something new. */
const soundMillis = 60_000

export type Replacement = Readonly<{ deaths: number; pauseMillis: number }>

/** @param deaths how many died before in this place */
export const afterDeath = (deaths: number, servedMillis: number): Replacement => {
  const before = servedMillis >= soundMillis ? 0 : deaths
  return { deaths: before + 1, pauseMillis: Math.min(longestMillis, firstMillis * 2 ** before) }
}
