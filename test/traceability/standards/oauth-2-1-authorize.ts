// What OAuth 2.1 (draft 16) demands of the authorization endpoint (§3.1, §4.1.1, §4.1.2).
import type { Standard } from '../requirement.ts'

export const oauth21Authorize: Standard = {
  name: 'OAuth 2.1',
  title: 'the authorization endpoint (draft 16)',
  isWhole: true,
  requirements: [
    {
      section: '§3.1',
      must: 'the person is authenticated first',
      shownBy: 'OAuth 2.1 §3.1, RFC 9207 §2, RFC 9700 §4.4.2.1: nobody logs in',
    },
    {
      section: '§3.1',
      must: 'its URL has no fragment',
      shownBy: 'OAuth 2.1 §1.5, §3.1, §3.2, RFC 7009 §2, RFC 7662 §4, RFC 8414 §2, §3.1, RFC 9207 §2: ISSUER is https',
    },
    { section: '§3.1', must: 'GET is there', shownBy: 'OAuth 2.1 §3.1: logged in and allowed: straight back' },
    {
      section: '§3.1',
      must: 'POST may be there',
      shownBy: 'OAuth 2.1 §3.1: POST /authorize is turned into its GET form',
    },
    {
      section: '§3.1',
      must: 'unknown parameters are ignored',
      shownBy: 'OAuth 2.1 §3.1, OIDC Core §3.1.2.1, §6.1, §6.2, §15.1: what is not known',
    },
    { section: '§3.1', must: 'no parameter twice', shownBy: 'OAuth 2.1 §3.1, §3.2: a parameter must not be repeated' },
    {
      section: '§3.1',
      must: 'a parameter without a value counts as absent',
      shownBy: 'OAuth 2.1 §3.1, §3.2: a parameter without a value',
    },
    {
      section: '§3.1',
      must: 'a redirect never forwards what a person typed',
      shownBy: 'OAuth 2.1 §3.1, §7.5.3, RFC 9700 §2.1, §4.12: a redirect is a 303',
    },
    { section: '§3.1', must: 'no CORS', shownBy: 'OAuth 2.1 §3.1, RFC 9700 §2.6: never at /authorize' },
    {
      section: '§4.1.1',
      must: 'response_type is required, and an unknown one is an error',
      shownBy: 'OAuth 2.1 §4.1.1, §4.1.2.1: what is wrong with the rest',
    },
    {
      section: '§4.1.1',
      must: 'client_id is required',
      shownBy:
        'OAuth 2.1 §2.3.1, §2.3.5, §4.1.1, §4.1.2.1, RFC 9700 §4.11.2: unknown client, disabled client, wrong address: a page',
    },
    {
      section: '§4.1.1',
      must: 'redirect_uri is required where several are registered',
      shownBy: 'OAuth 2.1 §2.3.1, §4.1.1: without a right redirect URI',
    },
    {
      section: '§4.1.1',
      must: 'redirect_uri equals a registered one, character by character',
      shownBy: 'OAuth 2.1 §2.3.1, §4.1.1, RFC 9700 §2.1, §4.1.3: URIs are compared as raw strings',
    },
    {
      section: '§4.1.1',
      must: 'the port of a loopback URI is free',
      shownBy: 'OAuth 2.1 §4.1.1, §8.4.2, RFC 9700 §2.1, §4.1.3, RFC 8252 §7.3: on loopback the port is free',
    },
    {
      section: '§4.1.1',
      must: 'code_challenge is understood, S256 is implemented',
      shownBy: 'OAuth 2.1 §4.1.1, RFC 7636 §4.3, §4.4.1: the request carries a challenge by S256',
    },
    {
      section: '§4.1.1',
      must: 'code_challenge is required',
      shownBy: 'OAuth 2.1 §4.1.1, §4.1.2.1: a client that somebody vouched for',
    },
    { section: '§4.1.2', must: 'the code expires soon', shownBy: 'OAuth 2.1 §4.1.2: a code lives 60 seconds' },
    {
      section: '§4.1.2',
      must: 'state comes back exactly as it was sent',
      shownBy: 'OAuth 2.1 §4.1.2, §7.12: state comes back exactly',
    },
    {
      section: '§4.1.2',
      must: 'challenge and method are kept with the code',
      shownBy: 'OAuth 2.1 §4.1.2, RFC 7636 §4.4, RFC 9700 §4.8.2: what a code holds',
    },
    {
      section: '§4.1.2',
      must: 'nobody can read the challenge out of the response',
      shownBy: 'OAuth 2.1 §4.1.2, RFC 7636 §4.4, RFC 9700 §4.8.2: what a code holds',
    },
    {
      section: '§4.1.2.1',
      must: 'no redirect where client or redirect URI is not right',
      shownBy:
        'OAuth 2.1 §2.3.1, §2.3.5, §4.1.1, §4.1.2.1, RFC 9700 §4.11.2: unknown client, disabled client, wrong address: a page',
    },
    {
      section: '§4.1.2.1',
      must: 'a public client without code_challenge is refused; others too, unless they protect themselves otherwise',
      shownBy: 'OAuth 2.1 §4.1.2.1, RFC 7636 §4.4.1: without PKCE an exempt client',
    },
    {
      section: '§4.1.2.1',
      must: 'a method that is not supported is invalid_request',
      shownBy: 'OAuth 2.1 §4.1.1, §4.1.2.1: a client that somebody vouched for',
    },
    {
      section: '§4.1.2.1',
      must: 'error is there, one of the known codes',
      shownBy: 'OAuth 2.1 §4.1.1, §4.1.2.1: what is wrong with the rest',
    },
    {
      section: '§4.1.2.1',
      must: 'error texts have no character outside the set',
      shownBy: 'OAuth 2.1 §4.1.2.1: an error carries no code',
    },
    {
      section: '§4.1.2.1',
      must: 'state comes back in errors too',
      shownBy: 'OAuth 2.1 §4.1.2.1, §7.13.2, RFC 9207 §2, RFC 9700 §4.11.2: errors of a known app',
    },
  ],
}
