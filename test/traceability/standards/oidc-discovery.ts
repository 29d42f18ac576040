// What OpenID Connect Discovery demands of a provider. WebFinger (§2) is for those who offer it; this server does not.
import type { Standard } from '../requirement.ts'

const document = 'OpenID Connect Discovery §3, §4, §4.1, §4.2, §4.3'
const adds = 'OpenID Connect Discovery §3: what OpenID Connect adds'

export const oidcDiscovery: Standard = {
  name: 'OpenID Connect Discovery',
  title: 'OpenID Connect Discovery 1.0',
  isWhole: false,
  requirements: [
    { section: '§3', must: 'issuer, and endpoints that are there', shownBy: document },
    {
      section: '§3',
      must: 'authorization_endpoint, token_endpoint, jwks_uri, response types, subject types, signing algorithms',
      shownBy: adds,
    },
    { section: '§3', must: 'RS256 is among the signing algorithms, none is not', shownBy: adds },
    { section: '§3', must: 'openid is among the scopes', shownBy: adds },
    {
      section: '§3',
      must: 'https',
      shownBy: 'OpenID Connect Discovery §3, RFC 7591 §3, §5, RFC 7592 §5, RFC 8628 §3.1',
    },
    {
      section: '§3',
      must: 'the JWKS holds public keys only, each with its use',
      shownBy: 'OpenID Connect Discovery §3, OIDC Core §10.1, §15.1, §15.2: RS256 is published',
    },
    {
      section: '§3',
      must: 'response types id_token and id_token token, grant type implicit, where clients register themselves',
      gap: 'Not offered: see OIDC Core §15.2.',
    },
    { section: '§4', must: 'a JSON document below the issuer, its path included', shownBy: document },
    { section: '§4.1', must: 'read by GET', shownBy: document },
    { section: '§4.2', must: '200, application/json', shownBy: document },
    {
      section: '§4.2',
      must: 'empty lists are left out',
      shownBy: 'OpenID Connect Discovery §4.2, RFC 8414 §3.2: an empty',
    },
    { section: '§4.3', must: 'issuer is the very address that was asked', shownBy: document },
  ],
}
