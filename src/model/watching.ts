// Watching: who reads what the server does, where anybody does: metrics, traces.
import type { Meter } from './meter.ts'
import type { Traces } from './traces.ts'

export type Watching = Readonly<{
  /** Counts, and gives the figures of all processes of this server. */
  metrics?: Readonly<{ meter: Meter; read: () => Promise<string> }> | undefined
  traces?: Traces | undefined
}>
