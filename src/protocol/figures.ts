// Figures over time: counts by step, and the latency that half and nearly all answers stayed within.

export type FigureStep = Readonly<{
  startedAt: Date
  logins: number
  tokens: number
  refusals: number
  answers: number
  /** Milliseconds; null where nothing was answered, infinite beyond the last step that is told apart. */
  medianMillis: number | null
  p95Millis: number | null
}>

type Counted = Readonly<{ startedAt: Date; name: string; count: number }>

/** One for each step from `since` on, whether or not anything happened in it. */
export const figureSteps = (
  counted: readonly Counted[],
  { since, steps, stepSeconds }: Readonly<{ since: Date; steps: number; stepSeconds: number }>,
): readonly FigureStep[] =>
  Array.from({ length: steps }, (_, at) => {
    const startedAt = new Date(since.getTime() + at * stepSeconds * 1000)
    const mine = counted.filter((each) => each.startedAt.getTime() === startedAt.getTime())
    const count = (name: string): number => mine.find((each) => each.name === name)?.count ?? 0
    const latencies = mine
      .filter(({ name }) => name.startsWith('latency:'))
      .map(({ name, count }) => ({ upTo: upperEnd(name), count }))
      .toSorted((a, b) => a.upTo - b.upTo)
    const answers = latencies.reduce((sum, { count }) => sum + count, 0)
    return {
      startedAt,
      ...{ logins: count('logins'), tokens: count('tokens'), refusals: count('refusals'), answers },
      medianMillis: quantile(latencies, answers * 0.5),
      p95Millis: quantile(latencies, answers * 0.95),
    }
  })

const upperEnd = (name: string): number => {
  const end = Number(name.slice('latency:'.length))
  return Number.isNaN(end) ? Number.POSITIVE_INFINITY : end
}

const quantile = (latencies: readonly Readonly<{ upTo: number; count: number }>[], rank: number): number | null => {
  let seen = 0
  for (const { upTo, count } of latencies) {
    seen += count
    if (seen >= rank) return upTo
  }
  return null
}
