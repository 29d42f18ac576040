// A link's page: looking at it changes nothing, because mail scanners open links too; a button posts, and uses the link up.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OAuthError } from '../../../protocol/errors.ts'
import type { Params } from '../../../protocol/params.ts'
import type { Words } from '../../../words/index.ts'
import { asRefusal } from '../../errors.ts'
import { readableForm } from '../../form-body.ts'
import type { FormFacts } from '../../forms.ts'
import type { Again, Desk } from '../desk.ts'
import { type FieldProblem, formsOf, summaryOf, typedOf } from '../fields.ts'
import { memberAddress, memberLoginUrl } from '../member-address.ts'
import { postProblem, unreadable } from '../own-post.ts'
import { alertOf, seeOther, showPage } from '../page.ts'
import { formStep } from '../sign-in/form-step.ts'
import { type LinkStep, type PendingRequest, stepUrl } from '../sign-in/pending-request.ts'
import { type Voice, voiceOf } from '../voice.ts'

/** Somebody who came with a link. */
export type Comer = Readonly<{
  request: FastifyRequest
  reply: FastifyReply
  pending: PendingRequest
  token: string
  voice: Voice
}>

export type LinkView = Readonly<{
  template: string
  title: string
  data?: object
  /** What stands in its fields before anything is typed. */
  fields?: Readonly<Record<string, string>>
  targets?: readonly string[]
}>

/** What a post led to: the answer, or why the page is shown again. */
export type LinkOutcome =
  | Readonly<{ kind: 'answer'; answer: FastifyReply | Promise<FastifyReply> }>
  | Readonly<{ kind: 'gone' }>
  | Readonly<{ kind: 'problems'; problems: readonly FieldProblem[] }>

export type LinkPage<Found> = Readonly<{
  step: LinkStep
  find: (token: string, now: Date) => Promise<Found | undefined>
  /**
   * Whose login it takes besides: else anybody could have a link sent to a stranger, whose press of a button would make the
   * stranger's address theirs. Left out where the link alone is enough.
   */
  owner?: (found: Found) => string
  /** Whose words it speaks, where the browser does not say. */
  language?: (found: Found) => string | null
  show: (found: Found, comer: Comer) => LinkView | Promise<LinkView>
  act: (form: Params, comer: Comer) => Promise<LinkOutcome>
  /** Where there is a fresh one. */
  fresh: Readonly<{ url: string | null; say: (w: Words) => string }>
}>

type Shown = Readonly<{ form?: Params; problems?: readonly FieldProblem[]; again?: Again | undefined }>

export const linkPage = <Found>(app: FastifyInstance, desk: Desk, page: LinkPage<Found>): void => {
  if (page.owner !== undefined) desk.memberAddresses.add(`/${page.step}`)
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    pending: PendingRequest,
    token: string,
    { form, problems = [], again }: Shown = {},
  ): Promise<FastifyReply> => {
    const found = await page.find(token, pending.now)
    if (found === undefined) return showGone(desk, request, reply, page)
    const { visitor } = pending
    if (page.owner !== undefined && page.owner(found) !== visitor?.account.sub)
      return visitor === undefined
        ? seeOther(reply, memberLoginUrl(desk, memberAddress(desk, request).address, {}))
        : showOtherAccount(desk, request, reply)
    const language = page.language?.(found) ?? null
    const voice = voiceOf(desk, request, { language })
    const {
      template,
      title,
      data,
      fields = {},
      targets = [],
    } = await page.show(found, {
      ...{ request, reply, pending, token, voice },
    })
    const forms = formsOf({ link: fields }, form && typedOf('link', form), problems, voice.words)
    desk.browsers.greet(reply, pending.browser)
    return showPage(reply, {
      ...{ template, voice, title, targets },
      status: again?.status ?? (problems.length > 0 ? 400 : 200),
      data: {
        ...data,
        alert: alertOf(desk, request, reply, voice, again),
        fields: forms.link,
        problems: summaryOf(forms),
        action: stepUrl(desk, page.step, pending),
        seal: desk.seals.seal(linkFacts(page, token, pending), pending.now),
      },
    })
  }

  formStep(
    app,
    desk,
    { step: page.step, home: page.step },
    async (request, reply, pending) => {
      const form = readableForm(request)
      if (form === undefined)
        return show(request, reply, pending, pending.params.get('link') ?? '', { again: unreadable })
      const token = pending.params.get('link') ?? ''
      const { browser, now } = pending
      const problem = postProblem(desk, request, { form, facts: linkFacts(page, token, pending), browser, now })
      if (problem !== undefined) return show(request, reply, pending, token, { form, again: problem })
      const voice = voiceOf(desk, request)
      try {
        const outcome = await page.act(form, { request, reply, pending, token, voice })
        switch (outcome.kind) {
          case 'answer':
            return outcome.answer
          case 'gone':
            return showGone(desk, request, reply, page)
          case 'problems':
            return show(request, reply, pending, token, { form, problems: outcome.problems })
        }
      } catch (error) {
        if (!desk.parts.isBusy(error)) throw error
        const refusal = asRefusal(error, desk.parts)
        const again: Again = { refusal, say: (w) => w.common.busy, status: refusal.status }
        return show(request, reply, pending, token, { form, again })
      }
    },
    (request, reply, pending) => show(request, reply, pending, pending.params.get('link') ?? ''),
  )
}

const linkFacts = (
  { step, owner }: Pick<LinkPage<never>, 'step' | 'owner'>,
  token: string,
  { browser, visitor }: PendingRequest,
): FormFacts => ({
  purpose: 'mail-link',
  // Its owner's: nobody else was shown the form.
  sub: (owner && visitor?.account.sub) ?? null,
  request: `${step} ${token}`,
  shown: [],
  browser: browser.id,
})

/** The same for a link that was used, one that is too old and one that never was. */
const showGone = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  { fresh }: Pick<LinkPage<never>, 'fresh'>,
): FastifyReply => {
  const voice = voiceOf(desk, request)
  const refusal = new OAuthError('invalid_grant', 'The link does not work any more.', {
    operator:
      'A link of a mail was opened that was used, has expired, or never was; or whoever invited to a role may not give it any more.',
  })
  const prefix = desk.parts.config.issuerPath
  return showPage(reply, {
    template: 'sign-up/gone',
    voice,
    title: voice.words.signUp.goneTitle,
    status: 410,
    data: {
      reference: desk.noteRefusal(request, reply, refusal),
      fresh: fresh.url && `${prefix}/${fresh.url}`,
      what: fresh.say(voice.words),
      logIn: `${prefix}/account`,
    },
  })
}

const showOtherAccount = (desk: Desk, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const voice = voiceOf(desk, request)
  return showPage(reply, {
    template: 'sign-up/other-account',
    voice,
    title: voice.words.signUp.otherAccountTitle,
    status: 403,
    data: { logOut: `${desk.parts.config.issuerPath}/logout` },
  })
}
