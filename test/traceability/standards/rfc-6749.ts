// What RFC 6749 demands of a server where OAuth 2.1 leaves the old text in force.
import type { Standard } from '../requirement.ts'

export const rfc6749: Standard = {
  name: 'RFC 6749',
  title: 'OAuth 2.0, where OAuth 2.1 leaves it in force',
  isWhole: true,
  requirements: [
    {
      section: '§2.3.1',
      must: 'HTTP Basic is supported, id and secret form-encoded',
      shownBy: 'RFC 6749 §2.3.1: Basic, form-encoded first or not',
    },
    {
      section: '§3.3',
      must: 'scope has the characters of scope-token',
      shownBy: 'RFC 6749 §3.3: every character of scope-token is allowed and no other',
    },
    { section: '§3.3', must: 'the order of scopes says nothing', shownBy: 'RFC 6749 §3.3: a scope is a set of names' },
    {
      section: '§3.3',
      must: 'no scope: a default or an error',
      shownBy: 'RFC 6749 §3.3 and §6: without a scope all that is allowed',
    },
    {
      section: '§4.1.3',
      must: 'redirect_uri is the one of the authorization request, for clients without PKCE',
      shownBy: 'RFC 6749 §4.1.3: without PKCE the redirect URI that was sent must come again',
    },
    {
      section: '§4.1.3',
      must: 'and where it is sent',
      shownBy: 'RFC 6749 §4.1.3: a redirect URI that differs spends the code',
    },
    {
      section: '§4.4.3',
      must: 'no refresh token for client credentials',
      shownBy: 'RFC 6749 §4.4.3: there is no refresh token',
    },
    {
      section: '§5.1',
      must: 'Cache-Control: no-store and Pragma: no-cache',
      shownBy: 'RFC 6749 §5.1: then the code still works, and nobody stores',
    },
    {
      section: '§5.2',
      must: 'a malformed Authorization header is invalid_client',
      shownBy: 'RFC 6749 §5.2: a malformed Authorization header',
    },
    {
      section: '§6',
      must: 'a refresh asks for nothing that was not granted',
      shownBy: 'RFC 6749 §6: whatever is asked for, the result lies inside',
    },
    { section: 'Appendix B', must: 'forms are UTF-8', shownBy: 'RFC 6749 Appendix B: what does not decode is refused' },
  ],
}
