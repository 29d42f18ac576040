// Consenting: the answer to the consent page (RFC 6749 §4.1.1 step C, §10.12).
import type { FastifyInstance } from 'fastify'
import { formParams } from '../../form-body.ts'
import type { Desk } from '../desk.ts'
import { postProblem, sessionEnded, undecided } from '../own-post.ts'
import { consentFacts } from './consent-page.ts'
import { formStep } from './form-step.ts'
import { showOutcome } from './outcome.ts'
import { interactionOf } from './pending-request.ts'
import { withPrompt } from './raw-query.ts'

export const consentPages = (app: FastifyInstance, desk: Desk): void =>
  formStep(app, desk, { step: 'consent', home: 'authorize' }, async (request, reply, pending) => {
    const { authorize } = desk.parts
    const { visitor, browser, now } = pending
    const form = formParams(request)
    // Who answers a question gets that answer, even if the same was allowed in another tab meanwhile: Deny means deny.
    const params = withPrompt(pending.params, 'consent')
    const asked = await authorize.proceed(params, visitor, interactionOf(pending), now)
    if (asked.kind === 'log-in') return showOutcome(desk, request, reply, pending, asked, loggedOut)
    if (asked.kind !== 'consent') return showOutcome(desk, request, reply, pending, asked)

    const problem = postProblem(desk, request, { form, facts: consentFacts(pending, asked), browser, now })
    const decision = form.get('decision')
    if (problem !== undefined) return showOutcome(desk, request, reply, pending, asked, problem)
    if (decision !== 'allow' && decision !== 'deny') return showOutcome(desk, request, reply, pending, asked, undecided)
    const outcome = await authorize.decide(asked, decision, now)
    return showOutcome(desk, request, reply, pending, outcome)
  })

const loggedOut = sessionEnded(
  'The session ended, or became too old for this request, while the consent page was open.',
)
