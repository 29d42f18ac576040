// The authorization response: success and refusal are delivered by the same code (RFC 6749 §4.1.2, RFC 9207).
import type { ReturnAddress } from '../model/authorization-request.ts'
import type { Refusal } from './errors.ts'

export type AuthorizationResponse = Readonly<{
  address: ReturnAddress
  /** In order: code or error first, then state and iss. */
  parameters: readonly (readonly [name: string, value: string])[]
}>

export const successResponse = (address: ReturnAddress, issuer: string, code: string): AuthorizationResponse => ({
  address,
  parameters: [['code', code], ...common(address, issuer)],
})

/** The description ends with the reference, so that whoever reads the client's log can ask the operator. */
export const errorResponse = (
  address: ReturnAddress,
  issuer: string,
  refusal: Refusal,
  reference: string,
): AuthorizationResponse => ({
  address,
  parameters: [
    ['error', refusal.code],
    ['error_description', `${refusal.message} Reference: ${reference}`],
    ...common(address, issuer),
  ],
})

const common = (address: ReturnAddress, issuer: string): (readonly [string, string])[] => [
  ...(address.state === null ? [] : ([['state', address.state]] as const)),
  // RFC 9207 §2: in errors too.
  ['iss', issuer],
]

/** The redirect URI keeps its own query and gets ours added (RFC 6749 §3.1.2). */
export const responseLocation = ({ address, parameters }: AuthorizationResponse): string =>
  parametersAdded(address.redirectUri, parameters)

export const parametersAdded = (redirectUri: string, parameters: AuthorizationResponse['parameters']): string => {
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  const joint = !redirectUri.includes('?') ? '?' : /[?&]$/.test(redirectUri) ? '' : '&'
  return `${redirectUri}${joint}${query}`
}
