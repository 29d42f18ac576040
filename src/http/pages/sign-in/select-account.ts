// Choosing an account: the answer to the account chooser (OpenID Connect Core §3.1.2.1 prompt=select_account).
import type { FastifyInstance } from 'fastify'
import { formParams } from '../../form-body.ts'
import { otherMethods } from '../../json-errors.ts'
import type { Desk } from '../desk.ts'
import { isBlindPost, postProblem, showBlindPost } from '../own-post.ts'
import { showOutcome } from './outcome.ts'
import { interactionOf, readPending, stepUrl, withSelection } from './pending-request.ts'
import { selectAccountFacts } from './select-account-page.ts'

export const selectAccountPages = (app: FastifyInstance, desk: Desk): void => {
  app.get('/select-account', async (request, reply) => {
    const pending = await readPending(desk, request)
    return reply.header('cache-control', 'no-store').redirect(stepUrl(desk, 'authorize', pending), 303)
  })

  app.post('/select-account', async (request, reply) => {
    const pending = await readPending(desk, request)
    const { visitor, browser, now } = pending
    if (isBlindPost(desk, request, browser))
      return showBlindPost(desk, request, reply, stepUrl(desk, 'authorize', pending))
    const asked = await desk.parts.authorize.proceed(pending.params, visitor, interactionOf(pending), now)
    // Chosen already, or not logged in any more: whatever comes next.
    if (asked.kind !== 'select-account') return showOutcome(desk, request, reply, pending, asked)
    const facts = selectAccountFacts(pending, asked)
    const problem = postProblem(desk, request, { form: formParams(request), facts, browser, now })
    if (problem !== undefined) return showOutcome(desk, request, reply, pending, asked, problem)
    const chosen = withSelection(desk, pending, asked.account.sub)
    return reply.header('cache-control', 'no-store').redirect(stepUrl(desk, 'authorize', chosen), 303)
  })
  otherMethods(app, '/select-account', ['GET', 'POST'])
}
