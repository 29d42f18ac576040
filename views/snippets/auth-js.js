// The redirect URI ends in /auth/callback/countersign (Express, SvelteKit) or /api/auth/callback/countersign (Next.js)
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
