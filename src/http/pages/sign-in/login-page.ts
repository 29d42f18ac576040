// The login page: e-mail and password, for whatever the person came to do (OWASP ASVS 6.2, WCAG 2.2 §3.3.8).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FormFacts } from '../../forms.ts'
import type { Again, Desk } from '../desk.ts'
import { alertOf, showPage } from '../page.ts'
import type { Errand, LoginWay } from './errand.ts'
import { type PendingRequest, stepUrl, withInteraction } from './pending-request.ts'

/** What was typed, and where to go on typing. */
export type LoginAgain = Again & Readonly<{ email: string; focus: 'email' | 'password' }>

export const showLogin = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: PendingRequest,
  errand: Errand,
  again?: Again | LoginAgain,
): FastifyReply => {
  const { way } = errand
  const pending = errand.mustBeNew ? withInteraction(desk, asked) : asked
  const typed = again !== undefined && 'email' in again ? again : undefined
  const email = typed?.email ?? errand.loginHint ?? ''
  desk.browsers.greet(reply, pending.browser)
  return showPage(reply, {
    template: 'login',
    title: 'Log in',
    status: again?.status ?? 200,
    targets: errand.targets,
    data: {
      alert: alertOf(desk, request, reply, again),
      app: errand.app,
      action: stepUrl(desk, way.step, pending),
      fresh: stepUrl(desk, way.home, pending),
      seal: desk.seals.seal(loginFacts(pending, way), pending.now),
      wantsNewAccount: errand.wantsNewAccount,
      email,
      focus: typed?.focus ?? (email === '' ? 'email' : 'password'),
    },
  })
}

/** No account: whoever types a password says by that who they are, whatever another tab did meanwhile. */
export const loginFacts = ({ query, browser }: PendingRequest, { home }: LoginWay): FormFacts => ({
  purpose: 'log-in',
  sub: null,
  request: `${home}?${query}`,
  shown: [],
  browser: browser.id,
})
