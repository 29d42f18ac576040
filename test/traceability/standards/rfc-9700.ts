// What RFC 9700 (security best current practice) demands of a server.
import type { Standard } from '../requirement.ts'

export const rfc9700: Standard = {
  name: 'RFC 9700',
  title: 'Best Current Practice for OAuth 2.0 Security',
  isWhole: false,
  requirements: [
    {
      section: '§2.1',
      must: 'redirect URIs are compared exactly, but for the port on loopback',
      shownBy: 'RFC 9700 §2.1, §4.1.3: URIs are compared as raw strings',
    },
    {
      section: '§2.1',
      must: 'no open redirector',
      shownBy: "RFC 9700 §2.1, §4.11.2: a stranger's broken request is a page",
    },
    {
      section: '§2.1',
      must: 'a redirect never forwards what a person typed',
      shownBy: 'RFC 9700 §2.1, §4.12: a redirect is a 303',
    },
    {
      section: '§2.1.1',
      must: 'PKCE is supported, and clients can find out',
      shownBy: 'RFC 9700 §2.1.1, §4.7.1, OAuth 2.1 §7.10: the document',
    },
    {
      section: '§2.1.1',
      must: 'a challenge that is sent is enforced',
      shownBy: 'RFC 9700 §2.1.1: a wrong, malformed or missing verifier',
    },
    {
      section: '§2.1.1',
      must: 'a verifier without challenge is refused',
      shownBy: 'RFC 9700 §2.1.1, §4.8.2: a verifier where there was no challenge',
    },
    {
      section: '§2.2.1',
      must: '(should) access tokens are sender-constrained',
      gap: 'bearer tokens only; DPoP (RFC 9449) is not there yet; access tokens live 15 minutes and name their audience',
    },
    {
      section: '§2.2.2',
      must: 'refresh tokens of public clients rotate, or are sender-constrained',
      shownBy: 'RFC 9700 §2.2.2: each use gives a successor',
    },
    {
      section: '§2.3',
      must: '(should) tokens can do no more than is needed, and no more than their client may',
      shownBy: 'OIDC Core §5.5, RFC 9700 §2.3: a scope that is taken from a client',
    },
    { section: '§2.4', must: 'no password grant', shownBy: 'RFC 9700 §2.4: grant_type must be there and known' },
    {
      section: '§2.6',
      must: 'no redirect URI with http, but on loopback',
      shownBy: 'RFC 9700 §2.6, §4.1: a URI that means something else',
    },
    { section: '§2.6', must: 'responses are encrypted on their way', shownBy: 'RFC 9700 §2.6: openid-client logs in' },
    { section: '§2.6', must: 'no CORS at the authorization endpoint', shownBy: 'RFC 9700 §2.6: never at /authorize' },
    {
      section: '§4.1.3',
      must: 'URIs are equal as strings',
      shownBy: 'RFC 9700 §2.1, §4.1.3: URIs are compared as raw strings',
    },
    {
      section: '§4.1.3',
      must: 'the port on loopback is free',
      shownBy: 'RFC 9700 §2.1, §4.1.3, RFC 8252 §7.3: on loopback the port is free',
    },
    {
      section: '§4.2.4',
      must: 'a code is worth nothing after its first use',
      shownBy: 'RFC 9700 §4.2.4: a second use gets nothing',
    },
    { section: '§4.4.2.1', must: 'the issuer stands in the response', shownBy: 'RFC 9700 §4.4.2.1: nobody logs in' },
    {
      section: '§4.7.1',
      must: 'clients can find out about PKCE',
      shownBy: 'RFC 9700 §2.1.1, §4.7.1, OAuth 2.1 §7.10: the document',
    },
    { section: '§4.8.2', must: 'the challenge is bound to the code', shownBy: 'RFC 9700 §4.8.2: what a code holds' },
    {
      section: '§4.8.2',
      must: 'where there was a challenge there must be a verifier, of exempt clients too',
      shownBy: 'RFC 9700 §4.8.2: an exempt client that sends a challenge',
    },
    {
      section: '§4.8.2',
      must: 'where there was none, a verifier is refused',
      shownBy: 'RFC 9700 §2.1.1, §4.8.2: a verifier where there was no challenge',
    },
    {
      section: '§4.10.1',
      must: '(should) stolen access tokens are of no use to the thief',
      gap: 'as §2.2.1: no sender constraint yet',
    },
    {
      section: '§4.11.2',
      must: 'no redirect where client or redirect URI is not right',
      shownBy: 'RFC 9700 §4.11.2: unknown client, disabled client, wrong address',
    },
    {
      section: '§4.11.2',
      must: 'errors do not lead to whoever registered himself',
      shownBy: 'RFC 9700 §4.11.2: errors of a known app are returned',
    },
    {
      section: '§4.11.2',
      must: 'a login before any redirect, but of silent requests',
      gap: 'errors in the request of an app that an operator registered or checked are returned without a login: their redirect URIs are trusted, and the app learns at once what is wrong',
    },
    { section: '§4.12', must: 'no redirect with 307', shownBy: 'RFC 9700 §2.1, §4.12: a redirect is a 303' },
    {
      section: '§4.13',
      must: 'headers of proxies count from trusted proxies alone',
      shownBy: 'RFC 9700 §4.13: the address is what the proxy says',
    },
    {
      section: '§4.13',
      must: 'nothing else in them gets into an answer',
      shownBy: 'RFC 9700 §4.13: no header of theirs',
    },
    {
      section: '§4.14.2',
      must: 'whether a client gets refresh tokens is decided for each',
      shownBy: 'RFC 9700 §4.14.2: a client without the refresh token grant',
    },
    {
      section: '§4.14.2',
      must: 'they are bound to scope and resources as consented',
      shownBy: 'RFC 9700 §4.14.2: asking for more',
    },
    { section: '§4.14.2', must: 'replay is detected', shownBy: 'RFC 9700 §2.2.2, §4.14.2: reuse ends this family' },
    {
      section: '§4.14.2',
      must: 'what a refresh token says cannot be altered',
      shownBy: 'RFC 9700 §4.14.2: a forged, cut or padded token',
    },
    {
      section: '§4.15.1',
      must: 'a client cannot be taken for a person',
      shownBy: 'RFC 9700 §4.15.1, RFC 9068 §2.2: the subject is the client itself',
    },
    { section: '§4.16', must: 'no clickjacking', shownBy: 'RFC 9700 §4.16: nor frame a page' },
  ],
}
