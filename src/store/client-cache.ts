// Client cache: what was read of a client stands for a moment, so that a busy client costs no question for each request.

/** Far more than a server meets in a few seconds. */
const mostKept = 500

export type ClientCache<Found> = Readonly<{
  /** What was read since the last `forget`, or reads it; who asks meanwhile waits for the same answer. */
  find(clientId: string): Promise<Found | undefined>
  /** Drops everything: called after each write here, and every few seconds because of the writes elsewhere. */
  forget(): void
}>

export const clientCache = <Found>(read: (clientId: string) => Promise<Found | undefined>): ClientCache<Found> => {
  const kept = new Map<string, Promise<Found | undefined>>()

  const begin = (clientId: string): Promise<Found | undefined> => {
    const reading = read(clientId)
    kept.set(clientId, reading)
    if (kept.size > mostKept) kept.delete(kept.keys().next().value as string)
    // Nobody and an error are not kept: who registers at one server is known to the others at once.
    const drop = (): void => void (kept.get(clientId) === reading && kept.delete(clientId))
    reading.then((found) => found ?? drop(), drop)
    return reading
  }

  // `forget` drops readings that are under way too: they may have begun before the write.
  return { find: (clientId) => kept.get(clientId) ?? begin(clientId), forget: () => kept.clear() }
}

/** The same room; after each of its methods but these, `forget`. */
export const forgettingAfter = <Room extends object>(
  room: Room,
  reads: readonly (keyof Room)[],
  forget: () => void,
): Room => {
  type Method = (...args: unknown[]) => Promise<unknown>
  const methods = Object.entries(room) as [keyof Room, Method][]
  const watched = methods.map(([name, method]) => [
    name,
    reads.includes(name) ? method : (...args: unknown[]) => method(...args).finally(forget),
  ])
  return Object.fromEntries(watched) as Room
}
