// Thread priority: hashing passwords gives way to answering, where both want the same core.
import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

const tasks = '/proc/self/task'
/** As `nice -n 10`. Idle cores are still used in full; on busy ones a hash takes longer, and signing does not. */
const niceness = 10

/**
 * Lowers the threads of Node's pool, once they are there. On Linux each thread has a priority of its own, under its own number.
 * Elsewhere, or where it is not allowed, nothing happens.
 */
export const lowerPoolThreads = (): void => {
  try {
    for (const thread of readdirSync(tasks))
      if (readFileSync(`${tasks}/${thread}/comm`, 'utf8').trim() === 'libuv-worker')
        setPriority(Number(thread), niceness)
  } catch {
    // Logins then cost others more, and nothing else.
  }
}
