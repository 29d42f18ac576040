// Member pages: for a person who is logged in; a GET shows, a POST acts once and leads back with a notice (OWASP ASVS 3.5, 7.5).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OAuthError } from '../../protocol/errors.ts'
import type { Params } from '../../protocol/params.ts'
import { isRecentProof, isStrongestProof } from '../../protocol/recent-proof.ts'
import { asRefusal } from '../errors.ts'
import { formParams } from '../form-body.ts'
import { otherMethods } from '../json-errors.ts'
import type { Again, Desk } from './desk.ts'
import { type FieldProblem, type Say, typedOf } from './fields.ts'
import { keepLanguage } from './language-cookie.ts'
import type { Act, Member, MemberPage, Outcome, Shown } from './member.ts'
import { memberAddress, memberLoginUrl } from './member-address.ts'
import { openNotice, openTyped, sealNotice, sealTyped } from './member-link.ts'
import { actFacts, showMemberView } from './member-view.ts'
import { isBlindPost, postProblem, showBlindPost } from './own-post.ts'
import { seeOther } from './page.ts'
import { english, voiceOf } from './voice.ts'

export const memberPage = (app: FastifyInstance, desk: Desk, page: MemberPage): void => {
  desk.memberAddresses.add(page.url)

  app.get(page.url, async (request, reply) => {
    const { browser, member } = await visitOf(desk, request, page)
    if (member === undefined) return logInFirst(desk, request, reply)
    admit(page, member)
    if (mustProve(page, member)) return logInFirst(desk, request, reply, { prove: true })
    const { path, kept } = memberAddress(desk, request)
    const keeper = { browser: browser.id, sub: member.account.sub, path }
    const typed = kept && openTyped(desk.parts.formBox, keeper, kept, member.now)
    const told = browser.notice && openNotice(desk.parts.formBox, keeper, browser.notice)
    if (told) desk.browsers.dropNotice(reply)
    return show(desk, request, reply, page, member, {
      typed: typed || undefined,
      notice: typed ? member.voice.words.account.stillHere : told || undefined,
    })
  })

  app.post(page.url, async (request, reply) => {
    const { browser, member, now } = await visitOf(desk, request, page)
    const { address, path } = memberAddress(desk, request)
    if (isBlindPost(desk, request, browser))
      return showBlindPost(desk, request, reply, `${desk.parts.config.issuerPath}${address}`)
    const form = formParams(request)
    const name = form.get('act') ?? ''
    const act = Object.hasOwn(page.acts ?? {}, name) ? page.acts?.[name] : undefined

    // Whoever else is logged in by now does not see what the other one typed.
    const writer = desk.seals.ownerOf(form.get('seal'), actFacts(address, name, browser, null, []))
    const kept = (sub: string) =>
      writer === sub
        ? sealTyped(desk.parts.formBox, { browser: browser.id, sub, path }, typedOf(name, form), now)
        : undefined
    if (member === undefined) return logInFirst(desk, request, reply, { kept: writer && kept(writer) })
    admit(page, member)
    const { sub } = member.account
    const proveFirst = () => logInFirst(desk, request, reply, { prove: true, kept: kept(sub) })
    // Such a page is not shown either, whatever is wrong with the form.
    if (mustProve(page, member)) return proveFirst()
    const typed = writer === sub ? typedOf(name, form) : undefined
    if (act === undefined) return show(desk, request, reply, page, member, { typed, again: unknownAct })

    const facts = actFacts(address, name, browser, sub, (await act.shown?.(request, member)) ?? [])
    const problem = postProblem(desk, request, { form, facts, browser, now })
    if (problem !== undefined) return show(desk, request, reply, page, member, { typed, again: problem })
    if (act.needsRecent && !member.isRecent) return proveFirst()

    const outcome = await runOf(desk, act, request, form, member)
    switch (outcome.kind) {
      case 'done': {
        const to = outcome.to ?? address
        const { words } = outcome.voice ?? member.voice
        if (outcome.voice !== undefined)
          keepLanguage(desk.parts.config, reply, { language: outcome.voice.language, instead: undefined })
        if (outcome.session !== undefined) desk.browsers.loggedIn(reply, browser, outcome.session, sub)
        if (outcome.say !== undefined) {
          const keeper = { browser: browser.id, sub, path: to.split('?', 1)[0] ?? to }
          desk.browsers.keepNotice(reply, sealNotice(desk.parts.formBox, keeper, outcome.say(words)))
        }
        return seeOther(reply, `${desk.parts.config.issuerPath}${to}`)
      }
      case 'problems':
        return show(desk, request, reply, page, member, { typed, problems: outcome.problems })
      case 'again': {
        const { again, problems = [] } = outcome
        return show(desk, request, reply, page, member, { typed, again, problems })
      }
      case 'show':
        if (outcome.session !== undefined) desk.browsers.loggedIn(reply, browser, outcome.session, sub)
        return showMemberView(desk, request, reply, page, member, outcome.view, {})
      case 'file':
        return reply
          .header('cache-control', 'no-store')
          .header('content-disposition', `attachment; filename="${outcome.name}"`)
          .type(outcome.type)
          .send(outcome.body)
      case 'logged-out':
        desk.browsers.loggedOut(reply)
        return seeOther(reply, `${desk.parts.config.issuerPath}${outcome.to}`)
      case 'deleted':
        desk.browsers.forgotten(reply, browser, sub)
        return seeOther(reply, `${desk.parts.config.issuerPath}${outcome.to}`)
    }
  })
  otherMethods(app, page.url, ['GET', 'POST'])
}

