// oidc-provider as a competent operator sets it up for production: see bench/README.md.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { PeerSettings } from './settings.ts'

const day = 86_400

type LoggedIn = { authTime: number; acr: string; amr: readonly string[]; sid: string }
type Context = { oidc: { entities: { AuthorizationCode?: LoggedIn; RefreshToken?: LoggedIn } } }

type Parts = Readonly<{ adapter: unknown; isAccount: (sub: string) => boolean | Promise<boolean> }>

export const configuration = (settings: PeerSettings, { adapter, isAccount }: Parts) => {
  const { client, resource, accessTokenSeconds } = settings
  return {
    adapter,
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [client.redirectUri],
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        backchannel_logout_uri: client.logoutUri,
        // So that its ID tokens have `sid`.
        backchannel_logout_session_required: true,
      },
    ],
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    acrValues: ['aal1'],
    scopes: ['openid'],
    claims: { openid: ['sub', 'auth_time', 'acr', 'amr'] },
    findAccount: async (_: unknown, sub: string) =>
      (await isAccount(sub)) ? { accountId: sub, claims: async () => ({ sub }) } : undefined,
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async (_: unknown, to: { grantTypeAllowed(name: string): boolean }) =>
      to.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => false,
    extraTokenClaims: async ({ oidc }: Context, token: { kind: string }) => {
      const login = oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken
      if (token.kind !== 'AccessToken' || login === undefined) return undefined
      return { auth_time: login.authTime, acr: login.acr, amr: login.amr, sid: login.sid }
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      backchannelLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: async () => true,
        getResourceServerInfo: async () => ({
          scope: resource.scope,
          audience: resource.identifier,
          accessTokenTTL: accessTokenSeconds,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: 60,
      ClientCredentials: accessTokenSeconds,
      Grant: 180 * day,
      IdToken: accessTokenSeconds,
      Interaction: 3600,
      RefreshToken: 30 * day,
      Session: 14 * day,
    },
  }
}

const signingKey = () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }
}
