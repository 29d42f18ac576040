// The wire: requests as clients write them, answers as they read them.
import { createHash } from 'node:crypto'
import type { TokenResponse } from '../../src/flows/issue.ts'
import { isRefusal, type OAuthError } from '../../src/protocol/errors.ts'
import { type Params, parseParams } from '../../src/protocol/params.ts'

export type Fields = Readonly<Record<string, string | undefined>>

/** Parameters as they come over the wire; a list of resources repeats. */
export const params = (fields: Fields, resources: readonly string[] = []): Params => {
  const pairs = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return parseParams(new URLSearchParams([...pairs, ...resources.map((each) => ['resource', each])]).toString())
}

export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`

/** What was refused: thrown or returned, which is one to whoever asks over HTTP. */
export const refusalOf = async (work: Promise<unknown>): Promise<OAuthError> => {
  const answer = await work.catch((error: unknown) => error)
  const refusal = answer !== null && typeof answer === 'object' && 'refusal' in answer ? answer.refusal : answer
  if (!isRefusal(refusal)) throw refusal instanceof Error ? refusal : new Error('it was not refused')
  return refusal
}

/** What an access token says, unverified. */
export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>

/** The public name of the family that an access token belongs to. */
export const familyNameOf = ({ access_token: token }: TokenResponse): string =>
  String(claimsOf(token).jti).split('.')[0] ?? ''