export const done = (say?: Say, to?: string): Outcome => ({
  kind: 'done',
  ...(say !== undefined && { say }),
  ...(to !== undefined && { to }),
})

export const wrong = (...problems: readonly FieldProblem[]): Outcome => ({ kind: 'problems', problems })

const visitOf = async (desk: Desk, request: FastifyRequest, { isEnglish = false }: MemberPage) => {
  const { parts, browsers } = desk
  const now = parts.clock()
  const browser = browsers.read(request)
  const visitor = await parts.findVisitor(browser.session, now)
  if (visitor === undefined) return { browser, now, member: undefined }
  const { account, session } = visitor
  const voice = isEnglish ? english : voiceOf(desk, request, account)
  const isRecent = isRecentProof(session, visitor.hasFactor, now)
  const isStrongest = isStrongestProof(session, visitor.hasFactor)
  const member: Member = { account, session, browser, voice, now, isRecent, isStrongest }
  return { browser, now, member }
}

const mustProve = (page: MemberPage, member: Member): boolean =>
  (page.needsRecent === true && !member.isRecent) || (page.needsStrongest === true && !member.isStrongest)

const admit = (page: MemberPage, member: Member): void => {
  if (page.allow !== undefined && !page.allow(member))
    throw new OAuthError('not_found', 'There is nothing at this address.', {
      operator: 'The person may not see this page.',
      about: { sub: member.account.sub },
    })
}

const logInFirst = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  why: Readonly<{ prove?: boolean; kept?: string | undefined }> = {},
): FastifyReply => seeOther(reply, memberLoginUrl(desk, memberAddress(desk, request).address, why))

const show = async (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  page: MemberPage,
  member: Member,
  shown: Shown,
): Promise<FastifyReply> => showMemberView(desk, request, reply, page, member, await page.show(request, member), shown)

/** Where all is busy, nothing that was typed is lost. */
const runOf = async (
  { parts }: Desk,
  act: Act,
  request: FastifyRequest,
  form: Params,
  member: Member,
): Promise<Outcome> => {
  try {
    return await act.run(request, form, member)
  } catch (error) {
    if (!parts.isBusy(error)) throw error
    const refusal = asRefusal(error, parts)
    return { kind: 'again', again: { refusal, say: (w) => w.common.busy, status: refusal.status } }
  }
}

const unknownAct: Again = {
  status: 400,
  say: (w) => w.common.invalidForm,
  refusal: new OAuthError('invalid_request', 'This form is not known here. Please try again.', {
    operator: 'The form names no act of this page.',
  }),
}
