// Consenting: the answer to the consent page (RFC 6749 §4.1.1 step C, §10.12).
import type { FastifyInstance } from 'fastify'
import { OAuthError } from '../../../protocol/errors.ts'
import { formParams } from '../../form-body.ts'
import type { Again, Desk } from '../desk.ts'
import { postProblem, sessionEnded, undecided } from '../own-post.ts'
import { isNothing, readTerms } from './consent-choices.ts'
import { consentFacts, showConsent } from './consent-page.ts'
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

    const problem = postProblem(desk, request, { form, facts: consentFacts(desk, pending, asked), browser, now })
    if (problem !== undefined) return showConsent(desk, request, reply, pending, asked, problem)
    const decision = form.get('decision')
    const terms = readTerms(desk, asked, form)
    const again = decision !== 'allow' && decision !== 'deny' ? undecided : undefined
    const empty = decision === 'allow' && isNothing(asked, terms) ? nothingLeft : undefined
    if (again ?? empty) return showConsent(desk, request, reply, pending, asked, again ?? empty, terms)
    const outcome = await authorize.decide(asked, decision === 'allow' ? 'allow' : 'deny', now, terms)
    return showOutcome(desk, request, reply, pending, outcome)
  })

export const nothingLeft: Again = {
  status: 400,
  refusal: new OAuthError('invalid_request', 'The person allowed nothing of what was asked for.'),
  say: (w) => w.consent.nothingLeft,
}

const loggedOut = sessionEnded(
  'The session ended, or became too old for this request, while the consent page was open.',
)
