// What OAuth 2.1 (draft 16) demands of the token endpoint and its grants (§3.2, §4.1.3, §4.2, §4.3, §10.2).
import type { Standard } from '../requirement.ts'

export const oauth21Token: Standard = {
  name: 'OAuth 2.1',
  title: 'the token endpoint and its grants (draft 16)',
  isWhole: true,
  requirements: [
    {
      section: '§3.2',
      must: 'its URL has no fragment',
      shownBy: 'OAuth 2.1 §1.5, §3.1, §3.2, RFC 7009 §2, RFC 7662 §4, RFC 8414 §2, §3.1, RFC 9207 §2: ISSUER is https',
    },
    {
      section: '§3.2',
      must: 'POST alone',
      shownBy: 'OAuth 2.1 §3.2, RFC 8414 §3.1: a method that the endpoint does not have',
    },
    {
      section: '§3.2',
      must: 'unknown parameters are ignored',
      shownBy: 'OAuth 2.1 §3.2: parameters that mean nothing here are ignored',
    },
    { section: '§3.2', must: 'no parameter twice', shownBy: 'OAuth 2.1 §3.2: parameters that repeat' },
    {
      section: '§3.2',
      must: 'a parameter without a value counts as absent',
      shownBy: 'OAuth 2.1 §3.1, §3.2: a parameter without a value',
    },
    {
      section: '§3.2.1',
      must: 'confidential clients authenticate',
      shownBy: 'OAuth 2.1 §2.2, §3.2.1, §3.2.2, §4.2.1: an unknown client, a wrong secret, no secret',
    },
    {
      section: '§3.2.2',
      must: 'grant_type is required, and known',
      shownBy: 'OAuth 2.1 §3.2.2, RFC 9700 §2.4: grant_type must be there and known',
    },
    {
      section: '§3.2.2',
      must: 'confidential clients must authenticate',
      shownBy: 'OAuth 2.1 §2.2, §3.2.1, §3.2.2, §4.2.1: an unknown client, a wrong secret, no secret',
    },
    {
      section: '§3.2.2',
      must: 'authentication that is sent is checked, whoever sends it',
      shownBy: 'OAuth 2.1 §3.2.2, §8.1: a public client that sends a secret',
    },
    {
      section: '§3.2.3',
      must: 'access_token and token_type are there, scope where it differs',
      shownBy: 'OAuth 2.1 §1.4.1, §3.2.3: the right request gets',
    },
    {
      section: '§3.2.3',
      must: 'refresh tokens are bound to scope and resources as consented',
      shownBy: 'OAuth 2.1 §3.2.3, §4.3.1, RFC 9700 §4.14.2: asking for more',
    },
    {
      section: '§3.2.3',
      must: 'Cache-Control: no-store',
      shownBy: 'OAuth 2.1 §3.2.3, RFC 6749 §5.1: then the code still works, and nobody stores',
    },
    {
      section: '§3.2.4',
      must: 'error is there, one of the known codes',
      shownBy: 'OAuth 2.1 §3.2.4, §5.3.2: each code has its status',
    },
    {
      section: '§3.2.4',
      must: '401 and WWW-Authenticate for a client that tried the Authorization header',
      shownBy: 'OAuth 2.1 §3.2.4: invalid_client, 401',
    },
    {
      section: '§3.2.4',
      must: 'error texts have no character outside the set',
      shownBy: 'OAuth 2.1 §3.2.4, §4.1.2.1, §5.3.1: a description has only',
    },
    {
      section: '§4.1.3',
      must: 'code is required',
      shownBy: 'OAuth 2.1 §4.1.3, §4.3.1: the parameters that a grant needs',
    },
    {
      section: '§4.1.3',
      must: 'client_id is required of clients that do not authenticate',
      shownBy: 'OAuth 2.1 §4.1.3: a public client names itself',
    },
    {
      section: '§4.1.3',
      must: 'one access token for one code; a second use is refused, and ends what the first led to',
      shownBy: 'OAuth 2.1 §4.1.3, RFC 9700 §4.2.4: a second use gets nothing',
    },
    {
      section: '§4.1.3',
      must: 'a code is for the client that it was issued to',
      shownBy: "OAuth 2.1 §4.1.3: another client's attempt",
    },
    {
      section: '§4.1.3',
      must: 'the code must be valid',
      shownBy: 'OAuth 2.1 §4.1.3, §10.2, RFC 7636 §4.6: what gets its tokens',
    },
    {
      section: '§4.1.3',
      must: 'code_verifier is required where there was a challenge, and must fit',
      shownBy: 'OAuth 2.1 §4.1.3, RFC 7636 §4.6, RFC 9700 §2.1.1: a wrong, malformed or missing verifier',
    },
    {
      section: '§4.1.3',
      must: 'code_verifier is refused where there was no challenge',
      shownBy: 'OAuth 2.1 §4.1.3, RFC 9700 §2.1.1, §4.8.2: a verifier where there was no challenge',
    },
    {
      section: '§4.2',
      must: 'client credentials are for confidential clients alone',
      shownBy: 'OAuth 2.1 §2.4, §4.2: public and self-registered clients never get it',
    },
    {
      section: '§4.2.1',
      must: 'the client is authenticated',
      shownBy: 'OAuth 2.1 §2.2, §3.2.1, §3.2.2, §4.2.1: an unknown client, a wrong secret, no secret',
    },
    {
      section: '§4.3',
      must: 'refresh tokens are confidential in storage',
      shownBy: 'OAuth 2.1 §1.4, §4.3: no row and no line of the log holds a credential',
    },
    {
      section: '§4.3',
      must: 'a refresh token is bound to its client, which is checked',
      shownBy: "OAuth 2.1 §4.3, §4.3.1: another client's attempt, or one without proof",
    },
    {
      section: '§4.3',
      must: 'refresh tokens can be neither made, changed nor guessed by others',
      shownBy: 'OAuth 2.1 §4.3, §4.3.1, RFC 9700 §4.14.2: a forged, cut or padded token',
    },
    {
      section: '§4.3.1',
      must: 'refresh_token is required',
      shownBy: 'OAuth 2.1 §4.1.3, §4.3.1: the parameters that a grant needs',
    },
    {
      section: '§4.3.1',
      must: 'no scope beyond what was granted',
      shownBy: 'OAuth 2.1 §3.2.3, §4.3.1, RFC 9700 §4.14.2: asking for more',
    },
    {
      section: '§4.3.1',
      must: 'confidential clients authenticate, and the token is theirs',
      shownBy: "OAuth 2.1 §4.3, §4.3.1: another client's attempt, or one without proof",
    },
    {
      section: '§4.3.1',
      must: 'the grant behind the token is still active',
      shownBy: 'OAuth 2.1 §4.3.1: disabling the person ends it',
    },
    { section: '§4.3.1', must: 'the token is valid', shownBy: 'OAuth 2.1 §4.3.1: 30 days without use' },
    {
      section: '§4.3.1',
      must: 'replay is detected for public clients: rotation',
      shownBy: 'OAuth 2.1 §4.3.1, RFC 9700 §2.2.2: each use gives a successor',
    },
    {
      section: '§4.3.1',
      must: 'replay ends the family',
      shownBy: 'OAuth 2.1 §4.3.1, RFC 9700 §2.2.2, §4.14.2: reuse ends this family',
    },
    {
      section: '§4.3.1',
      must: 'a refresh token that names its grant cannot be altered',
      shownBy: 'OAuth 2.1 §4.3, §4.3.1, RFC 9700 §4.14.2: a forged, cut or padded token',
    },
    {
      section: '§4.3.3',
      must: 'the next refresh token has the same scope',
      shownBy: 'OAuth 2.1 §1.4.1, §4.3.3: a narrower scope',
    },
    {
      section: '§10.2',
      must: 'redirect_uri may be sent as in OAuth 2.0, and then must be right',
      shownBy: 'OAuth 2.1 §10.2, RFC 6749 §4.1.3: a redirect URI that differs',
    },
    {
      section: '§10.2',
      must: 'a client without PKCE is held to redirect_uri as in OAuth 2.0',
      shownBy: 'OAuth 2.1 §10.2, RFC 6749 §4.1.3: without PKCE the redirect URI',
    },
  ],
}
