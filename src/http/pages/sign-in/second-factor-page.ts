// The page for the second factor: a code of an app, a passkey or a recovery code (NIST SP 800-63B-4 §3.1, WCAG 2.2 §3.3.8).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Account } from '../../../model/account.ts'
import type { FormFacts } from '../../forms.ts'
import type { Again, Desk } from '../desk.ts'
import { alertOf, showPage } from '../page.ts'
import { passkeyForm } from '../passkeys.ts'
import { voiceOf } from '../voice.ts'
import type { Errand, LoginWay } from './errand.ts'
import { type PendingRequest, stepUrl } from './pending-request.ts'

/** `login`: a password was just typed, and nobody is logged in by it. `step-up`: somebody is, and shall prove more. */
export type Stage = 'login' | 'step-up'
export type FactorAsked = Readonly<{ stage: Stage; account: Account; errand: Errand }>

export type FactorAgain = Again & Readonly<{ field?: 'code' | 'recovery_code' }>

export const showSecondFactor = async (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
  { stage, account, errand }: FactorAsked,
  again?: FactorAgain,
): Promise<FastifyReply> => {
  const { way, app } = errand
  const { browser, now } = pending
  const { totp, recoveryCodes, passkeys } = await desk.parts.myFactors.of(account.sub)
  const voice = voiceOf(desk, request, account)
  const field = again?.field ?? null
  desk.browsers.greet(reply, browser)
  return showPage(reply, {
    template: 'second-factor',
    voice,
    title: voice.words.factors.oneMoreStep,
    status: again?.status ?? 200,
    targets: errand.targets,
    data: {
      alert: alertOf(desk, request, reply, voice, again),
      appName: stage === 'step-up' ? (app?.name ?? null) : null,
      email: account.email,
      action: stepUrl(desk, way.factor, pending),
      fresh: stepUrl(desk, way.home, pending),
      seal: desk.seals.seal(factorFacts(pending, way, stage, account.sub), now),
      stage,
      totp: totp !== null,
      recoveryCodes: recoveryCodes > 0,
      passkey:
        passkeys.length === 0
          ? null
          : passkeyForm(desk, { purpose: 'second-factor', browser, sub: account.sub, now, passkeys }),
      field,
      focus: field ?? (totp ? 'code' : null),
    },
  })
}

export const factorFacts = (
  { query, browser }: PendingRequest,
  { home }: LoginWay,
  stage: Stage,
  sub: string,
): FormFacts => ({
  purpose: 'second-factor',
  sub,
  request: `${home}?${query}`,
  shown: [stage],
  browser: browser.id,
})
