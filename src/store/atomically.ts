// Atomically: several statements that hold together or not at all.
import type { Handle } from './schema.ts'

/** Joins the transaction that the handle already is, so that a whole flow may hold together. */
export const atomically = <T>(handle: Handle, work: (handle: Handle) => Promise<T>): Promise<T> =>
  handle.isTransaction ? work(handle) : handle.transaction().setIsolationLevel('read committed').execute(work)
