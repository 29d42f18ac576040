// next-auth 5, @auth/express or @auth/sveltekit: the redirect URI ends in /callback/countersign
const { CLIENT_ID, CLIENT_SECRET, ISSUER } = process.env
export const countersign = {
  id: 'countersign',
  name: 'Countersign',
  type: 'oidc',
  issuer: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  authorization: { params: { scope: 'openid profile email' } },
  checks: ['pkce', 'state', 'nonce'],
}
// export const { handlers, auth } = NextAuth({ providers: [countersign] })
