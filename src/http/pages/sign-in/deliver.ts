// Delivering the authorization response, success and refusal alike (RFC 6749 §4.1.2, OAuth 2.0 Form Post Response Mode §2).
import type { FastifyReply } from 'fastify'
import { type AuthorizationResponse, responseLocation } from '../../../protocol/authorization-response.ts'
import { formTargets } from '../../security-headers.ts'
import { seeOther, showPage } from '../page.ts'
import { appName, destinationWords } from '../words.ts'

export const deliver = (reply: FastifyReply, response: AuthorizationResponse): FastifyReply => {
  const { client, redirectUri, responseMode } = response.address
  if (responseMode === 'form_post')
    return showPage(reply, {
      template: 'form-post',
      title: 'One moment',
      targets: formTargets(redirectUri),
      // The app sees that the post comes from this server, and nothing of the address before it.
      referrerPolicy: 'strict-origin',
      data: {
        appName: appName(client),
        destination: destinationWords(redirectUri),
        action: redirectUri,
        parameters: response.parameters,
      },
    })
  return seeOther(reply, responseLocation(response))
}
