// The page on which a person types the code that their device shows (RFC 8628 §3.3, §6.1).
import type { FastifyReply, FastifyRequest } from 'fastify'
import { OAuthError } from '../../../protocol/errors.ts'
import type { Again, Desk } from '../desk.ts'
import { alertOf, showPage } from '../page.ts'
import { counted } from '../words.ts'

/** @param typed what stands in the field already */
export const showCodePage = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  typed = '',
  again?: Again,
): FastifyReply =>
  showPage(reply, {
    template: 'device',
    title: 'Connect a device',
    status: again?.status ?? 200,
    data: {
      alert: alertOf(desk, request, reply, again),
      action: `${desk.parts.config.issuerPath}/device`,
      typed,
    },
  })

export const malformedCode: Again = {
  status: 400,
  refusal: new OAuthError(
    'invalid_request',
    'A code has eight letters, like BCDF-GHJK. Please look at your device again.',
  ),
}

/** The same for a code that never was, that is too old and that somebody has used (RFC 8628 §5.1). */
export const unknownCode = (cause: string, clientId: string | null): Again => ({
  status: 400,
  refusal: new OAuthError(
    'invalid_grant',
    'This code does not work. It may be mistyped, too old, or used already. Look at your device, or let it show a new code.',
    { operator: cause, ...(clientId !== null && { about: { clientId } }) },
  ),
})

export const tooManyCodes = (retryAfterSeconds: number): Again => ({
  status: 429,
  refusal: new OAuthError(
    'too_many_requests',
    `There were too many attempts. Please wait ${counted(Math.ceil(retryAfterSeconds / 60), 'minute')}, then try again.`,
    { operator: 'Too many codes that do not work were typed with this account, or from this address.' },
    retryAfterSeconds,
  ),
})
