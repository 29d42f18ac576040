// Bounded work: at most so many at once, at most so many waiting, in the order of their coming.

export type Bounded = Readonly<{
  /** An abort takes waiting work out of the queue; work that runs is waited for, because its cost is already there. */
  run: <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>
  load: () => Readonly<{ running: number; waiting: number }>
}>

export const bounded = (concurrency: number, queueLimit: number, full: () => Error): Bounded => {
  let running = 0
  const waiting = new Set<() => void>()

  const turn = (signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    if (running < concurrency) {
      running += 1
      return Promise.resolve()
    }
    if (waiting.size >= queueLimit) throw full()
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(enter)
        reject(signal?.reason)
      }
      const enter = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      waiting.add(enter)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  /** Hands the place on without giving it up, so that nobody slips in between. */
  const pass = (): void => {
    const [next] = waiting
    if (!next) running -= 1
    else {
      waiting.delete(next)
      next()
    }
  }

  return {
    run: async (work, signal) => {
      await turn(signal)
      try {
        return await work()
      } finally {
        pass()
      }
    },
    load: () => ({ running, waiting: waiting.size }),
  }
}
