// Posts of people: accepted from our own fresh pages only, and otherwise answered with the same step again (OWASP ASVS 3.5).
import type { FastifyReply, FastifyRequest } from 'fastify'
import { OAuthError } from '../../protocol/errors.ts'
import type { Params } from '../../protocol/params.ts'
import type { Browser } from '../browser.ts'
import { type FormFacts, isOwnPost } from '../forms.ts'
import type { Again, Desk } from './desk.ts'
import { showRefusal } from './error-page.ts'

type Post = Readonly<{ form: Params; facts: FormFacts; browser: Browser; now: Date }>

/** Why the post does not count, in words for the person; undefined if it does. */
export const postProblem = (
  { parts, seals }: Desk,
  request: FastifyRequest,
  { form, facts, browser, now }: Post,
): Again | undefined => {
  if (!isOwnPost(request.headers, parts.config.issuer)) return foreign(parts.config.issuer)
  switch (seals.check(form.get('seal'), facts, now)) {
    case 'good':
      return undefined
    case 'foreign':
      return browser.isNew
        ? again(403, 'noCookie', 'The browser did not send the cookie back.', {
            operator: 'The form came without the per-browser cookie.',
          })
        : again(403, 'invalidForm', 'The page was not valid any more.', {
            operator: 'The seal of the form is missing, forged, or belongs to another browser, page or request.',
          })
    case 'expired':
      return again(409, 'oldForm', 'The page was open for a long time.', { operator: 'The form was too old.' })
    case 'changed':
      return again(409, 'changed', 'Something changed since the page was shown.', {
        operator: 'Account, application or scope are not those that the form was shown for.',
      })
  }
}

/**
 * A post from another site brings none of our Lax cookies. To take its browser for a new one, and give it new cookies,
 * would let any site throw away the old ones. So it gets a way to the step, where the cookies come along.
 */
export const isBlindPost = ({ parts }: Desk, request: FastifyRequest, browser: Browser): boolean =>
  browser.isNew && !isOwnPost(request.headers, parts.config.issuer)

export const showBlindPost = (desk: Desk, request: FastifyRequest, reply: FastifyReply, step: string): FastifyReply => {
  const { refusal, status, say } = foreign(desk.parts.config.issuer)
  return showRefusal(desk, request, reply, refusal, { step, status, say })
}

export const undecided: Again = {
  status: 400,
  refusal: new OAuthError('invalid_request', 'Neither of the two answers was chosen.'),
  say: (w) => w.common.undecided,
}

export const unreadable: Again = {
  status: 400,
  refusal: new OAuthError('invalid_request', 'What was typed cannot be read.'),
  say: (w) => w.common.unreadable,
}

export const sessionEnded = (cause: string): Again =>
  again(409, 'loggedOut', 'The person is not logged in any more.', { operator: cause })

const foreign = (issuer: string): Again =>
  again(403, 'foreignForm', 'The form was sent from another page, so it was not accepted.', {
    operator: 'The headers Origin and Sec-Fetch-Site say that a foreign page sent the form.',
    cure: `If people see this often, check that they reach the server as ${issuer} and that proxies keep the header Origin.`,
  })

type Reason = 'noCookie' | 'invalidForm' | 'oldForm' | 'changed' | 'loggedOut' | 'foreignForm'

const again = (
  status: number,
  reason: Reason,
  description: string,
  detail: { operator: string; cure?: string },
): Again => ({
  status,
  refusal: new OAuthError('access_denied', description, detail),
  say: (w) => w.common[reason],
})
