// The raw query: the authorization request as it came, kept as it came while it travels from page to page (RFC 6749 §4.1.1).
import type { FastifyRequest } from 'fastify'
import { invalidRequest } from '../../../protocol/errors.ts'
import type { Params } from '../../../protocol/params.ts'
import { formBodyText } from '../../form-body.ts'

/** `state` may have 4096 bytes, which is three times as much in a URL; the rest of a request is short. */
export const longestQuery = 20_000
const interactionName = 'interaction='

/** What may follow `?` in a header or an attribute. Bytes that browsers would encode are encoded; nothing else changes. */
export const cleanQuery = (raw: Buffer): string => {
  if (raw.length > longestQuery) throw invalidRequest('The request is too long.')
  // Everything printable but `"`, `#`, `<` and `>` stays.
  return raw.toString('latin1').replace(/[^\x21\x24-\x3b\x3d\x3f-\x7e]/g, percentEncode)
}

const percentEncode = (byte: string): string => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

/** The query of a request's URL, whose bytes Node gives as latin1. */
export const queryOf = (url: string): string => {
  const mark = url.indexOf('?')
  return mark < 0 ? '' : cleanQuery(Buffer.from(url.slice(mark + 1), 'latin1'))
}

/** Query and body as one query: an app's post comes without our Lax cookies, and as a GET brings them (RFC 6265bis §5.6.7.1). */
export const asQuery = (request: FastifyRequest): string => {
  const body = cleanQuery(Buffer.from(formBodyText(request)))
  return [queryOf(request.raw.url ?? ''), body].filter((part) => part !== '').join('&')
}

/** The interaction is ours, not the client's: it is no part of what forms and digests are about. */
export const splitInteraction = (raw: string): Readonly<{ query: string; interaction: string | undefined }> => {
  const pairs = raw.split('&')
  const found = pairs.find((pair) => pair.startsWith(interactionName))
  return {
    query: pairs.filter((pair) => !pair.startsWith(interactionName)).join('&'),
    interaction: found?.slice(interactionName.length),
  }
}

/** The same request, to be answered by another account: it asks for a login and no longer hints at whose. */
export const askingForLogin = (query: string, params: Params): string => {
  const others = query.split('&').filter((pair) => !/^(prompt|login_hint)(=|$)/.test(pair))
  const prompts = (withPrompt(params, 'login').get('prompt') ?? 'login').split(' ')
  // Nor does it want a new one any more.
  return [...others, `prompt=${prompts.filter((one) => one !== 'create').join('+')}`].join('&')
}

/** The same parameters, with one more prompt. `none` stands alone: such a request shows no page. */
export const withPrompt = (params: Params, prompt: 'login' | 'consent'): Params => {
  const before = (params.get('prompt') ?? '').split(' ').filter((value) => value !== '' && value !== 'none')
  if (params.get('prompt') === 'none') return params
  const all = [...new Set([...before, prompt])].join(' ')
  return { ...params, get: (name) => (name === 'prompt' ? all : params.get(name)) }
}
