// The consent page: which app, where the code goes, who vouches for it, what it may do (RFC 6749 §10.16, RFC 8252 §8.6).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorizeOutcome } from '../../../flows/authorize.ts'
import { clientVersion } from '../../../protocol/client-version.ts'
import { revealedScope, type Terms } from '../../../protocol/consent.ts'
import type { Words } from '../../../words/index.ts'
import type { FormFacts } from '../../forms.ts'
import { formTargets } from '../../security-headers.ts'
import { namedApis, toldToApis } from '../apis.ts'
import type { Again, Desk } from '../desk.ts'
import { logoUrl } from '../logo.ts'
import { alertOf, showPage } from '../page.ts'
import { type ScopeInWords, scopesInWords } from '../scope-words.ts'
import { voiceOf } from '../voice.ts'
import { appName, claimedName, destinationWords, plainName } from '../words.ts'
import { boxOf, durationsOffered, offeredOf, termsBefore } from './consent-choices.ts'
import { type PendingRequest, stepUrl } from './pending-request.ts'
import { askingForLogin } from './raw-query.ts'
import { trustPanel } from './trust-panel.ts'

export type ConsentOutcome = Extract<AuthorizeOutcome, { kind: 'consent' }>

/** @param terms what was chosen already, where the page is shown again */
export const showConsent = async (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
  outcome: ConsentOutcome,
  again?: Again,
  terms: Terms = termsBefore(desk, outcome),
): Promise<FastifyReply> => {
  const { account } = outcome
  const { client, redirectUri, resources } = outcome.request
  const voice = voiceOf(desk, request, account)
  const w = voice.words
  const trust = await trustPanel(desk, w, client, redirectUri, pending.now)
  desk.browsers.greet(reply, pending.browser)
  return showPage(reply, {
    template: 'consent',
    voice,
    title: w.consent.title(appName(client)),
    status: again?.status ?? 200,
    targets: formTargets(redirectUri),
    data: {
      alert: alertOf(desk, request, reply, voice, again),
      appName: appName(client),
      claimedName: claimedName(client),
      logo: logoUrl(client, desk.parts.config.issuerPath),
      destination: destinationWords(w, redirectUri),
      trust,
      account: { email: account.email, name: account.name && plainName(account.name) },
      ...scopesShown(desk, w, outcome, terms),
      resources: namedApis(desk, resources),
      durations: durationsOffered(w, outcome, terms.duration),
      action: stepUrl(desk, 'consent', pending),
      fresh: stepUrl(desk, 'authorize', pending),
      otherAccount: stepUrl(desk, 'authorize', {
        ...pending,
        query: askingForLogin(pending.query, pending.params),
        interaction: null,
      }),
      seal: desk.seals.seal(consentFacts(desk, pending, outcome), pending.now),
    },
  })
}

/** Where something was allowed before, only the difference is asked, and the rest is one quiet line. */
const scopesShown = (desk: Desk, w: Words, outcome: ConsentOutcome, terms: Terms) => {
  const { asked, before } = outcome
  const { client, resources } = outcome.request
  const scope = revealedScope(outcome.request)
  const offered = offeredOf(desk, outcome)
  const isMore = asked.length > 0 && asked.length < scope.length
  const listed = isMore ? scope.filter((name) => asked.includes(name) || offered.includes(name)) : scope
  const rest = scope.filter((name) => !listed.includes(name))
  const all = [...new Set([...listed, ...toldToApis(desk, client, resources)])]
  return {
    scopes: scopesInWords(desk, w, all).map((each) => ({
      ...each,
      isNew: isMore && asked.includes(each.name) && !before?.declined.includes(each.name),
      box: offered.includes(each.name) ? boxOf(offered.indexOf(each.name)) : null,
      isChosen: !terms.declined.includes(each.name),
    })),
    hasBoxes: offered.length > 0,
    allowedBefore:
      before === undefined || rest.length === 0
        ? null
        : { what: w.common.list(scopesInWords(desk, w, rest).map((each) => inOneLine(w, each))), at: before.grantedAt },
  }
}

const inOneLine = (w: Words, { name, words }: ScopeInWords): string => words ?? w.consent.usePermission(name)

/** What an answer to this page is an answer to. */
export const consentFacts = (desk: Desk, { query, browser }: PendingRequest, outcome: ConsentOutcome): FormFacts => {
  const { request, account, before } = outcome
  return {
    purpose: 'consent',
    sub: account.sub,
    request: query,
    shown: [
      request.client.clientId,
      request.client.name,
      clientVersion(request.client) ?? '',
      request.redirectUri,
      ...revealedScope(request),
      '',
      ...request.resources,
      '',
      ...offeredOf(desk, outcome),
      before?.endsAt?.toISOString() ?? '',
    ],
    browser: browser.id,
  }
}
