// The theft notice in the course of a login: once, before the person goes on to the app that they wanted (RFC 9700 §4.14.2).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TheftNotice } from '../../../model/theft-notice.ts'
import { formParams } from '../../form-body.ts'
import type { Again, Desk } from '../desk.ts'
import { postProblem } from '../own-post.ts'
import { alertOf, seeOther, showPage } from '../page.ts'
import { errandOf } from '../sign-up/ways.ts'
import { theftsShown } from '../thefts-shown.ts'
import { voiceOf } from '../voice.ts'
import { loginWays } from './errand.ts'
import { formStep } from './form-step.ts'
import { type PendingRequest, type Step, stepUrl } from './pending-request.ts'

/** Where somebody who has just logged in goes on: home, or first to what they must hear. */
export const afterLogin = async ({ parts }: Pick<Desk, 'parts'>, home: Step, sub: string, now: Date): Promise<Step> => {
  const unseen = home === 'authorize' ? await parts.thefts.unseen(sub, now) : []
  return unseen.length > 0 ? 'notice' : home
}

export const theftNoticePages = (app: FastifyInstance, desk: Desk): void => {
  const { thefts } = desk.parts
  const home = (reply: FastifyReply, pending: PendingRequest) => seeOther(reply, stepUrl(desk, 'authorize', pending))
  const unseen = async ({ visitor, now }: PendingRequest): Promise<readonly TheftNotice[]> =>
    visitor === undefined ? [] : thefts.unseen(visitor.account.sub, now)

  const show = async (request: FastifyRequest, reply: FastifyReply, pending: PendingRequest, again?: Again) => {
    const notices = await unseen(pending)
    if (notices.length === 0) return home(reply, pending)
    const voice = voiceOf(desk, request, pending.visitor?.account)
    const errand = await errandOf(desk, request, loginWays.authorize, pending)
    desk.browsers.greet(reply, pending.browser)
    return showPage(reply, {
      template: 'theft-notice',
      voice,
      title: voice.words.consent.theft.title,
      status: again?.status ?? 200,
      // What was allowed before needs no question: the button leads straight to the app.
      targets: errand?.targets ?? [],
      data: {
        alert: alertOf(desk, request, reply, voice, again),
        thefts: theftsShown(voice.words, notices),
        action: stepUrl(desk, 'notice', pending),
        seal: desk.seals.seal(noticeFacts(pending, notices), pending.now),
      },
    })
  }

  const put = async (request: FastifyRequest, reply: FastifyReply, pending: PendingRequest) => {
    const notices = await unseen(pending)
    if (notices.length === 0 || pending.visitor === undefined) return home(reply, pending)
    const { browser, now } = pending
    const post = { form: formParams(request), facts: noticeFacts(pending, notices), browser, now }
    const problem = postProblem(desk, request, post)
    if (problem !== undefined) return show(request, reply, pending, problem)
    await thefts.markSeen(
      pending.visitor.account.sub,
      notices.map(({ familyPublicId }) => familyPublicId),
      now,
    )
    return home(reply, pending)
  }

  formStep(app, desk, { step: 'notice', home: 'authorize' }, put, show)
}

/** Only what was shown is put away. */
const noticeFacts = ({ query, browser, visitor }: PendingRequest, notices: readonly TheftNotice[]) => ({
  purpose: 'notice' as const,
  sub: visitor?.account.sub ?? null,
  request: query,
  shown: notices.map(({ familyPublicId }) => familyPublicId),
  browser: browser.id,
})
