// Connecting a device: type its code, log in, say yes or no; every step comes back to /device (RFC 8628 §3.3).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DeviceOutcome } from '../../../flows/device/answer.ts'
import { formParams } from '../../form-body.ts'
import { otherMethods } from '../../json-errors.ts'
import type { Again, Desk } from '../desk.ts'
import { postProblem, sessionEnded, undecided } from '../own-post.ts'
import { seeOther, showPage } from '../page.ts'
import { nothingLeft } from '../sign-in/consent.ts'
import { isNothing, readTerms } from '../sign-in/consent-choices.ts'
import { deviceErrand, loginWays } from '../sign-in/errand.ts'
import { formStep } from '../sign-in/form-step.ts'
import { acceptLogin } from '../sign-in/login.ts'
import { type LoginAgain, showLogin } from '../sign-in/login-page.ts'
import { interactionOf, type PendingRequest, readPending, stepUrl } from '../sign-in/pending-request.ts'
import { voiceOf } from '../voice.ts'
import { appName } from '../words.ts'
import { malformedCode, showCodePage, tooManyCodes, unknownCode } from './code-page.ts'
import { choicesOf, questionFacts, showQuestion } from './question-page.ts'

export const devicePages = (app: FastifyInstance, desk: Desk): void => {
  const { devices } = desk.parts
  const ask = (request: FastifyRequest, pending: PendingRequest): Promise<DeviceOutcome> => {
    const { params, visitor, now } = pending
    const interaction = interactionOf(pending)
    return devices.ask({ code: params.get('user_code') ?? '', visitor, interaction, address: request.ip }, now)
  }

  app.get('/device', async (request, reply) => {
    const pending = await readPending(desk, request)
    if (pending.params.get('user_code') === undefined) return showCodePage(desk, request, reply)
    return showDevice(desk, request, reply, pending, await ask(request, pending))
  })
  otherMethods(app, '/device', ['GET'])

  formStep(app, desk, { step: 'device/confirm', home: 'device' }, async (request, reply, pending) => {
    const { browser, now } = pending
    const form = formParams(request)
    const asked = await ask(request, pending)
    if (asked.kind === 'log-in') return showDevice(desk, request, reply, pending, asked, loggedOut)
    if (asked.kind !== 'question') return showDevice(desk, request, reply, pending, asked)

    const facts = questionFacts(desk, pending, asked)
    const problem = postProblem(desk, request, { form, facts, browser, now })
    if (problem !== undefined) return showDevice(desk, request, reply, pending, asked, problem)
    const decision = decisions[form.get('decision') ?? '']
    const choosing = choicesOf(asked)
    const terms = readTerms(desk, choosing, form)
    const again = decision === undefined ? undecided : undefined
    const empty = decision === 'allowed' && isNothing(choosing, terms) ? nothingLeft : undefined
    if (decision === undefined || empty !== undefined)
      return showQuestion(desk, request, reply, pending, asked, again ?? empty, terms)
    await devices.answer(asked, decision, { address: request.ip }, now, terms)
    // What came of it is for the hub to say, also to whoever reloads.
    return seeOther(reply, stepUrl(desk, 'device', pending))
  })

  // Whoever wants another account logs in anew, and the session of before ends with that.
  const logIn = (request: FastifyRequest, reply: FastifyReply, pending: PendingRequest, again?: LoginAgain) =>
    showLogin(desk, request, reply, pending, deviceErrand(false), again)
  formStep(app, desk, loginWays.device, acceptLogin(desk, loginWays.device, logIn), logIn)
}

const decisions: Readonly<Record<string, 'allowed' | 'denied'>> = { allow: 'allowed', deny: 'denied' }

const showDevice = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
  outcome: DeviceOutcome,
  again?: Again | LoginAgain,
): FastifyReply => {
  const typed = pending.params.get('user_code')
  switch (outcome.kind) {
    case 'malformed':
      return showCodePage(desk, request, reply, typed, malformedCode)
    case 'unknown':
      return showCodePage(desk, request, reply, typed, unknownCode(outcome.cause, outcome.clientId))
    case 'too-many':
      return showCodePage(desk, request, reply, typed, tooManyCodes(outcome.retryAfterSeconds))
    case 'log-in':
      return showLogin(desk, request, reply, pending, deviceErrand(outcome.mustBeNew), again)
    case 'question':
      return showQuestion(desk, request, reply, pending, outcome, again)
    case 'answered': {
      const voice = voiceOf(desk, request, pending.visitor?.account)
      const { backToDevice, nothingAllowed } = voice.words.signIn
      return showPage(reply, {
        template: 'device-answered',
        voice,
        title: outcome.decision === 'allowed' ? backToDevice : nothingAllowed,
        data: { isAllowed: outcome.decision === 'allowed', appName: appName(outcome.client) },
      })
    }
  }
}

const loggedOut = sessionEnded(
  'The session ended, or became too old for this client, while the question about a device was open.',
)
