// The pages around a logout: the question, the mistake of an app, the end (OpenID Connect RP-Initiated Logout §2, §4, §6).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Visitor } from '../../../flows/authorize.ts'
import type { LogoutQuestion } from '../../../flows/end-session.ts'
import type { Account } from '../../../model/account.ts'
import type { OAuthError } from '../../../protocol/errors.ts'
import { type LogoutReturn, logoutLocation } from '../../../protocol/logout.ts'
import type { Browser } from '../../browser.ts'
import type { FormFacts } from '../../forms.ts'
import { formTargets } from '../../security-headers.ts'
import type { Again, Desk } from '../desk.ts'
import { alertOf, showPage } from '../page.ts'
import { voiceOf } from '../voice.ts'
import { appName, destinationWords, plainName } from '../words.ts'

export type LogoutVisit = Readonly<{
  /** As the app wrote it. */
  query: string
  browser: Browser
  visitor: Visitor
  now: Date
}>

export const logOutUrl = ({ parts }: Desk, query: string): string =>
  `${parts.config.issuerPath}/logout${query === '' ? '' : `?${query}`}`

export const showLogOut = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  visit: LogoutVisit,
  question: LogoutQuestion,
  again?: Again,
): FastifyReply => {
  const { account, client, back, doubt } = question
  const voice = voiceOf(desk, request, account)
  desk.browsers.greet(reply, visit.browser)
  return showPage(reply, {
    template: 'log-out',
    voice,
    title: voice.words.signIn.logOutQuestion,
    status: again?.status ?? 200,
    targets: back === null ? [] : formTargets(back.redirectUri),
    data: {
      alert: alertOf(desk, request, reply, voice, again),
      account: { email: account.email, name: account.name && plainName(account.name) },
      appName: client && appName(client),
      isOtherPerson: doubt === 'other-person',
      destination: back && destinationWords(voice.words, back.redirectUri),
      action: logOutUrl(desk, visit.query),
      seal: desk.seals.seal(logOutFacts(visit, question), visit.now),
    },
  })
}

export const logOutFacts = ({ query, browser }: LogoutVisit, { account, client, back }: LogoutQuestion): FormFacts => ({
  purpose: 'log-out',
  sub: account.sub,
  request: query,
  shown: [client?.name ?? '', back?.redirectUri ?? ''],
  browser: browser.id,
})

/** Nothing of a wrong request is used, but nobody who wants to log out stands before a closed door. */
export const showLogOutProblem = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  { visitor }: LogoutVisit,
  refusal: OAuthError,
): FastifyReply => {
  const voice = voiceOf(desk, request, visitor?.account)
  const { loggedOut, stillLoggedIn } = voice.words.signIn
  return showPage(reply, {
    template: 'log-out-problem',
    voice,
    title: visitor === undefined ? loggedOut : stillLoggedIn,
    status: 400,
    data: {
      account: visitor?.account.email ?? null,
      message: refusal.message,
      reference: desk.noteRefusal(request, reply, refusal),
      action: logOutUrl(desk, ''),
    },
  })
}

export const showLoggedOut = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  back: LogoutReturn | null,
  account?: Account,
): FastifyReply => {
  const voice = voiceOf(desk, request, account)
  return showPage(reply, {
    template: 'logged-out',
    voice,
    title: voice.words.signIn.loggedOut,
    data: {
      back: back && {
        appName: appName(back.client),
        destination: destinationWords(voice.words, back.redirectUri),
        href: logoutLocation(back),
      },
      account: `${desk.parts.config.issuerPath}/account`,
    },
  })
}
