// The language cookie: what a person chose in the footer's menu, for this browser (RFC 6265bis §4.1.3).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config/config.ts'
import { firstLanguage, type Language } from '../../words/index.ts'
import { longestCookieSeconds } from '../browser.ts'

type Chosen = Readonly<{
  language: Language
  /** The app's wish that was overruled by it. */
  instead: Language | undefined
}>
type Settings = Pick<Config, 'secure'>

const nameIn = ({ secure }: Settings): string => `${secure ? '__Host-' : ''}cs_language`

export const chosenLanguage = (settings: Settings, { cookies }: FastifyRequest): Chosen | undefined => {
  // No cookies were read yet where a request is refused before its route.
  const [tag = '', overruled = ''] = (cookies?.[nameIn(settings)] ?? '').split('.')
  const language = firstLanguage([tag])
  return language && { language, instead: firstLanguage([overruled]) }
}

export const keepLanguage = (settings: Settings, reply: FastifyReply, { language, instead }: Chosen): void => {
  reply.setCookie(nameIn(settings), `${language}${instead === undefined ? '' : `.${instead}`}`, {
    ...{ path: '/', httpOnly: true, sameSite: 'lax', secure: settings.secure, maxAge: longestCookieSeconds },
  })
}
