// Logging in for a page of the person's own, or once more to prove who they are; it leads back to that page and nowhere else.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Visitor } from '../../../flows/authorize.ts'
import { isRecentProof } from '../../../protocol/recent-proof.ts'
import type { Desk } from '../desk.ts'
import { afterMemberLogin } from '../member-address.ts'
import { seeOther } from '../page.ts'
import { loginWays, memberErrand } from './errand.ts'
import { formStep } from './form-step.ts'
import { acceptLogin } from './login.ts'
import { type LoginAgain, showLogin } from './login-page.ts'
import type { PendingRequest } from './pending-request.ts'
import { showSecondFactor } from './second-factor-page.ts'

export const memberLoginPages = (app: FastifyInstance, desk: Desk): void => {
  const errand = (pending: PendingRequest) => memberErrand(fixedEmail(pending))
  const showForm = (request: FastifyRequest, reply: FastifyReply, pending: PendingRequest, again?: LoginAgain) =>
    showLogin(desk, request, reply, pending, errand(pending), again)
  const home = (request: FastifyRequest, reply: FastifyReply, pending: PendingRequest) => {
    const { params, visitor, now } = pending
    // Who typed the password a moment ago, and has a second factor since, is asked for that alone.
    if (visitor !== undefined && mustProve(pending) && lacksFactorOnly(visitor, now)) {
      const asked = { stage: 'step-up', account: visitor.account, errand: errand(pending) } as const
      return showSecondFactor(desk, request, reply, pending, asked)
    }
    const suffices =
      visitor !== undefined && (!mustProve(pending) || isRecentProof(visitor.session, visitor.hasFactor, now))
    return suffices ? seeOther(reply, afterMemberLogin(desk, params)) : showForm(request, reply, pending)
  }
  formStep(app, desk, loginWays.member, acceptLogin(desk, loginWays.member, showForm, fixedEmail), home)
}

const lacksFactorOnly = ({ session, hasFactor }: NonNullable<Visitor>, now: Date): boolean =>
  isRecentProof(session, false, now) && !isRecentProof(session, hasFactor, now)

const mustProve = ({ params }: PendingRequest): boolean => params.get('prove') === '1'

const fixedEmail = (pending: PendingRequest): string | null =>
  mustProve(pending) ? (pending.visitor?.account.email ?? null) : null
