// The page on which a person types the code that their device shows (RFC 8628 §3.3, §6.1).
import type { FastifyReply, FastifyRequest } from 'fastify'
import { OAuthError } from '../../../protocol/errors.ts'
import { type Again, type Desk, tooManyAttempts } from '../desk.ts'
import { alertOf, showPage } from '../page.ts'
import { voiceOf } from '../voice.ts'

/** @param typed what stands in the field already */
export const showCodePage = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  typed = '',
  again?: Again,
): FastifyReply => {
  const voice = voiceOf(desk, request)
  return showPage(reply, {
    template: 'device',
    voice,
    title: voice.words.signIn.connectDevice,
    status: again?.status ?? 200,
    data: {
      alert: alertOf(desk, request, reply, voice, again),
      action: `${desk.parts.config.issuerPath}/device`,
      typed,
    },
  })
}

export const malformedCode: Again = {
  status: 400,
  refusal: new OAuthError('invalid_request', 'This is no code of a device.'),
  say: (w) => w.signIn.malformedCode,
}

/** The same for a code that never was, that is too old and that somebody has used (RFC 8628 §5.1). */
export const unknownCode = (cause: string, clientId: string | null): Again => ({
  status: 400,
  refusal: new OAuthError('invalid_grant', 'This code of a device does not work.', {
    operator: cause,
    ...(clientId !== null && { about: { clientId } }),
  }),
  say: (w) => w.signIn.unknownCode,
})

export const tooManyCodes = (retryAfterSeconds: number): Again =>
  tooManyAttempts(
    retryAfterSeconds,
    'Too many codes that do not work were typed with this account, or from this address.',
  )
