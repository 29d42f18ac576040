// Messages between the primary and its workers; a channel of this machine, so nothing in them is checked twice.
import type { Count } from '../http/limits.ts'
import type { MetricFigures } from './metrics.ts'

/** `open`: the first may, then the others, so that one alone migrates and makes the first keys. */
export type ToWorker =
  | Readonly<{ kind: 'open' }>
  | Readonly<{ kind: 'keep-house'; late: boolean }>
  | Readonly<{ kind: 'counted'; counts: readonly Count[] }>
  | Readonly<{ kind: 'figures'; id: number }>
  | Readonly<{ kind: 'metrics'; id: number; text: string }>
  | Readonly<{ kind: 'stop' }>

export type ToPrimary =
  | Readonly<{ kind: 'figures'; id: number; figures: MetricFigures }>
  /** Somebody asks a worker for the metrics of all. */
  | Readonly<{ kind: 'metrics'; id: number }>
  | Readonly<{ kind: 'opened' }>
  | Readonly<{ kind: 'listening' }>
  | Readonly<{ kind: 'failed'; line: string }>
  | Readonly<{ kind: 'counted'; counts: readonly Count[] }>
