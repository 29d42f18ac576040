// Subjects: how a client knows a person, the same everywhere or another one at every sector (OpenID Connect Core §8).
import { createHmac } from 'node:crypto'

export const subjectTypes = ['public', 'pairwise'] as const

/** §8.1: "MUST NOT be reversible by any party other than the OpenID Provider"; the salt never leaves the server. */
export const pairwiseSubject = (salt: Buffer, sector: string, sub: string): string =>
  `pair_${createHmac('sha256', salt).update(`${sector}\0${sub}`).digest('base64url')}`
