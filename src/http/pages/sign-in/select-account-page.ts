// The account chooser: go on as who is logged in, or as somebody else (OpenID Connect Core §3.1.2.1 prompt=select_account).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorizeOutcome } from '../../../flows/authorize.ts'
import type { FormFacts } from '../../forms.ts'
import { formTargets } from '../../security-headers.ts'
import type { Again, Desk } from '../desk.ts'
import { alertOf, showPage } from '../page.ts'
import { voiceOf } from '../voice.ts'
import { appName, destinationWords, plainName } from '../words.ts'
import { type PendingRequest, stepUrl } from './pending-request.ts'
import { askingForLogin } from './raw-query.ts'

export type SelectAccountOutcome = Extract<AuthorizeOutcome, { kind: 'select-account' }>

export const showSelectAccount = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
  outcome: SelectAccountOutcome,
  again?: Again,
): FastifyReply => {
  const { account } = outcome
  const { client, redirectUri } = outcome.request
  const other = { ...pending, query: askingForLogin(pending.query, pending.params), interaction: null }
  const voice = voiceOf(desk, request, account)
  desk.browsers.greet(reply, pending.browser)
  return showPage(reply, {
    template: 'select-account',
    voice,
    title: voice.words.signIn.chooseAccount,
    status: again?.status ?? 200,
    targets: formTargets(redirectUri),
    data: {
      alert: alertOf(desk, request, reply, voice, again),
      appName: appName(client),
      destination: destinationWords(voice.words, redirectUri),
      account: { email: account.email, name: account.name && plainName(account.name) },
      action: stepUrl(desk, 'select-account', pending),
      otherAccount: stepUrl(desk, 'authorize', other),
      seal: desk.seals.seal(selectAccountFacts(pending, outcome), pending.now),
    },
  })
}

export const selectAccountFacts = ({ query, browser }: PendingRequest, outcome: SelectAccountOutcome): FormFacts => ({
  purpose: 'select-account',
  sub: outcome.account.sub,
  request: query,
  shown: [],
  browser: browser.id,
})
