// Popularity: counted when a consent page is shown, and then remembered for hours.
import { type Popularity, popularityOf } from '../protocol/popularity.ts'
import type { Store } from '../store/index.ts'

export type FindPopularity = (clientId: string, now: Date) => Promise<Popularity>

const holdsMillis = 6 * 3_600_000
const mostRemembered = 1000

type Parts = Readonly<{ consents: Pick<Store['consents'], 'countPeople'>; mostCounted: number }>

export const findingPopularity = ({ consents, mostCounted }: Parts): FindPopularity => {
  const known = new Map<string, Readonly<{ atMs: number; found: Promise<Popularity> }>>()
  const count = async (clientId: string, now: Date): Promise<Popularity> =>
    popularityOf(await consents.countPeople(clientId, now), mostCounted)
  return (clientId, now) => {
    const before = known.get(clientId)
    if (before !== undefined && now.getTime() - before.atMs < holdsMillis) return before.found
    const found = count(clientId, now)
    known.delete(clientId)
    known.set(clientId, { atMs: now.getTime(), found })
    if (known.size > mostRemembered) known.delete(known.keys().next().value ?? '')
    found.catch(() => known.delete(clientId))
    return found
  }
}
