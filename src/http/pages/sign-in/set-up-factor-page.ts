// An app asks for more than this person can prove yet: the way to a second factor, or back to the app (OpenID Connect Core Unmet Authentication Requirements §2).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorizeOutcome } from '../../../flows/authorize.ts'
import { errorResponse } from '../../../protocol/authorization-response.ts'
import { OAuthError } from '../../../protocol/errors.ts'
import { formTargets } from '../../security-headers.ts'
import { afterSetUp, setUpUrls } from '../account/set-up.ts'
import type { Desk } from '../desk.ts'
import { wayOn } from '../error-page.ts'
import { showPage } from '../page.ts'
import { relyingParty } from '../passkeys.ts'
import { voiceOf } from '../voice.ts'
import { appName } from '../words.ts'
import type { PendingRequest } from './pending-request.ts'

type Outcome = Extract<AuthorizeOutcome, { kind: 'set-up-factor' }>

export const showSetUpFactor = (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
  { request: asked, account }: Outcome,
): FastifyReply => {
  const voice = voiceOf(desk, request, account)
  const { clientId } = asked.client
  const refusal = new OAuthError('unmet_authentication_requirements', 'The person has no second factor.', {
    operator:
      'The app asks for an acr that this person cannot reach yet; they were shown how to set up a second factor.',
    owner: 'The acr that you ask for needs a second factor, and this person had none.',
    about: { clientId, sub: account.sub },
  })
  const reference = desk.noteRefusal(request, reply, refusal)
  const { config } = desk.parts
  const back = afterSetUp(pending.query)
  desk.browsers.greet(reply, pending.browser)
  return showPage(reply, {
    template: 'set-up-factor',
    voice,
    title: voice.words.factors.neededTitle,
    targets: formTargets(asked.redirectUri),
    data: {
      appName: appName(asked.client),
      authenticator: `${config.issuerPath}${setUpUrls.authenticator}${back}`,
      passkey: relyingParty(desk) === null ? null : `${config.issuerPath}${setUpUrls.passkey}${back}`,
      onward: wayOn(voice.words, asked, errorResponse(asked, config.issuer, refusal, reference)),
    },
  })
}
