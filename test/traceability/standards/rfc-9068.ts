// What RFC 9068 (JWT access tokens) demands of an authorization server.
import type { Standard } from '../requirement.ts'

export const rfc9068: Standard = {
  name: 'RFC 9068',
  title: 'JSON Web Token (JWT) Profile for OAuth 2.0 Access Tokens',
  isWhole: false,
  requirements: [
    {
      section: '§2.1',
      must: 'signed, never with none',
      shownBy: 'RFC 8707 §2, RFC 9068 §2.1: what cannot be a resource',
    },
    {
      section: '§2.1',
      must: 'RS256 is among the algorithms, and the default',
      shownBy: 'RFC 9068 §2.1, §3, §4: a stranger verifies the access token',
    },
    { section: '§2.1', must: 'typ is at+jwt', shownBy: 'RFC 9068 §2.1: the type' },
    {
      section: '§2.2',
      must: 'iss, exp, aud, sub, client_id, iat and jti are always there',
      shownBy: 'RFC 9068 §2.2: every required claim is there, whatever was decided',
    },
    {
      section: '§2.2',
      must: 'jti is unique',
      shownBy: 'RFC 9068 §2.2: jti is unique, and ties the token to its family',
    },
    {
      section: '§2.2',
      must: 'sub is the person; the client where nobody logged in',
      shownBy: 'RFC 9068 §2.2: the subject is the client itself',
    },
    {
      section: '§2.2.1',
      must: 'auth_time, acr and amr stay those of the login in all tokens that follow from it',
      shownBy: 'RFC 9068 §2.2.1: auth_time stays that of the login across refreshes',
    },
    {
      section: '§2.2.2',
      must: 'what is told of a person has its registered claim name',
      shownBy: "RFC 9068 §2.2.2: the operator's facts and standard claims",
    },
    {
      section: '§2.2.3',
      must: 'scope is there where scope was asked for',
      shownBy: 'RFC 9068 §2.2, §2.2.3: the claims of a person’s token, and no others',
    },
    {
      section: '§2.2.3',
      must: 'no scope that belongs to other APIs',
      shownBy: 'RFC 9068 §2.2.3, RFC 8707 §2.2: a token carries no scope that belongs to other APIs alone',
    },
    {
      section: '§2.2.3',
      must: 'no scope at all without a meaning for the audience',
      gap: 'openid, profile and the like stay in tokens for any API, because /userinfo takes every live token; so do scopes that no API claims as its own. Both are meant.',
    },
    {
      section: '§2.2.3.1',
      must: 'roles go by that name, and are those of today',
      shownBy: 'RFC 9068 §2.2.3.1: roles as they are, or those of a prefix without it',
    },
    {
      section: '§3',
      must: 'aud is the resource that was asked for, by the name that it has for itself',
      shownBy: 'RFC 9068 §3, §5: the audience is what the API calls itself',
    },
    {
      section: '§3',
      must: 'without a resource, aud is a default',
      shownBy: 'RFC 9068 §2.1, §3, §4: a stranger verifies the access token',
    },
    {
      section: '§3',
      must: 'no token for several resources where it could mean different things to each',
      shownBy: 'RFC 9068 §3, RFC 8707 §2: resources that want different signatures or claims cannot share a token',
    },
    {
      section: '§4',
      must: 'issuer and jwks_uri of the metadata are enough to check a token',
      shownBy: 'RFC 9068 §4: an API checks its tokens',
    },
    {
      section: '§4',
      must: 'where the server is an API itself, it takes nothing but its own at+jwt, alive',
      shownBy: 'RFC 9068 §4, OIDC Core §3.1.2.1, §5.3.3, §16.4, OAuth 2.1 §5.1, §5.2, §5.3.1, RFC 6750 §3: refusals',
    },
    {
      section: '§5',
      must: 'distinct APIs have distinct audiences (addresses of one API share one where the operator says so)',
      shownBy: 'RFC 9068 §3, §5: the audience is what the API calls itself',
    },
    {
      section: '§5',
      must: 'no client can choose a client_id that could pass for a person',
      shownBy: 'RFC 9068 §5, RFC 7591 §2, §3.1.1: what is not understood is ignored',
    },
  ],
}
