// Who is in the seeded tables: row number i has names and secrets that follow from i, so that the load can use any of them.
import { createHash } from 'node:crypto'

export const clientsCount = 10
export const redirectUri = 'https://app.example/callback'
export const scope = ['openid', 'offline_access']

/** 32 bytes; `seed.ts` computes the same in SQL. */
export const bytesOf = (kind: string, i: number): Buffer => createHash('sha256').update(`${kind} ${i}`).digest()

export const nameOf = (prefix: string, kind: string, i: number): string =>
  prefix + bytesOf(kind, i).subarray(0, 16).toString('base64url')

export const familyId = (i: number): Buffer => bytesOf('family', i).subarray(0, 16)
export const familyPublicId = (i: number): string => nameOf('fam_', 'public', i)
export const sessionCookie = (i: number): string => `cs_ses_${bytesOf('cookie', i).toString('base64url')}`

/** Two and a half families each, every one with another app. */
export const accountsOf = (families: number): number => Math.ceil(families * 0.4)
export const accountOf = (i: number, families: number): number => i % accountsOf(families)
export const clientOf = (i: number, families: number): number =>
  (Math.floor(i / accountsOf(families)) + accountOf(i, families)) % clientsCount
