// What RFC 7636 (PKCE) demands of a server.
import type { Standard } from '../requirement.ts'

export const rfc7636: Standard = {
  name: 'RFC 7636',
  title: 'Proof Key for Code Exchange',
  isWhole: true,
  requirements: [
    {
      section: '§4.1',
      must: 'a verifier has 43 to 128 unreserved characters',
      shownBy: 'RFC 7636 §4.1: a verifier has 43 to 128',
    },
    { section: '§4.2', must: 'S256 is implemented', shownBy: 'RFC 7636 §4.2, Appendix B: the example of the standard' },
    {
      section: '§4.3',
      must: 'code_challenge is required; no method means plain',
      shownBy: 'RFC 7636 §4.3, §4.4.1: the request carries a challenge',
    },
    {
      section: '§4.4',
      must: 'challenge and method are kept with the code',
      shownBy: 'RFC 7636 §4.4, RFC 9700 §4.8.2: what a code holds',
    },
    {
      section: '§4.4',
      must: 'nobody can read the challenge out of the response',
      shownBy: 'RFC 7636 §4.4, RFC 9700 §4.8.2: what a code holds',
    },
    {
      section: '§4.4.1',
      must: 'a request without challenge is invalid_request where PKCE is required',
      shownBy: 'RFC 7636 §4.4.1: no challenge',
    },
    { section: '§4.4.1', must: 'a method that is not supported is invalid_request', shownBy: 'RFC 7636 §4.4.1: plain' },
    {
      section: '§4.6',
      must: 'the verifier is checked by the method of the request, before any token',
      shownBy: 'RFC 7636 §4.6: only the verifier of the challenge is right',
    },
    {
      section: '§4.6',
      must: 'a verifier that does not fit is invalid_grant',
      shownBy: 'RFC 7636 §4.6, RFC 9700 §2.1.1: a wrong, malformed or missing verifier',
    },
    {
      section: '§7.2',
      must: 'S256 is there, and nothing can be downgraded to plain',
      shownBy: 'RFC 7636 §7.2: plain is never taken for S256',
    },
  ],
}
