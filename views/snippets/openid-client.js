import * as oidc from 'openid-client'

const { ISSUER, CLIENT_ID, CLIENT_SECRET, APP_URL } = process.env
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {}
const server = await oidc.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, options)
const asked = { redirect_uri: `${APP_URL}/callback`, scope: 'openid profile email offline_access' }
export const logIn = async (session) => {
  const [pkceCodeVerifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()]
  session.login = { pkceCodeVerifier, expectedState: state, expectedNonce: nonce }
  const code_challenge = await oidc.calculatePKCECodeChallenge(pkceCodeVerifier)
  return oidc.buildAuthorizationUrl(server, { ...asked, state, nonce, code_challenge, code_challenge_method: 'S256' })
} // send the browser there; then `url` is where it came back to
export const callback = (session, url) => oidc.authorizationCodeGrant(server, url, session.login)
export const whoIs = (tokens) => oidc.fetchUserInfo(server, tokens.access_token, tokens.claims().sub)
export const refresh = (tokens) => oidc.refreshTokenGrant(server, tokens.refresh_token)
