// Theft notice: what a person is told when something that was given to an app for them was used twice (RFC 9700 §4.14.2).
import type { RevocationReason } from './family.ts'

export type TheftNotice = Readonly<{
  /** The family that died: there is one notice for each. */
  familyPublicId: string
  sub: string
  clientId: string
  /** As it was called then. */
  appName: string
  reason: Extract<RevocationReason, 'refresh_reused' | 'code_replayed'>
  /** Where the second use came from, roughly; null where that is not known. */
  network: string | null
  at: Date
}>
