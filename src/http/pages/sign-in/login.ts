// Logging in: the answer to the login page (NIST SP 800-63B-4 §3.1.1, OWASP ASVS 6.3).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal, OAuthError } from '../../../protocol/errors.ts'
import type { Params } from '../../../protocol/params.ts'
import { longestPasswordBytes } from '../../../protocol/password.ts'
import { asRefusal } from '../../errors.ts'
import { formParams } from '../../form-body.ts'
import type { Desk } from '../desk.ts'
import { postProblem } from '../own-post.ts'
import { seeOther } from '../page.ts'
import { counted } from '../words.ts'
import { type LoginWay, loginWays } from './errand.ts'
import { formStep, type Handle } from './form-step.ts'
import { type LoginAgain, loginFacts } from './login-page.ts'
import { showOutcome } from './outcome.ts'
import { interactionOf, type PendingRequest, stepUrl } from './pending-request.ts'

const longestEmail = 254
const longestUserAgent = 256

export const loginPages = (app: FastifyInstance, desk: Desk): void => {
  const showAgain: ShowAgain = async (request, reply, pending, again) => {
    const { params, now } = pending
    // Whoever types a password wants this page again, whatever session the browser has.
    const outcome = await desk.parts.authorize.proceed(params, undefined, interactionOf(pending), now, request.ip)
    return showOutcome(desk, request, reply, pending, outcome, again)
  }
  formStep(app, desk, loginWays.authorize, acceptLogin(desk, loginWays.authorize, showAgain))
}

type ShowAgain = (...asked: [...Parameters<Handle>, again: LoginAgain]) => ReturnType<Handle>

/** The post of the login page, for one kind of errand: it leads back to where the person came from. */
export const acceptLogin =
  (desk: Desk, way: LoginWay, showAgain: ShowAgain): Handle =>
  async (request, reply, pending) => {
    const again = await logIn(desk, request, reply, pending, way)
    if (again === undefined) return seeOther(reply, stepUrl(desk, way.home, pending))
    return showAgain(request, reply, pending, again)
  }

/** Undefined once the person is logged in; else why the page is shown again. */
const logIn = async (
  { parts, browsers, ...desk }: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
  way: LoginWay,
): Promise<LoginAgain | undefined> => {
  const form = readForm(request)
  if (form === undefined) return again(400, 'What was typed cannot be read. Please type it again.', '', 'email')
  const { browser, now } = pending
  const email = form.get('email') ?? ''
  const password = form.get('password') ?? ''
  const problem = postProblem({ parts, browsers, ...desk }, request, {
    form,
    facts: loginFacts(pending, way),
    browser,
    now,
  })
  if (problem !== undefined) return { ...problem, email, focus: 'password' }
  if (email.trim() === '') return again(400, 'Please type your e-mail address.', email, 'email')
  if (email.length > longestEmail) return again(400, 'This e-mail address is too long.', '', 'email')
  if (password === '') return again(400, 'Please type your password.', email, 'password')
  if (Buffer.byteLength(password) > longestPasswordBytes)
    return again(400, 'This password is too long.', email, 'password')

  const userAgent = request.headers['user-agent']?.slice(0, longestUserAgent)
  const attempt = { email, password, address: request.ip, userAgent, browser, current: pending.visitor }
  try {
    const outcome = await parts.logIn(attempt, now)
    switch (outcome.kind) {
      case 'in':
        browsers.loggedIn(reply, browser, outcome.cookie, outcome.account.sub)
        return undefined
      case 'too-many':
        return tooMany(outcome.retryAfterSeconds, email)
      case 'wrong':
        return wrong(email)
    }
  } catch (error) {
    if (!parts.isBusy(error)) throw error
    const refusal = asRefusal(error, parts)
    return { refusal, status: refusal.status, email, focus: 'password' }
  }
}

/** Undefined for what no browser sends: broken UTF-8, NUL, repeated or endless fields. */
const readForm = (request: FastifyRequest): Params | undefined => {
  try {
    return formParams(request)
  } catch (error) {
    if (isRefusal(error) && error.code === 'invalid_request') return undefined
    throw error
  }
}

const again = (status: number, text: string, email: string, focus: LoginAgain['focus']): LoginAgain => ({
  status,
  refusal: new OAuthError('invalid_request', text),
  email,
  focus,
})

/** The same for an unknown person, a wrong password and a disabled account. */
const wrong = (email: string): LoginAgain => ({
  status: 401,
  refusal: new OAuthError('access_denied', 'This e-mail address and password do not match.', {
    operator: 'Login failed: unknown person, wrong password or disabled account.',
  }),
  email,
  focus: 'password',
})

const tooMany = (retryAfterSeconds: number, email: string): LoginAgain => ({
  status: 429,
  refusal: new OAuthError(
    'too_many_requests',
    `There were too many attempts. Please wait ${counted(Math.ceil(retryAfterSeconds / 60), 'minute')}, then try again.`,
    { operator: 'Too many attempts to log in with this e-mail address, or from this address.' },
    retryAfterSeconds,
  ),
  email,
  focus: 'password',
})
