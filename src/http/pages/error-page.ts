// The error page: a refusal for a person, with a reference, and a way on only if they choose it (RFC 9700 §4.11.2).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReturnAddress } from '../../model/authorization-request.ts'
import { errorResponse, responseLocation } from '../../protocol/authorization-response.ts'
import type { OAuthError } from '../../protocol/errors.ts'
import type { Words } from '../../words/index.ts'
import { formTargets } from '../security-headers.ts'
import type { Again, Desk } from './desk.ts'
import { showPage } from './page.ts'
import { type Voice, voiceOf } from './voice.ts'
import { appName, destinationWords, errorWords } from './words.ts'

/** Where a person may go from here: to the app with the error, or to the step that this page stands in for. */
type Way = Readonly<{
  onward?: ReturnAddress | null
  step?: string
  status?: number
  /** What the person reads at that step, instead of advice. */
  say?: Again['say']
  /** Where it is known who reads this. */
  voice?: Voice
}>

export const showRefusal = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: OAuthError,
  { onward, step, say, status = refusal.status, voice = voiceOf(desk, request) }: Way = {},
): FastifyReply => {
  const { parts, noteRefusal } = desk
  const reference = noteRefusal(request, reply, refusal)
  const { title, advice, isForMakers } = errorWords(voice.words, refusal.code)
  return showPage(reply, {
    template: 'error',
    voice,
    title,
    // 401 would call for a challenge; no browser could answer one (RFC 9110 §15.5.2).
    status: status === 401 ? 400 : status,
    targets: onward ? formTargets(onward.redirectUri) : [],
    data: {
      message: isForMakers && say === undefined ? refusal.message : null,
      advice: say?.(voice.words) ?? advice,
      reference,
      onward: onward
        ? wayOn(voice.words, onward, errorResponse(onward, parts.config.issuer, refusal, reference))
        : null,
      step: step ?? null,
    },
  })
}

/** The answer that the app would have got, behind a link or a button that says where it leads. */
export const wayOn = (w: Words, onward: ReturnAddress, response: ReturnType<typeof errorResponse>) => ({
  appName: appName(onward.client),
  destination: destinationWords(w, onward.redirectUri),
  ...(onward.responseMode === 'form_post'
    ? { isPost: true, action: onward.redirectUri, parameters: response.parameters }
    : { isPost: false, href: responseLocation(response) }),
})
