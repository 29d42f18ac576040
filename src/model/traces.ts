// Traces: what happened in the course of a request, and how long each part took (OpenTelemetry). Never values that a request brought.

export type TraceFacts = Readonly<Record<string, string | number>>

/** One request, from its arrival to its answer. */
export type RequestTrace = Readonly<{
  /** What happens in here is part of the request. */
  within: <T>(work: () => T) => T
  end: (facts: TraceFacts, failed: boolean) => void
}>

export type Traces = Readonly<{
  request: (name: string, facts: TraceFacts, headers: Readonly<Record<string, unknown>>) => RequestTrace
  /** A part of the request that is going on; what is no part of one is not traced. */
  around: <T>(name: string, facts: TraceFacts, work: () => Promise<T>) => Promise<T>
  /** Sends what is not sent yet. */
  close: () => Promise<void>
}>
