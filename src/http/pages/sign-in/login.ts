// Logging in: the answer to the login page (NIST SP 800-63B-4 §3.1.1, OWASP ASVS 6.3).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OAuthError } from '../../../protocol/errors.ts'
import { longestPasswordBytes } from '../../../protocol/password.ts'
import { wordsOf } from '../../../words/index.ts'
import { asRefusal } from '../../errors.ts'
import { readableForm } from '../../form-body.ts'
import { openChallenge } from '../../passkey-challenges.ts'
import { arrivalOf } from '../arrival.ts'
import { type Again, type Desk, tooManyAttempts } from '../desk.ts'
import { postProblem } from '../own-post.ts'
import { seeOther } from '../page.ts'
import { type LoginWay, loginWays } from './errand.ts'
import { formStep, type Handle } from './form-step.ts'
import { type LoginAgain, loginFacts } from './login-page.ts'
import { showOutcome } from './outcome.ts'
import { interactionOf, type PendingRequest, type Step, stepUrl } from './pending-request.ts'
import { afterLogin } from './theft-notice.ts'

const longestEmail = 254

export const loginPages = (app: FastifyInstance, desk: Desk): void => {
  const showAgain: ShowAgain = async (request, reply, pending, again) => {
    const { params, now } = pending
    // Whoever types a password wants this page again, whatever session the browser has.
    const outcome = await desk.parts.authorize.proceed(params, undefined, interactionOf(pending), now, request.ip)
    return showOutcome(desk, request, reply, pending, outcome, again)
  }
  // Whoever typed the bare address wants their own account: nothing is asked for that could be answered.
  const show: Handle = (_, reply, pending) =>
    seeOther(
      reply,
      pending.query === '' ? `${desk.parts.config.issuerPath}/account` : stepUrl(desk, 'authorize', pending),
    )
  formStep(app, desk, loginWays.authorize, acceptLogin(desk, loginWays.authorize, showAgain), show)
}

type ShowAgain = (...asked: [...Parameters<Handle>, again: LoginAgain]) => ReturnType<Handle>

/**
 * The post of the login page, for one kind of errand: it leads back to where the person came from.
 * @param fixedEmail whose login alone counts, where it does
 */
export const acceptLogin =
  (
    desk: Desk,
    way: LoginWay,
    showAgain: ShowAgain,
    fixedEmail: (pending: PendingRequest) => string | null = () => null,
  ): Handle =>
  async (request, reply, pending) => {
    const again = await logIn(desk, request, reply, pending, way, fixedEmail(pending))
    if (typeof again === 'string') return seeOther(reply, stepUrl(desk, again, pending))
    return showAgain(request, reply, pending, again)
  }

/** Where to go on; else why the page is shown again. */
const logIn = async (
  { parts, browsers, ...desk }: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
  way: LoginWay,
  fixedEmail: string | null,
): Promise<LoginAgain | Step> => {
  const form = readableForm(request)
  if (form === undefined) return again(400, (w) => w.common.unreadable, '', 'email')
  const { browser, now } = pending
  const email = fixedEmail ?? form.get('email') ?? ''
  const password = form.get('password') ?? ''
  const problem = postProblem({ parts, browsers, ...desk }, request, {
    form,
    facts: loginFacts(pending, way),
    browser,
    now,
  })
  if (problem !== undefined) return { ...problem, email, focus: 'password' }
  const arrival = arrivalOf(request, pending)
  const answer = form.get('answer')
  if (answer !== undefined) {
    const bearer = { purpose: 'log-in', browser: browser.id, sub: null } as const
    const challenge = openChallenge(parts.formBox, form.get('challenge'), bearer, now)
    if (challenge === undefined) return again(409, (w) => w.common.oldForm, email, 'email')
    // Who shall prove that it is them does so with a passkey of theirs.
    const whose = fixedEmail === null ? undefined : pending.visitor?.account.sub
    const outcome = await parts.passkeyLogIn({ kind: 'passkey', answer, challenge }, arrival, now, whose)
    switch (outcome.kind) {
      case 'in':
        browsers.loggedIn(reply, browser, outcome.cookie, outcome.account.sub)
        return afterLogin({ parts }, way.home, outcome.account.sub, now)
      case 'too-many':
        return tooMany(outcome.retryAfterSeconds, email)
      case 'wrong':
        return wrongPasskey(email, outcome)
    }
  }
  if (email.trim() === '') return again(400, (w) => w.signIn.missingEmail, email, 'email')
  if (email.length > longestEmail) return again(400, (w) => w.signIn.longEmail, '', 'email')
  if (password === '') return again(400, (w) => w.signIn.missingPassword, email, 'password')
  if (Buffer.byteLength(password) > longestPasswordBytes)
    return again(400, (w) => w.signIn.longPassword, email, 'password')

  try {
    const outcome = await parts.logIn({ email, password, ...arrival }, now)
    switch (outcome.kind) {
      case 'in':
        browsers.loggedIn(reply, browser, outcome.cookie, outcome.account.sub)
        return afterLogin({ parts }, way.home, outcome.account.sub, now)
      case 'half':
        browsers.halfLoggedIn(reply, browser, outcome.half)
        return way.factor
      case 'too-many':
        return tooMany(outcome.retryAfterSeconds, email)
      case 'wrong':
        return wrong(email)
    }
  } catch (error) {
    if (!parts.isBusy(error)) throw error
    const refusal = asRefusal(error, parts)
    return { refusal, say: (w) => w.common.busy, status: refusal.status, email, focus: 'password' }
  }
}

const again = (status: number, say: Again['say'], email: string, focus: LoginAgain['focus']): LoginAgain => ({
  status,
  refusal: new OAuthError('invalid_request', say(wordsOf('en'))),
  say,
  email,
  focus,
})

/** The same for an unknown person, a wrong password and a disabled account. */
const wrong = (email: string): LoginAgain => ({
  status: 401,
  refusal: new OAuthError('access_denied', 'This e-mail address and password do not match.', {
    operator: 'Login failed: unknown person, wrong password or disabled account.',
  }),
  say: (w) => w.signIn.noMatch,
  email,
  focus: 'password',
})

const wrongPasskey = (email: string, { cause, sub }: Readonly<{ cause: string; sub?: string }>): LoginAgain => ({
  status: 401,
  refusal: new OAuthError('access_denied', 'This passkey was not accepted.', {
    operator: `Login by passkey failed. ${cause}`,
    ...(sub !== undefined && { about: { sub } }),
  }),
  say: (w) => w.factors.wrongPasskey,
  email,
  focus: 'email',
})

const tooMany = (retryAfterSeconds: number, email: string): LoginAgain => ({
  ...tooManyAttempts(retryAfterSeconds, 'Too many attempts to log in with this e-mail address, or from this address.'),
  email,
  focus: 'password',
})
