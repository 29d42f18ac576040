// The language menu in the footer of every page: a choice for this browser, then the same page again (OWASP ASVS 3.5, 3.7.2).
import type { FastifyInstance } from 'fastify'
import { OAuthError } from '../../protocol/errors.ts'
import { type Language, languageNames, languages } from '../../words/index.ts'
import { formParams } from '../form-body.ts'
import { isOwnPost } from '../forms.ts'
import { otherMethods } from '../json-errors.ts'
import type { Desk } from './desk.ts'
import { keepLanguage } from './language-cookie.ts'
import { seeOther } from './page.ts'
import { cleanQuery, longestQuery, queryOf } from './sign-in/raw-query.ts'
import { wishedLanguage } from './voice.ts'

/** The page that a person was on stands behind the question mark as it is: no field could hold one with a long `state`. */
export const languagePages = (app: FastifyInstance, desk: Desk): void => {
  const { config } = desk.parts
  app.post('/language', async (request, reply) => {
    if (!isOwnPost(request.headers, config.issuer))
      throw new OAuthError('access_denied', 'The language was chosen on another page.', {
        operator: 'The headers Origin and Sec-Fetch-Site say that a foreign page sent the form.',
      })
    const chosen = languages.find((language) => language === formParams(request).get('language'))
    const back = queryOf(request.raw.url ?? '')
    if (chosen === undefined || !isOwnPage(back))
      throw new OAuthError('invalid_request', 'There is no such language, or no such page.')
    keepLanguage(config, reply, { language: chosen, instead: wishedLanguage(back) })
    return seeOther(reply, `${config.issuerPath}${back}`)
  })
  otherMethods(app, '/language', ['POST'])
}

/** A path below the issuer's and nothing else: two slashes, or a backslash, would lead to another host. */
const isOwnPage = (back: string): boolean => /^\/(?:[\w.~%-]+(?:\/[\w.~%-]+)*\/?)?(?:\?.*)?$/.test(back)

/** For the layout: where the form leads, and what it offers. Null where the address is longer than may come back. */
export const languageMenu = (issuerPath: string, url: string, current: Language) => {
  const back = Buffer.from(url.slice(issuerPath.length), 'latin1')
  return back.length > longestQuery
    ? null
    : {
        action: `${issuerPath}/language?${cleanQuery(back)}`,
        name: languageNames[current],
        offered: languages
          .filter((language) => language !== current)
          .map((language) => ({ language, name: languageNames[language] })),
      }
}
