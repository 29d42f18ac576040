// The question whether a device may use the account: which app, which device, and is it really theirs (RFC 8628 §3.3.1, §5.4)?
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DeviceQuestion } from '../../../flows/device/answer.ts'
import { addressGroup } from '../../../protocol/address.ts'
import { clientVersion } from '../../../protocol/client-version.ts'
import { type Terms, usualTerms } from '../../../protocol/consent.ts'
import type { FormFacts } from '../../forms.ts'
import { namedApis, toldToApis } from '../apis.ts'
import type { Again, Desk } from '../desk.ts'
import { alertOf, showPage } from '../page.ts'
import { scopesInWords } from '../scope-words.ts'
import { boxOf, durationsOffered, offeredOf } from '../sign-in/consent-choices.ts'
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
  terms: Terms = usualTerms,
): FastifyReply => {
  const { userCode, authorization, client, account } = question
  const { address, userAgent, issuedAt, scope, resources } = authorization
  const voice = voiceOf(desk, request, account)
  const w = voice.words
  const choosing = choicesOf(question)
  const offered = offeredOf(desk, choosing)
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
      scopes: scopesInWords(desk, w, [...new Set([...scope, ...toldToApis(desk, client, resources)])]).map((each) => ({
        ...each,
        box: offered.includes(each.name) ? boxOf(offered.indexOf(each.name)) : null,
        isChosen: !terms.declined.includes(each.name),
        isNew: false,
      })),
      hasBoxes: offered.length > 0,
      durations: durationsOffered(w, choosing, terms.duration),
      resources: namedApis(desk, resources),
      action: stepUrl(desk, 'device/confirm', pending),
      fresh: stepUrl(desk, 'device', pending),
      otherAccount: stepUrl(desk, 'device/login', { ...pending, interaction: null }),
      seal: desk.seals.seal(questionFacts(desk, pending, question), pending.now),
    },
  })
}

/** What the person may choose besides yes and no; a device is asked about anew each time. */
export const choicesOf = ({ authorization, client, optional }: DeviceQuestion) =>
  ({
    request: { client, scope: authorization.scope, resources: authorization.resources },
    optional,
    before: undefined,
  }) as const

/** What an answer to this page is an answer to. */
export const questionFacts = (desk: Desk, { query, browser }: PendingRequest, question: DeviceQuestion): FormFacts => {
  const { userCode, authorization, client, account } = question
  return {
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
      '',
      ...offeredOf(desk, choicesOf(question)),
    ],
    browser: browser.id,
  }
}
