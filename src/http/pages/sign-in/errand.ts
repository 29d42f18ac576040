// Errand: what a person logs in for, and the step that they come back to; the login page serves each kind the same way.
import type { AuthorizationRequest } from '../../../model/authorization-request.ts'
import type { Client } from '../../../model/client.ts'
import { formTargets } from '../../security-headers.ts'
import { appName } from '../words.ts'

/** The address decides the kind, and nothing that a request says can change it. */
export const loginWays = {
  authorize: { home: 'authorize', step: 'login', factor: 'second-factor' },
  device: { home: 'device', step: 'device/login', factor: 'device/second-factor' },
  member: { home: 'account/login', step: 'account/login', factor: 'account/second-factor' },
} as const
export type LoginWay = (typeof loginWays)[keyof typeof loginWays]

/** What else a person may need who comes to log in: an account, or a new password. */
export type AskName = 'sign-up' | 'forgot-password'
export type AskStep = `${'' | 'device/' | 'account/'}${AskName}`
export const askStep = ({ step }: LoginWay, name: AskName): AskStep => step.replace(/login$/, name) as AskStep

export type Errand = Readonly<{
  way: LoginWay
  /** Who waits for the login; null where that is only told after it. */
  app: Readonly<{ name: string; redirectUri: string; client: Client }> | null
  /** Where the forms may lead besides here. */
  targets: readonly string[]
  loginHint: string | null
  wantsNewAccount: boolean
  /** Whether the login must be a new one, and so prove later that it was. */
  mustBeNew: boolean
  /** Who is logged in and shall prove it once more: nobody else can, on this page. */
  fixedEmail: string | null
}>

export const authorizationErrand = (request: AuthorizationRequest): Errand => ({
  way: loginWays.authorize,
  app: { name: appName(request.client), redirectUri: request.redirectUri, client: request.client },
  targets: formTargets(request.redirectUri),
  loginHint: request.loginHint,
  wantsNewAccount: request.prompt.includes('create'),
  mustBeNew:
    request.maxAgeSeconds !== null ||
    request.expectedSubject !== null ||
    request.essentialAcr.length > 0 ||
    request.prompt.some((one) => one !== 'consent'),
  fixedEmail: null,
})

export const deviceErrand = (mustBeNew: boolean): Errand => ({
  way: loginWays.device,
  app: null,
  targets: [],
  loginHint: null,
  wantsNewAccount: false,
  mustBeNew,
  fixedEmail: null,
})

/** For a page of the person's own. */
export const memberErrand = (fixedEmail: string | null): Errand => ({
  way: loginWays.member,
  app: null,
  targets: [],
  loginHint: null,
  wantsNewAccount: false,
  mustBeNew: false,
  fixedEmail,
})
