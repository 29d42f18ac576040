// A page: one template with its headers; what is on it was decided before (RFC 9700 §4.16).
import type { FastifyReply, FastifyRequest } from 'fastify'
import { pageHeaders } from '../security-headers.ts'
import type { Again, Desk } from './desk.ts'
import type { Voice } from './voice.ts'

export type Alert = Readonly<{ text: string; reference: string }>

type Page = Readonly<{
  template: string
  voice: Voice
  title: string
  status?: number
  data?: object
  /** Where its forms may lead besides here. */
  targets?: readonly string[]
  referrerPolicy?: 'same-origin' | 'strict-origin'
}>

export const showPage = (reply: FastifyReply, page: Page): FastifyReply => {
  const { template, voice, title, status = 200, data = {}, targets = [], referrerPolicy = 'same-origin' } = page
  const { language, dir, words } = voice
  pageHeaders(reply, { formTargets: targets, referrerPolicy })
  reply.header('content-language', language)
  return reply
    .status(status)
    .view(template, { alert: null, ...data, title, lang: language, dir, w: words, here: reply.request.raw.url ?? '/' })
}

/** On to another address, always by GET: no browser repeats a post with a password there (RFC 9700 §4.12). */
export const seeOther = (reply: FastifyReply, location: string): FastifyReply =>
  reply.header('cache-control', 'no-store').redirect(location, 303)

/** Records why a step is shown again, for the page to say so. */
export const alertOf = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  voice: Voice,
  again: Again | undefined,
): Alert | null =>
  again === undefined
    ? null
    : { text: again.say(voice.words), reference: desk.noteRefusal(request, reply, again.refusal) }
