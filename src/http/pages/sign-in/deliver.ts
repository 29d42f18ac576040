// Delivering the authorization response, success and refusal alike (RFC 6749 §4.1.2, OAuth 2.0 Form Post Response Mode §2).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Account } from '../../../model/account.ts'
import { type AuthorizationResponse, responseLocation } from '../../../protocol/authorization-response.ts'
import { formTargets } from '../../security-headers.ts'
import type { Desk } from '../desk.ts'
import { seeOther, showPage } from '../page.ts'
import { voiceOf } from '../voice.ts'
import { appName, destinationWords } from '../words.ts'

export const deliver = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  response: AuthorizationResponse,
  account?: Account,
): FastifyReply => {
  const { client, redirectUri, responseMode } = response.address
  if (responseMode === 'form_post') {
    const voice = voiceOf(desk, request, account)
    return showPage(reply, {
      template: 'form-post',
      voice,
      title: voice.words.signIn.oneMoment,
      targets: formTargets(redirectUri),
      // The app sees that the post comes from this server, and nothing of the address before it.
      referrerPolicy: 'strict-origin',
      data: {
        appName: appName(client),
        destination: destinationWords(voice.words, redirectUri),
        action: redirectUri,
        parameters: response.parameters,
      },
    })
  }
  return seeOther(reply, responseLocation(response))
}
