// The hub's outcome, as the browser gets it: the next page, or the answer to the app (RFC 6749 §4.1.2).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorizeOutcome } from '../../../flows/authorize.ts'
import { errorResponse } from '../../../protocol/authorization-response.ts'
import type { Again, Desk } from '../desk.ts'
import { showRefusal } from '../error-page.ts'
import { showConsent } from './consent-page.ts'
import { deliver } from './deliver.ts'
import { authorizationErrand } from './errand.ts'
import { type LoginAgain, showLogin } from './login-page.ts'
import type { PendingRequest } from './pending-request.ts'
import { showSelectAccount } from './select-account-page.ts'

export const showOutcome = async (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
  outcome: AuthorizeOutcome,
  again?: Again | LoginAgain,
): Promise<FastifyReply> => {
  switch (outcome.kind) {
    case 'shown':
      return showRefusal(desk, request, reply, outcome.refusal, { onward: outcome.onward })
    case 'refused': {
      const reference = desk.noteRefusal(request, reply, outcome.refusal)
      return deliver(reply, errorResponse(outcome.address, desk.parts.config.issuer, outcome.refusal, reference))
    }
    case 'answered':
      return deliver(reply, outcome.response)
    case 'log-in':
      return showLogin(desk, request, reply, pending, authorizationErrand(outcome.request), again)
    case 'select-account':
      return showSelectAccount(desk, request, reply, pending, outcome, again)
    case 'consent':
      return showConsent(desk, request, reply, pending, outcome, again)
  }
}
