// Bounded work: at most so many at once, at most so many waiting, in the order of their coming.

export type Bounded = Readonly<{
  /** Resolves when it is the caller's turn; what it gives ends the turn, and may be called twice. */
  enter: () => Promise<() => void>
  run: <T>(work: () => Promise<T>) => Promise<T>
  load: () => Readonly<{ running: number; waiting: number }>
}>

export const bounded = (concurrency: number, queueLimit: number, full: () => Error): Bounded => {
  let running = 0
  const waiting: (() => void)[] = []

  const turn = (): Promise<void> => {
    if (running < concurrency) {
      running += 1
      return Promise.resolve()
    }
    if (waiting.length >= queueLimit) throw full()
    return new Promise((resolve) => waiting.push(resolve))
  }

  /** Hands the place on without giving it up, so that nobody slips in between. */
  const pass = (): void => {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }

  const enter = async (): Promise<() => void> => {
    await turn()
    let isOver = false
    return () => {
      if (!isOver) pass()
      isOver = true
    }
  }

  return {
    enter,
    run: async (work) => {
      const leave = await enter()
      try {
        return await work()
      } finally {
        leave()
      }
    },
    load: () => ({ running, waiting: waiting.length }),
  }
}
