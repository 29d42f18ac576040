// The app's side of "Log in with Countersign": openid-client does the protocol (OAuth 2.1 §4.1, RFC 7636, RFC 9207).
import * as oauth from 'openid-client'

export type Settings = Readonly<{
  issuer: string
  clientId: string
  clientSecret: string
  /** Where this app lives. */
  appUrl: string
  /** The API that the tokens are for (RFC 8707). */
  apiUrl: string
}>

export type Tokens = Readonly<{
  accessToken: string
  expiresAt: Date
  refreshToken: string | undefined
  /** Only where the scope has `openid`. */
  idToken: string | undefined
  scope: string
}>

export const openCountersign = ({ issuer, clientId, clientSecret, appUrl, apiUrl }: Settings) => {
  const redirectUri = `${appUrl}/callback`
  let discovered: Promise<oauth.Configuration> | undefined

  /** Reads the server's metadata once; after a failure the next request tries again. */
  const configuration = (): Promise<oauth.Configuration> => {
    discovered ??= discover().catch((error: unknown) => {
      discovered = undefined
      throw error
    })
    return discovered
  }
  const discover = () => {
    // The library insists on https. Only a server on this computer is spared.
    const execute = new URL(issuer).protocol === 'http:' ? [oauth.allowInsecureRequests] : []
    const secret = oauth.ClientSecretBasic(clientSecret)
    return oauth.discovery(new URL(issuer), clientId, {}, secret, { algorithm: 'oauth2', execute })
  }

  return {
    /** Where to send the browser, and what to remember until it comes back. */
    begin: async (scope: string) => {
      const state = oauth.randomState()
      const codeVerifier = oauth.randomPKCECodeVerifier()
      const url = oauth.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope,
        state,
        resource: apiUrl,
        code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, state, codeVerifier }
    },

    /** Checks `state` and `iss`, and exchanges the code. */
    finish: async (callback: URL, state: string, codeVerifier: string): Promise<Tokens> =>
      read(
        await oauth.authorizationCodeGrant(await configuration(), callback, {
          expectedState: state,
          pkceCodeVerifier: codeVerifier,
        }),
      ),

    refresh: async (refreshToken: string): Promise<Tokens> =>
      read(await oauth.refreshTokenGrant(await configuration(), refreshToken)),

    revoke: async (refreshToken: string): Promise<void> => oauth.tokenRevocation(await configuration(), refreshToken),

    /** Where the browser goes to end the server's session too, and comes back from (OpenID Connect RP-Initiated Logout §2). */
    logOutUrl: async (idToken: string | undefined): Promise<string> => {
      const hint = { ...(idToken && { id_token_hint: idToken }) }
      return oauth.buildEndSessionUrl(await configuration(), { ...hint, post_logout_redirect_uri: `${appUrl}/` }).href
    },
  }
}

export type Countersign = ReturnType<typeof openCountersign>

const read = (answer: oauth.TokenEndpointResponse): Tokens => ({
  accessToken: answer.access_token,
  expiresAt: new Date(Date.now() + (answer.expires_in ?? 0) * 1000),
  refreshToken: answer.refresh_token,
  idToken: answer.id_token,
  scope: answer.scope ?? '',
})

export type RefusedBy = Readonly<{ code: string; words: string }>

/** What the server refused, for a person; undefined where it did not answer, or cannot at the moment. */
export const refusalOf = (error: unknown): RefusedBy | undefined => {
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError) {
    if (error.error === 'temporarily_unavailable' || error.error === 'server_error') return undefined
    return { code: error.error, words: error.error_description ?? '' }
  }
  // A wrong `iss` or `state`: the answer is not that of the server that was asked.
  if (error instanceof oauth.ClientError && error.code === 'OAUTH_INVALID_RESPONSE')
    return { code: 'invalid response', words: error.message }
  return undefined
}
