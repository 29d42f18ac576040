// The hub's outcome, as the browser gets it: the next page, or the answer to the app (RFC 6749 §4.1.2).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorizeOutcome } from '../../../flows/authorize.ts'
import { errorResponse } from '../../../protocol/authorization-response.ts'
import type { Again, Desk } from '../desk.ts'
import { showRefusal } from '../error-page.ts'
import { seeOther } from '../page.ts'
import { voiceOf } from '../voice.ts'
import { showConsent } from './consent-page.ts'
import { deliver } from './deliver.ts'
import { askStep, authorizationErrand } from './errand.ts'
import { type LoginAgain, showLogin } from './login-page.ts'
import { type PendingRequest, stepUrl, withInteraction } from './pending-request.ts'
import { showSecondFactor } from './second-factor-page.ts'
import { showSelectAccount } from './select-account-page.ts'
import { showSetUpFactor } from './set-up-factor-page.ts'

export const showOutcome = async (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
  outcome: AuthorizeOutcome,
  again?: Again | LoginAgain,
): Promise<FastifyReply> => {
  const account = pending.visitor?.account
  switch (outcome.kind) {
    case 'shown':
      return showRefusal(desk, request, reply, outcome.refusal, {
        onward: outcome.onward,
        voice: voiceOf(desk, request, account),
      })
    case 'refused': {
      const reference = desk.noteRefusal(request, reply, outcome.refusal)
      const { issuer } = desk.parts.config
      return deliver(desk, request, reply, errorResponse(outcome.address, issuer, outcome.refusal, reference), account)
    }
    case 'answered':
      return deliver(desk, request, reply, outcome.response, account)
    case 'log-in': {
      const errand = authorizationErrand(outcome.request)
      // Initiating User Registration §4.1; whoever typed a password has an account.
      if (errand.wantsNewAccount && desk.parts.config.signUp === 'on' && again === undefined)
        return seeOther(reply, stepUrl(desk, askStep(errand.way, 'sign-up'), withInteraction(desk, pending)))
      return showLogin(desk, request, reply, pending, errand, again)
    }
    case 'second-factor': {
      const errand = authorizationErrand(outcome.request)
      const asked = { stage: 'step-up', account: outcome.account, errand } as const
      return showSecondFactor(desk, request, reply, pending, asked, again)
    }
    case 'set-up-factor':
      return showSetUpFactor(desk, request, reply, pending, outcome)
    case 'select-account':
      return showSelectAccount(desk, request, reply, pending, outcome, again)
    case 'consent':
      return showConsent(desk, request, reply, pending, outcome, again)
  }
}
