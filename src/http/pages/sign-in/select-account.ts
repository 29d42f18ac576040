// Choosing an account: the answer to the account chooser (OpenID Connect Core §3.1.2.1 prompt=select_account).
import type { FastifyInstance } from 'fastify'
import { formParams } from '../../form-body.ts'
import type { Desk } from '../desk.ts'
import { postProblem } from '../own-post.ts'
import { seeOther } from '../page.ts'
import { formStep } from './form-step.ts'
import { showOutcome } from './outcome.ts'
import { interactionOf, stepUrl, withSelection } from './pending-request.ts'
import { selectAccountFacts } from './select-account-page.ts'

export const selectAccountPages = (app: FastifyInstance, desk: Desk): void =>
  formStep(app, desk, { step: 'select-account', home: 'authorize' }, async (request, reply, pending) => {
    const { params, visitor, browser, now } = pending
    const asked = await desk.parts.authorize.proceed(params, visitor, interactionOf(pending), now)
    // Chosen already, or not logged in any more: whatever comes next.
    if (asked.kind !== 'select-account') return showOutcome(desk, request, reply, pending, asked)
    const facts = selectAccountFacts(pending, asked)
    const problem = postProblem(desk, request, { form: formParams(request), facts, browser, now })
    if (problem !== undefined) return showOutcome(desk, request, reply, pending, asked, problem)
    return seeOther(reply, stepUrl(desk, 'authorize', withSelection(desk, pending, asked.account.sub)))
  })
