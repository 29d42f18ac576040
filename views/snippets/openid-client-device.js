import * as oidc from 'openid-client'

const { ISSUER, CLIENT_ID } = process.env
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {}
const server = await oidc.discovery(new URL(ISSUER), CLIENT_ID, undefined, oidc.None(), options)
export const connect = async (show) => {
  const asked = await oidc.initiateDeviceAuthorization(server, { scope: 'openid profile' })
  show(`Open ${asked.verification_uri} and type ${asked.user_code}`, asked.verification_uri_complete) // the last as a QR code
  return oidc.pollDeviceAuthorizationGrant(server, asked) // waits until the person has answered
}
