// Logging out, asked for by the person or by an app (OpenID Connect RP-Initiated Logout §2).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { EndSessionOutcome, LogoutQuestion } from '../../../flows/end-session.ts'
import { isRefusal, orRefusal } from '../../../protocol/errors.ts'
import { type LogoutReturn, logoutLocation } from '../../../protocol/logout.ts'
import { parseParams } from '../../../protocol/params.ts'
import { formParams } from '../../form-body.ts'
import { otherMethods } from '../../json-errors.ts'
import type { Desk } from '../desk.ts'
import { isBlindPost, postProblem, showBlindPost } from '../own-post.ts'
import { seeOther } from '../page.ts'
import {
  type LogoutVisit,
  logOutFacts,
  logOutUrl,
  showLoggedOut,
  showLogOut,
  showLogOutProblem,
} from './log-out-page.ts'
import { asQuery, queryOf } from './raw-query.ts'

export const logOutPages = (app: FastifyInstance, desk: Desk): void => {
  app.get('/logout', async (request, reply) => {
    const visit = await readVisit(desk, request)
    const outcome = await outcomeOf(desk, visit)
    return outcome.kind === 'ask'
      ? showLogOut(desk, request, reply, visit, outcome)
      : act(desk, request, reply, visit, outcome)
  })

  app.post('/logout', async (request, reply) => {
    // §2: an app may post too, but only our own form has a seal.
    if (!formParams(request).names().includes('seal')) return seeOther(reply, logOutUrl(desk, asQuery(request)))
    const visit = await readVisit(desk, request)
    if (isBlindPost(desk, request, visit.browser))
      return showBlindPost(desk, request, reply, logOutUrl(desk, visit.query))
    const outcome = await outcomeOf(desk, visit)
    return outcome.kind === 'ask'
      ? answer(desk, request, reply, visit, outcome)
      : act(desk, request, reply, visit, outcome)
  })
  otherMethods(app, '/logout', ['GET', 'POST'])
}

const readVisit = async ({ parts, browsers }: Desk, request: FastifyRequest): Promise<LogoutVisit> => {
  const now = parts.clock()
  const browser = browsers.read(request)
  const query = queryOf(request.raw.url ?? '')
  return { query, browser, visitor: await parts.findVisitor(browser.session, now), now }
}

const outcomeOf = async ({ parts }: Desk, { query, visitor }: LogoutVisit): Promise<EndSessionOutcome> => {
  const params = await orRefusal(() => parseParams(query))
  return isRefusal(params) ? { kind: 'refused', refusal: params } : parts.endSession(params, visitor)
}

/** What needs no answer of the person. */
const act = async (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  visit: LogoutVisit,
  outcome: Exclude<EndSessionOutcome, LogoutQuestion>,
): Promise<FastifyReply> => {
  switch (outcome.kind) {
    case 'refused':
      return showLogOutProblem(desk, request, reply, visit, outcome.refusal)
    case 'end':
      await desk.parts.logOut(outcome.session, visit.now)
      desk.browsers.loggedOut(reply)
      return goBack(desk, request, reply, visit, outcome.back)
    case 'nobody':
      return outcome.isDirect
        ? goBack(desk, request, reply, visit, outcome.back)
        : showLoggedOut(desk, request, reply, outcome.back)
  }
}

const answer = async (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  visit: LogoutVisit,
  question: LogoutQuestion,
): Promise<FastifyReply> => {
  const { browser, now } = visit
  const facts = logOutFacts(visit, question)
  const problem = postProblem(desk, request, { form: formParams(request), facts, browser, now })
  if (problem !== undefined) return showLogOut(desk, request, reply, visit, question, problem)
  await desk.parts.logOut(question.session, now)
  desk.browsers.loggedOut(reply)
  return goBack(desk, request, reply, visit, question.back)
}

const goBack = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  { visitor }: LogoutVisit,
  back: LogoutReturn | null,
): FastifyReply =>
  back === null ? showLoggedOut(desk, request, reply, null, visitor?.account) : seeOther(reply, logoutLocation(back))
