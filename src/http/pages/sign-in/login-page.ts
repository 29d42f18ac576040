// The login page: e-mail and password for one pending request (OWASP ASVS 6.2, WCAG 2.2 §3.3.8).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorizationRequest } from '../../../model/authorization-request.ts'
import type { FormFacts } from '../../forms.ts'
import { formTargets } from '../../security-headers.ts'
import type { Again, Desk } from '../desk.ts'
import { alertOf, showPage } from '../page.ts'
import { destinationWords, plainName } from '../words.ts'
import { type PendingRequest, stepUrl, withInteraction } from './pending-request.ts'

/** What was typed, and where to go on typing. */
export type LoginAgain = Again & Readonly<{ email: string; focus: 'email' | 'password' }>

export const showLogin = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: PendingRequest,
  login: AuthorizationRequest,
  again?: Again | LoginAgain,
): FastifyReply => {
  const { client, redirectUri, loginHint } = login
  const pending = mustBeNew(login) ? withInteraction(desk, asked) : asked
  const typed = again !== undefined && 'email' in again ? again : undefined
  const email = typed?.email ?? loginHint ?? ''
  desk.browsers.greet(reply, pending.browser)
  return showPage(reply, {
    template: 'login',
    title: 'Log in',
    status: again?.status ?? 200,
    targets: formTargets(redirectUri),
    data: {
      alert: alertOf(desk, request, reply, again),
      appName: plainName(client.name),
      destination: destinationWords(redirectUri),
      action: stepUrl(desk, 'login', pending),
      fresh: stepUrl(desk, 'authorize', pending),
      seal: desk.seals.seal(loginFacts(pending), pending.now),
      email,
      focus: typed?.focus ?? (email === '' ? 'email' : 'password'),
    },
  })
}

/** Only a login that must be a new one needs to prove later that it was. */
const mustBeNew = ({ prompt, maxAgeSeconds, expectedSubject, essentialAcr }: AuthorizationRequest): boolean =>
  maxAgeSeconds !== null ||
  expectedSubject !== null ||
  essentialAcr.length > 0 ||
  prompt.some((one) => one !== 'consent')

/** No account: whoever types a password says by that who they are, whatever another tab did meanwhile. */
export const loginFacts = ({ query, browser }: PendingRequest): FormFacts => ({
  purpose: 'log-in',
  sub: null,
  request: query,
  shown: [],
  browser: browser.id,
})
