// Refusals at the door: each gets a reference, and the event behind it is recorded (README, Decisions).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RecordEvent } from '../flows/events.ts'
import type { OAuthError } from '../protocol/errors.ts'

export type NoteRefusal = (request: FastifyRequest, reply: FastifyReply, refusal: OAuthError) => string

/** Records the refusal, sets `X-Reference`, and returns the reference. */
export const notingRefusals =
  (record: RecordEvent): NoteRefusal =>
  (request, reply, refusal) => {
    const { detail } = refusal
    const reference = record({
      kind: detail.kind ?? 'refused',
      code: refusal.code,
      endpoint: `${request.method} ${request.routeOptions.url ?? 'unknown path'}`,
      address: request.ip,
      // What the app was answered, it may read again.
      ownerText: detail.owner ?? (detail.about?.clientId === undefined ? null : refusal.message),
      operatorText: detail.operator,
      cure: detail.cure ?? null,
      clientId: detail.about?.clientId ?? null,
      sub: detail.about?.sub ?? null,
      familyPublicId: detail.about?.familyPublicId ?? null,
    })
    reply.header('x-reference', reference)
    if (refusal.retryAfterSeconds !== undefined) reply.header('retry-after', String(refusal.retryAfterSeconds))
    return reference
  }
