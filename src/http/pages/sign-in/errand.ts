// Errand: what a person logs in for, and the step that they come back to; the login page serves each kind the same way.
import type { AuthorizationRequest } from '../../../model/authorization-request.ts'
import { formTargets } from '../../security-headers.ts'
import { appName, destinationWords } from '../words.ts'

/** The address decides the kind, and nothing that a request says can change it. */
export const loginWays = {
  authorize: { home: 'authorize', step: 'login' },
  device: { home: 'device', step: 'device/login' },
} as const
export type LoginWay = (typeof loginWays)[keyof typeof loginWays]

export type Errand = Readonly<{
  way: LoginWay
  /** Who waits for the login; null where that is only told after it. */
  app: Readonly<{ name: string; destination: ReturnType<typeof destinationWords> }> | null
  /** Where the forms may lead besides here. */
  targets: readonly string[]
  loginHint: string | null
  wantsNewAccount: boolean
  /** Whether the login must be a new one, and so prove later that it was. */
  mustBeNew: boolean
}>

export const authorizationErrand = (request: AuthorizationRequest): Errand => ({
  way: loginWays.authorize,
  app: { name: appName(request.client), destination: destinationWords(request.redirectUri) },
  targets: formTargets(request.redirectUri),
  loginHint: request.loginHint,
  wantsNewAccount: request.prompt.includes('create'),
  mustBeNew:
    request.maxAgeSeconds !== null ||
    request.expectedSubject !== null ||
    request.essentialAcr.length > 0 ||
    request.prompt.some((one) => one !== 'consent'),
})

export const deviceErrand = (mustBeNew: boolean): Errand => ({
  way: loginWays.device,
  app: null,
  targets: [],
  loginHint: null,
  wantsNewAccount: false,
  mustBeNew,
})
