// Consenting: the answer to the consent page (RFC 6749 §4.1.1 step C, §10.12).
import type { FastifyInstance } from 'fastify'
import { OAuthError } from '../../../protocol/errors.ts'
import { formParams } from '../../form-body.ts'
import { otherMethods } from '../../json-errors.ts'
import type { Again, Desk } from '../desk.ts'
import { isBlindPost, postProblem, showBlindPost } from '../own-post.ts'
import { consentFacts } from './consent-page.ts'
import { showOutcome } from './outcome.ts'
import { interactionOf, readPending, stepUrl } from './pending-request.ts'
import { withPrompt } from './raw-query.ts'

export const consentPages = (app: FastifyInstance, desk: Desk): void => {
  const { authorize } = desk.parts
  app.get('/consent', async (request, reply) => {
    const pending = await readPending(desk, request)
    return reply.header('cache-control', 'no-store').redirect(stepUrl(desk, 'authorize', pending), 303)
  })

  app.post('/consent', async (request, reply) => {
    const pending = await readPending(desk, request)
    const { visitor, browser, now } = pending
    if (isBlindPost(desk, request, browser))
      return showBlindPost(desk, request, reply, stepUrl(desk, 'authorize', pending))
    const form = formParams(request)
    // Who answers a question gets that answer, even if the same was allowed in another tab meanwhile: Deny means deny.
    const params = withPrompt(pending.params, 'consent')
    const asked = await authorize.proceed(params, visitor, interactionOf(pending), now)
    if (asked.kind === 'log-in') return showOutcome(desk, request, reply, pending, asked, sessionEnded)
    if (asked.kind !== 'consent') return showOutcome(desk, request, reply, pending, asked)

    const problem = postProblem(desk, request, { form, facts: consentFacts(pending, asked), browser, now })
    const decision = form.get('decision')
    if (problem !== undefined) return showOutcome(desk, request, reply, pending, asked, problem)
    if (decision !== 'allow' && decision !== 'deny') return showOutcome(desk, request, reply, pending, asked, undecided)
    const outcome = await authorize.decide(asked, decision, now)
    return showOutcome(desk, request, reply, pending, outcome)
  })
  otherMethods(app, '/consent', ['GET', 'POST'])
}

const sessionEnded: Again = {
  status: 409,
  refusal: new OAuthError('access_denied', 'You are not logged in any more. Please log in to go on.', {
    operator: 'The session ended, or became too old for this request, while the consent page was open.',
  }),
}

const undecided: Again = {
  status: 400,
  refusal: new OAuthError('invalid_request', 'Please choose one of the two answers.'),
}
