// Logging out: a page that asks, because any page on the web can link here (OpenID Connect RP-Initiated Logout §6).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Visitor } from '../../../flows/authorize.ts'
import type { Browser } from '../../browser.ts'
import { formParams } from '../../form-body.ts'
import type { FormFacts } from '../../forms.ts'
import { otherMethods } from '../../json-errors.ts'
import type { Again, Desk } from '../desk.ts'
import { isBlindPost, postProblem, showBlindPost } from '../own-post.ts'
import { alertOf, showPage } from '../page.ts'
import { plainName } from '../words.ts'

type Visit = Readonly<{ browser: Browser; visitor: Visitor; now: Date }>
type LoggedIn = Visit & Readonly<{ visitor: NonNullable<Visitor> }>

export const logOutPages = (app: FastifyInstance, desk: Desk): void => {
  const { parts, browsers } = desk
  const address = `${parts.config.issuerPath}/logout`
  app.get('/logout', async (request, reply) => {
    const visit = await readVisit(desk, request)
    return isSomebody(visit) ? showLogOut(desk, request, reply, visit) : showLoggedOut(reply)
  })

  app.post('/logout', async (request, reply) => {
    const visit = await readVisit(desk, request)
    if (isBlindPost(desk, request, visit.browser)) return showBlindPost(desk, request, reply, address)
    if (!isSomebody(visit)) return showLoggedOut(reply)
    const problem = postProblem(desk, request, { form: formParams(request), facts: logOutFacts(visit), ...visit })
    if (problem !== undefined) return showLogOut(desk, request, reply, visit, problem)
    await parts.logOut(visit.visitor.session, visit.now)
    browsers.loggedOut(reply)
    return showLoggedOut(reply)
  })
  otherMethods(app, '/logout', ['GET', 'POST'])
}

const readVisit = async ({ parts, browsers }: Desk, request: FastifyRequest): Promise<Visit> => {
  const now = parts.clock()
  const browser = browsers.read(request)
  return { browser, visitor: await parts.findVisitor(browser.session, now), now }
}

const isSomebody = (visit: Visit): visit is LoggedIn => visit.visitor !== undefined

const showLogOut = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  visit: LoggedIn,
  again?: Again,
): FastifyReply => {
  const { account } = visit.visitor
  desk.browsers.greet(reply, visit.browser)
  return showPage(reply, {
    template: 'log-out',
    title: 'Log out?',
    status: again?.status ?? 200,
    data: {
      alert: alertOf(desk, request, reply, again),
      account: { email: account.email, name: account.name && plainName(account.name) },
      action: `${desk.parts.config.issuerPath}/logout`,
      seal: desk.seals.seal(logOutFacts(visit), visit.now),
    },
  })
}

const showLoggedOut = (reply: FastifyReply): FastifyReply =>
  showPage(reply, { template: 'logged-out', title: 'You are logged out' })

const logOutFacts = ({ browser, visitor }: LoggedIn): FormFacts => ({
  purpose: 'log-out',
  sub: visitor.account.sub,
  request: '',
  shown: [],
  browser: browser.id,
})
