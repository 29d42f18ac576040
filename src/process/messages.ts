// Messages between the primary and its workers; a channel of this machine, so nothing in them is checked twice.
import type { Count } from '../http/limits.ts'

/** `open`: the first may, then the others, so that one alone migrates and makes the first keys. */
export type ToWorker =
  | Readonly<{ kind: 'open' }>
  | Readonly<{ kind: 'keep-house'; late: boolean }>
  | Readonly<{ kind: 'counted'; counts: readonly Count[] }>
  | Readonly<{ kind: 'stop' }>

export type ToPrimary =
  | Readonly<{ kind: 'opened' }>
  | Readonly<{ kind: 'listening' }>
  | Readonly<{ kind: 'failed'; line: string }>
  | Readonly<{ kind: 'counted'; counts: readonly Count[] }>
