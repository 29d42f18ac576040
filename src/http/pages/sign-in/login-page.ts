// The login page: e-mail and password, for whatever the person came to do (OWASP ASVS 6.2, WCAG 2.2 §3.3.8).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FormFacts } from '../../forms.ts'
import type { Again, Desk } from '../desk.ts'
import { logoUrl } from '../logo.ts'
import { alertOf, showPage } from '../page.ts'
import { passkeyForm } from '../passkeys.ts'
import { voiceOf } from '../voice.ts'
import { destinationWords } from '../words.ts'
import { askStep, type Errand, type LoginWay, loginWays } from './errand.ts'
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
  const email = errand.fixedEmail ?? typed?.email ?? errand.loginHint ?? emailOfOldLogin(pending, way) ?? ''
  const { app } = errand
  const voice = voiceOf(desk, request, pending.visitor?.account)
  desk.browsers.greet(reply, pending.browser)
  return showPage(reply, {
    template: 'login',
    voice,
    title: voice.words.signIn.logIn,
    status: again?.status ?? 200,
    targets: errand.targets,
    data: {
      alert: alertOf(desk, request, reply, voice, again),
      app: app && {
        name: app.name,
        destination: destinationWords(voice.words, app.redirectUri),
        logo: logoUrl(app.client, desk.parts.config.issuerPath),
      },
      action: stepUrl(desk, way.step, pending),
      fresh: stepUrl(desk, way.home, pending),
      seal: desk.seals.seal(loginFacts(pending, way), pending.now),
      // The same for everybody: it must not tell who has an account.
      passkey: passkeyForm(desk, { purpose: 'log-in', browser: pending.browser, sub: null, now: pending.now }),
      wantsNewAccount: errand.wantsNewAccount,
      email,
      isMember: way === loginWays.member,
      isFixed: errand.fixedEmail !== null,
      logOut: `${desk.parts.config.issuerPath}/logout`,
      ...mailWays(desk, way, pending, errand),
      focus: typed?.focus ?? (email === '' ? 'email' : 'password'),
    },
  })
}

/** Somebody is logged in, and that is only too long ago for this app: they need not type again who they are. */
const emailOfOldLogin = ({ params, visitor }: PendingRequest, way: LoginWay): string | undefined => {
  const isAboutOthers = ['prompt', 'id_token_hint', 'claims'].some((name) => params.get(name) !== undefined)
  return way === loginWays.authorize && !isAboutOthers ? visitor?.account.email : undefined
}

/** No account: whoever types a password says by that who they are, whatever another tab did meanwhile. */
export const loginFacts = ({ query, browser }: PendingRequest, { home }: LoginWay): FormFacts => ({
  purpose: 'log-in',
  sub: null,
  request: `${home}?${query}`,
  shown: [],
  browser: browser.id,
})

/** Where those go on who have no account, or no password; not where somebody proves once more who they are. */
const mailWays = (desk: Desk, way: LoginWay, pending: PendingRequest, { fixedEmail }: Errand) => {
  const { signUp, hasMail } = desk.parts.config
  return {
    signUp: signUp === 'on' && fixedEmail === null ? stepUrl(desk, askStep(way, 'sign-up'), pending) : null,
    isInvite: signUp === 'invite',
    forgot: hasMail ? stepUrl(desk, askStep(way, 'forgot-password'), pending) : null,
  }
}
