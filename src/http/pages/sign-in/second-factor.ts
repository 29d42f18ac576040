// Proving the second factor: the answer to its page, for a login that waits for it or a session that shall prove more (RFC 9470 §5).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FactorProof } from '../../../flows/account/check-factor.ts'
import type { FactorOutcome } from '../../../flows/account/second-factor.ts'
import { OAuthError } from '../../../protocol/errors.ts'
import type { Params } from '../../../protocol/params.ts'
import { wordsOf } from '../../../words/index.ts'
import { readableForm } from '../../form-body.ts'
import { openChallenge } from '../../passkey-challenges.ts'
import { arrivalOf } from '../arrival.ts'
import { type Desk, tooManyAttempts } from '../desk.ts'
import { postProblem, unreadable } from '../own-post.ts'
import { seeOther } from '../page.ts'
import { authorizationErrand, deviceErrand, type Errand, type LoginWay, loginWays, memberErrand } from './errand.ts'
import { formStep } from './form-step.ts'
import { interactionOf, type PendingRequest, stepUrl } from './pending-request.ts'
import { type FactorAgain, type FactorAsked, factorFacts, type Stage, showSecondFactor } from './second-factor-page.ts'
import { afterLogin } from './theft-notice.ts'

export const secondFactorPages = (app: FastifyInstance, desk: Desk): void => {
  for (const way of Object.values(loginWays)) {
    const { home, factor: step } = way
    const goHome = (reply: FastifyReply, pending: PendingRequest) => seeOther(reply, stepUrl(desk, home, pending))
    formStep(
      app,
      desk,
      { step, home },
      (request, reply, pending) => answer(desk, way, request, reply, pending),
      async (request, reply, pending) => {
        const asked = await askedFor(desk, way, request, pending, 'login')
        return asked === undefined ? goHome(reply, pending) : showSecondFactor(desk, request, reply, pending, asked)
      },
    )
  }
}

const answer = async (
  desk: Desk,
  way: LoginWay,
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
): Promise<FastifyReply> => {
  const { browser, now } = pending
  const form = readableForm(request)
  const stage: Stage = form?.get('stage') === 'step-up' ? 'step-up' : 'login'
  const asked = await askedFor(desk, way, request, pending, stage)
  // Whatever ended meanwhile is asked for anew, from its beginning.
  if (asked === undefined) return seeOther(reply, stepUrl(desk, way.home, pending))
  const show = (again: FactorAgain) => showSecondFactor(desk, request, reply, pending, asked, again)
  if (form === undefined) return show(unreadable)
  const { sub } = asked.account
  const problem = postProblem(desk, request, { form, facts: factorFacts(pending, way, stage, sub), browser, now })
  if (problem !== undefined) return show(problem)
  const proof = proofOf(desk, form, pending, sub)
  if ('refusal' in proof) return show(proof)

  const outcome = await prove(desk, request, pending, stage, proof)
  switch (outcome.kind) {
    case 'in':
      desk.browsers.loggedIn(reply, browser, outcome.cookie, outcome.account.sub)
      return seeOther(reply, stepUrl(desk, await afterLogin(desk, way.home, outcome.account.sub, now), pending))
    case 'over':
      return seeOther(reply, stepUrl(desk, way.home, pending))
    case 'used':
      return show(again(409, (w) => w.factors.usedCode, 'The code was right, and used before.', sub, 'code'))
    case 'wrong':
      return show(wrong(proof, outcome.cause, sub))
    case 'too-many':
      return show(tooManyAttempts(outcome.retryAfterSeconds, flood, { sub }))
  }
}

const prove = async (
  { parts }: Desk,
  request: FastifyRequest,
  pending: PendingRequest,
  stage: Stage,
  proof: FactorProof,
): Promise<FactorOutcome> => {
  const { browser, visitor, now } = pending
  const arrival = arrivalOf(request, pending)
  if (stage === 'step-up')
    return visitor === undefined ? { kind: 'over' } : parts.secondFactor.stepUp(visitor, proof, arrival, now)
  return browser.half === undefined ? { kind: 'over' } : parts.secondFactor.finish(browser.half, proof, arrival, now)
}

/** Who is asked, and what for; undefined where there is nobody to ask, or nothing to ask for. */
const askedFor = async (
  desk: Desk,
  way: LoginWay,
  request: FastifyRequest,
  pending: PendingRequest,
  stage: Stage,
): Promise<FactorAsked | undefined> => {
  const { browser, visitor, now } = pending
  const loggingIn = async () => browser.half && (await desk.parts.secondFactor.standing(browser.half, now))
  const account = stage === 'login' ? await loggingIn() : visitor?.hasFactor ? visitor.account : undefined
  const errand = account && (await errandOf(desk, way, request, pending))
  return account && errand && { stage, account, errand }
}

const errandOf = async (
  { parts }: Desk,
  way: LoginWay,
  request: FastifyRequest,
  pending: PendingRequest,
): Promise<Errand | undefined> => {
  if (way === loginWays.device) return deviceErrand(false)
  if (way === loginWays.member) return memberErrand(null)
  const { params, now } = pending
  const outcome = await parts.authorize.proceed(params, undefined, interactionOf(pending), now, request.ip)
  return outcome.kind === 'log-in' ? authorizationErrand(outcome.request) : undefined
}

const proofOf = (
  { parts }: Desk,
  form: Params,
  { browser, now }: PendingRequest,
  sub: string,
): FactorProof | FactorAgain => {
  const answer = form.get('answer')
  if (answer !== undefined) {
    const bearer = { purpose: 'second-factor', browser: browser.id, sub } as const
    const challenge = openChallenge(parts.formBox, form.get('challenge'), bearer, now)
    return challenge === undefined
      ? again(409, (w) => w.common.oldForm, 'The challenge of the page is missing, foreign or old.', sub)
      : { kind: 'passkey', answer, challenge }
  }
  const recoveryCode = form.get('recovery_code')
  if (recoveryCode !== undefined) return { kind: 'recovery-code', typed: recoveryCode }
  const code = form.get('code')
  if (code !== undefined) return { kind: 'totp', typed: code }
  return again(
    400,
    (w) => w.factors.missingCode,
    'No code was typed.',
    sub,
    form.names().includes('recovery_code') ? 'recovery_code' : 'code',
  )
}

const again = (
  status: number,
  say: FactorAgain['say'],
  operator: string,
  sub: string,
  field?: FactorAgain['field'],
): FactorAgain => ({
  status,
  say,
  refusal: new OAuthError('access_denied', say(wordsOf('en')), { operator, about: { sub } }),
  ...(field !== undefined && { field }),
})

const wrong = ({ kind }: FactorProof, cause: string, sub: string): FactorAgain => {
  const operator = `The second factor was not proved. ${cause}`
  switch (kind) {
    case 'totp':
      return again(401, (w) => w.factors.wrongCode, operator, sub, 'code')
    case 'recovery-code':
      return again(401, (w) => w.factors.wrongRecoveryCode, operator, sub, 'recovery_code')
    case 'passkey':
      return again(401, (w) => w.factors.wrongPasskey, operator, sub)
  }
}

const flood = 'Too many attempts at the second factor of this account, or from this address.'
