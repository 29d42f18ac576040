// Interactions: what a browser did for one request, as tests write it.
import type { Interaction } from '../../src/model/authorization-request.ts'

/** One that began then; null without one. */
export const interactionSince = (since: Date | null): Interaction | null =>
  since === null ? null : { startedAt: since, selectedSub: null }
