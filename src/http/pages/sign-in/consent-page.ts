// The consent page: which app, where the code goes, who vouches for it, what it may do (RFC 6749 §10.16, RFC 8252 §8.6).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorizeOutcome } from '../../../flows/authorize.ts'
import { clientVersion } from '../../../protocol/client-version.ts'
import { revealedScope } from '../../../protocol/consent.ts'
import type { FormFacts } from '../../forms.ts'
import { formTargets } from '../../security-headers.ts'
import { namedApis, toldToApis } from '../apis.ts'
import type { Again, Desk } from '../desk.ts'
import { alertOf, showPage } from '../page.ts'
import { appName, claimedName, destinationWords, plainName, trustWords } from '../words.ts'
import { type PendingRequest, stepUrl } from './pending-request.ts'
import { askingForLogin } from './raw-query.ts'

export type ConsentOutcome = Extract<AuthorizeOutcome, { kind: 'consent' }>

export const showConsent = async (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
  outcome: ConsentOutcome,
  again?: Again,
): Promise<FastifyReply> => {
  const { account, asked } = outcome
  const { client, redirectUri, resources } = outcome.request
  const scope = revealedScope(outcome.request)
  const known = desk.parts.scopes()
  const someAllowedBefore = asked.length < scope.length
  desk.browsers.greet(reply, pending.browser)
  return showPage(reply, {
    template: 'consent',
    title: `Allow ${appName(client)}?`,
    status: again?.status ?? 200,
    targets: formTargets(redirectUri),
    data: {
      alert: alertOf(desk, request, reply, again),
      appName: appName(client),
      claimedName: claimedName(client),
      destination: destinationWords(redirectUri),
      trust: trustWords(client, pending.now, redirectUri),
      account: { email: account.email, name: account.name && plainName(account.name) },
      scopes: [...new Set([...scope, ...toldToApis(desk, client, resources)])].map((name) => ({
        name,
        words: known.find((one) => one.name === name)?.words ?? null,
        isNew: someAllowedBefore && asked.includes(name),
      })),
      resources: namedApis(desk, resources),
      action: stepUrl(desk, 'consent', pending),
      fresh: stepUrl(desk, 'authorize', pending),
      otherAccount: stepUrl(desk, 'authorize', {
        ...pending,
        query: askingForLogin(pending.query, pending.params),
        interaction: null,
      }),
      seal: desk.seals.seal(consentFacts(pending, outcome), pending.now),
    },
  })
}

/** What an answer to this page is an answer to. */
export const consentFacts = ({ query, browser }: PendingRequest, { request, account }: ConsentOutcome): FormFacts => ({
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
  ],
  browser: browser.id,
})
