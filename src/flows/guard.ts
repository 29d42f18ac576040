// Guard: what an act asks of a thing under its lock, before it changes it (RFC 9110 §13.1.1).

/** Throws where the thing is not the one that the change was meant for: somebody was quicker. */
export type Guard<Thing> = (before: Thing | undefined) => void
