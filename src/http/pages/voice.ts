// Voice: the language that a page speaks, and its words (OpenID Connect Core §3.1.2.1 ui_locales, RFC 9110 §12.5.4).
import type { FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { type Direction, directionOf, firstLanguage, type Language, type Words, wordsOf } from '../../words/index.ts'
import type { Desk } from './desk.ts'
import { chosenLanguage } from './language-cookie.ts'

export type Voice = Readonly<{ language: Language; dir: Direction; words: Words }>

/** What is known of a person's language. */
type Person = Readonly<{ language?: string | null; profile?: Readonly<{ locale?: string }> }>

/** Nobody lists more languages than fit here. */
const longestHeader = 1000

/**
 * The app's wish comes first, because an app that a person reads in French leads to French pages; but whoever chose another
 * language where an app wished this one keeps it. Then what they chose in this browser, their account's, their browser's.
 */
export const voiceOf = ({ parts }: Pick<Desk, 'parts'>, request: FastifyRequest, account?: Person | null): Voice => {
  const { config } = parts
  const wished = wishedLanguage(request.raw.url ?? '')
  const chosen = chosenLanguage(config, request)
  return voiceIn(
    (wished !== undefined && wished !== chosen?.instead ? wished : undefined) ??
      chosen?.language ??
      firstLanguage([account?.language ?? '', account?.profile?.locale ?? '']) ??
      browserLanguage(request) ??
      config.defaultLanguage,
  )
}

export const voiceIn = (language: Language): Voice => ({
  language,
  dir: directionOf(language),
  words: wordsOf(language),
})

/** For pages of developers and administrators, which are in English. */
export const english: Voice = voiceIn('en')

/** The `ui_locales` of the request in an address, if it names a language that we have. */
export const wishedLanguage = (url: string): Language | undefined => {
  const tags = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('ui_locales')
  return url.includes('ui_locales') ? firstLanguage((tags ?? '').split(' ')) : undefined
}

const browserLanguage = ({ headers }: FastifyRequest): Language | undefined => {
  const asked = headers['accept-language']?.slice(0, longestHeader)
  return asked === undefined
    ? undefined
    : firstLanguage(new Negotiator({ headers: { 'accept-language': asked } }).languages())
}
