// Asking for a link by mail: an e-mail address, and the same answer whether or not it has an account (OWASP ASVS 6.3.8).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Asked, Wish } from '../../../flows/account/sign-up.ts'
import { OAuthError } from '../../../protocol/errors.ts'
import type { Words } from '../../../words/index.ts'
import { readableForm } from '../../form-body.ts'
import type { FormFacts } from '../../forms.ts'
import type { Again, Desk } from '../desk.ts'
import { type FieldProblem, formsOf } from '../fields.ts'
import { postProblem, unreadable } from '../own-post.ts'
import { alertOf, showPage } from '../page.ts'
import { type AskName, askStep, type LoginWay, loginWays } from '../sign-in/errand.ts'
import { formStep } from '../sign-in/form-step.ts'
import { type PendingRequest, stepUrl } from '../sign-in/pending-request.ts'
import { askingForLogin } from '../sign-in/raw-query.ts'
import { voiceOf } from '../voice.ts'
import { destinationWords } from '../words.ts'
import { errandOf, requestOf } from './ways.ts'

export type AskPage = Readonly<{
  name: AskName
  words: (w: Words) => Readonly<{ title: string; lead: string; button: string; sent: (email: string) => string }>
  ask: (wish: Wish, now: Date) => Promise<Asked>
}>

type Shown = Readonly<{ email?: string; problem?: FieldProblem | undefined; again?: Again | undefined }>

export const askPages = (app: FastifyInstance, desk: Desk, page: AskPage): void => {
  for (const way of Object.values(loginWays)) {
    const step = askStep(way, page.name)
    formStep(
      app,
      desk,
      { step, home: step },
      async (request, reply, pending) => {
        const form = readableForm(request)
        if (form === undefined) return showAsk(desk, request, reply, page, way, pending, { again: unreadable })
        const { browser, now } = pending
        const email = form.get('email') ?? ''
        const problem = postProblem(desk, request, { form, facts: askFacts(page, way, pending), browser, now })
        if (problem !== undefined) return showAsk(desk, request, reply, page, way, pending, { email, again: problem })
        const voice = voiceOf(desk, request)
        const { language, words } = voice
        const wish = { email, address: request.ip, request: requestOf(way, pending), language }
        const asked = await page.ask(wish, now)
        switch (asked.kind) {
          case 'asked':
            return showPage(reply, {
              template: 'sign-up/sent',
              voice,
              title: words.signUp.sentTitle,
              data: {
                ...{ sent: page.words(words).sent, email: asked.email, again: stepUrl(desk, step, pending) },
                mailbox: desk.parts.config.devMailbox && `${desk.parts.config.issuerPath}/dev/mailbox`,
              },
            })
          case 'no-address':
            return showAsk(desk, request, reply, page, way, pending, {
              email,
              problem: {
                field: 'email',
                say: (w) => (email.trim() === '' ? w.signIn.missingEmail : w.signUp.badEmail),
              },
            })
          case 'too-many':
            return showAsk(desk, request, reply, page, way, pending, {
              email,
              again: tooManyMails(asked.retryAfterSeconds),
            })
        }
      },
      (request, reply, pending) => showAsk(desk, request, reply, page, way, pending, {}),
    )
  }
}

const showAsk = async (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  page: AskPage,
  way: LoginWay,
  pending: PendingRequest,
  { email = pending.params.get('login_hint') ?? '', problem, again }: Shown,
): Promise<FastifyReply> => {
  const voice = voiceOf(desk, request)
  const { words } = voice
  const errand = await errandOf(desk, request, way, pending)
  const typed = problem && { act: 'ask', values: { email } }
  const forms = formsOf({ ask: { email } }, typed, problem ? [problem] : [], words)
  desk.browsers.greet(reply, pending.browser)
  const { title, lead, button } = page.words(words)
  return showPage(reply, {
    template: 'sign-up/ask',
    voice,
    title,
    status: again?.status ?? (problem === undefined ? 200 : 400),
    data: {
      ...{ lead, button, name: page.name, field: forms.ask?.email },
      alert: alertOf(desk, request, reply, voice, again),
      app: errand?.app && { name: errand.app.name, destination: destinationWords(words, errand.app.redirectUri) },
      action: stepUrl(desk, askStep(way, page.name), pending),
      fresh: stepUrl(desk, askStep(way, page.name), pending),
      logIn: logInUrl(desk, way, pending),
      seal: desk.seals.seal(askFacts(page, way, pending), pending.now),
    },
  })
}

/** An app that asks for a new account would lead straight back here. */
const logInUrl = (desk: Desk, way: LoginWay, pending: PendingRequest): string => {
  const { params, query } = pending
  if (way === loginWays.authorize && query === '') return `${desk.parts.config.issuerPath}/account`
  const wantsNew = (params.get('prompt') ?? '').split(' ').includes('create')
  const asked = wantsNew ? { ...pending, query: askingForLogin(query, params), interaction: null } : pending
  return stepUrl(desk, way.home, asked)
}

const askFacts = ({ name }: AskPage, way: LoginWay, { query, browser }: PendingRequest): FormFacts => ({
  purpose: name,
  sub: null,
  request: `${way.home}?${query}`,
  shown: [],
  browser: browser.id,
})

export const tooManyMails = (retryAfterSeconds: number): Again => ({
  status: 429,
  refusal: new OAuthError(
    'too_many_requests',
    'Too many mails were asked for.',
    { operator: 'Too many mails were asked for to this address, or from this network.' },
    retryAfterSeconds,
  ),
  say: (w) => w.common.tooManyMails(retryAfterSeconds),
})
