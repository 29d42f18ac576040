// Versions: what a thing looked like when it was read, so that nobody overwrites what they have not seen (RFC 9110 §8.8.3, §13.1.1, §13.1.2).
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sha256 } from '../../crypto/digest.ts'
import { OperatorProblem } from '../../flows/operator/index.ts'

export const etagOf = (wire: unknown): string => `"${sha256(JSON.stringify(wire)).toString('base64url').slice(0, 22)}"`

/** Answers with the thing and its version. */
export const withVersion = <Wire>(reply: FastifyReply, wire: Wire): Wire => {
  reply.header('etag', etagOf(wire))
  return wire
}

/** Looked at inside the change's own transaction, where nobody else can come between. */
export const guardOf =
  <Thing>({ headers }: FastifyRequest, wireOf: (thing: Thing) => unknown) =>
  (before: Thing | undefined): void => {
    const current = before === undefined ? undefined : etagOf(wireOf(before))
    const wanted = headers['if-match']
    if (wanted !== undefined && !matches(wanted, current)) throw stale
    const unwanted = headers['if-none-match']
    if (unwanted !== undefined && matches(unwanted, current)) throw stale
  }

/** What has no version of its own is never the one that was read: nothing is done under a condition that nobody looks at. */
export const refuseConditions = ({ headers }: FastifyRequest): void => {
  if (headers['if-match'] !== undefined) throw stale
}

/** A route that looks, by `guardOf`; and what its document says of it. */
export const guarded = {
  headers: {
    type: 'object',
    properties: {
      'if-match': { type: 'string', description: 'Only if it is still the version with this ETag; else 412.' },
      'if-none-match': { type: 'string', description: '`*`: only if it is not there yet; else 412.' },
    },
  },
}

const matches = (list: string, current: string | undefined): boolean =>
  current !== undefined && (list.trim() === '*' || list.split(',').some((tag) => tag.trim() === current))

const stale = new OperatorProblem('stale', 'it is not what the header If-Match or If-None-Match says: read it again')
