// A link's page: looking at it changes nothing, because mail scanners open links too; a button posts, and uses the link up.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OAuthError } from '../../../protocol/errors.ts'
import type { Params } from '../../../protocol/params.ts'
import type { Words } from '../../../words/index.ts'
import { asRefusal } from '../../errors.ts'
import type { FormFacts } from '../../forms.ts'
import type { Again, Desk } from '../desk.ts'
import { type FieldProblem, formsOf, summaryOf, typedOf } from '../fields.ts'
import { postProblem } from '../own-post.ts'
import { alertOf, showPage } from '../page.ts'
import { formStep } from '../sign-in/form-step.ts'
import { type LinkStep, type PendingRequest, stepUrl } from '../sign-in/pending-request.ts'
import { type Voice, voiceOf } from '../voice.ts'
import { unreadable } from './ask.ts'
import { readForm } from './read-form.ts'

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
  /** Whose words it speaks, where the browser does not say. */
  language?: (found: Found) => string | null
  show: (found: Found, comer: Comer) => LinkView | Promise<LinkView>
  act: (form: Params, comer: Comer) => Promise<LinkOutcome>
  /** Where there is a fresh one. */
  fresh: Readonly<{ url: string | null; say: (w: Words) => string }>
}>

type Shown = Readonly<{ form?: Params; problems?: readonly FieldProblem[]; again?: Again | undefined }>

export const linkPage = <Found>(app: FastifyInstance, desk: Desk, page: LinkPage<Found>): void => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    pending: PendingRequest,
    token: string,
    { form, problems = [], again }: Shown = {},
  ): Promise<FastifyReply> => {
    const found = await page.find(token, pending.now)
    if (found === undefined) return showGone(desk, request, reply, page)
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
      const form = readForm(request)
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

const linkFacts = ({ step }: Pick<LinkPage<never>, 'step'>, token: string, { browser }: PendingRequest): FormFacts => ({
  purpose: 'mail-link',
  sub: null,
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
    operator: 'A link of a mail was opened that was used, has expired, or never was.',
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
