// The question whether a device may use the account: which app, which device, and is it really theirs (RFC 8628 §3.3.1, §5.4)?
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DeviceQuestion } from '../../../flows/device/answer.ts'
import { addressGroup } from '../../../protocol/address.ts'
import { clientVersion } from '../../../protocol/client-version.ts'
import type { FormFacts } from '../../forms.ts'
import { namedApis, toldToApis } from '../apis.ts'
import type { Again, Desk } from '../desk.ts'
import { alertOf, showPage } from '../page.ts'
import { scopesInWords } from '../scope-words.ts'
import { type PendingRequest, stepUrl } from '../sign-in/pending-request.ts'
import { voiceOf } from '../voice.ts'
import { appName, claimedName, plainName, trustWords } from '../words.ts'

export const showQuestion = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
  question: DeviceQuestion,
  again?: Again,
): FastifyReply => {
  const { userCode, authorization, client, account } = question
  const { address, userAgent, issuedAt, scope, resources } = authorization
  const voice = voiceOf(desk, request, account)
  const w = voice.words
  desk.browsers.greet(reply, pending.browser)
  return showPage(reply, {
    template: 'device-question',
    voice,
    title: w.signIn.connectTitle(appName(client)),
    status: again?.status ?? 200,
    data: {
      alert: alertOf(desk, request, reply, voice, again),
      appName: appName(client),
      claimedName: claimedName(client),
      userCode,
      device: {
        ago: w.common.ago(issuedAt, pending.now),
        address,
        isElsewhere: addressGroup(address) !== addressGroup(request.ip),
        program: plainName(userAgent ?? '') || null,
      },
      trust: trustWords(w, client, pending.now),
      account: { email: account.email, name: account.name && plainName(account.name) },
      scopes: scopesInWords(desk, w, [...new Set([...scope, ...toldToApis(desk, client, resources)])]),
      resources: namedApis(desk, resources),
      action: stepUrl(desk, 'device/confirm', pending),
      fresh: stepUrl(desk, 'device', pending),
      otherAccount: stepUrl(desk, 'device/login', { ...pending, interaction: null }),
      seal: desk.seals.seal(questionFacts(pending, question), pending.now),
    },
  })
}

/** What an answer to this page is an answer to. */
export const questionFacts = (
  { query, browser }: PendingRequest,
  { userCode, authorization, client, account }: DeviceQuestion,
): FormFacts => ({
  purpose: 'device',
  sub: account.sub,
  request: query,
  shown: [
    ...[
      userCode,
      authorization.digest.toString('base64url'),
      client.clientId,
      client.name,
      clientVersion(client) ?? '',
    ],
    ...authorization.scope,
    '',
    ...authorization.resources,
  ],
  browser: browser.id,
})
