import * as oidc from 'openid-client'

const { ISSUER, CLIENT_ID, CLIENT_SECRET } = process.env
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {}
const server = await oidc.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, options)
/** Ask again when expires_in is almost over. For an API of its own: { resource: 'https://orders.example.org' } */
export const getToken = (forWhat = {}) => oidc.clientCredentialsGrant(server, forWhat)
