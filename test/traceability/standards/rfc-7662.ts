// What RFC 7662 (introspection) demands of a server.
import type { Standard } from '../requirement.ts'

export const rfc7662: Standard = {
  name: 'RFC 7662',
  title: 'Token Introspection',
  isWhole: true,
  requirements: [
    {
      section: '§2.1',
      must: 'the caller is authorized',
      shownBy: 'RFC 7662 §2.1, §2.3, §4: introspection is for clients that prove themselves',
    },
    {
      section: '§2.1',
      must: 'token is required',
      shownBy: 'RFC 7662 §2.1, §4: a public client, a wrong secret, no token',
    },
    { section: '§2.1', must: 'a wrong hint does not hide a token', shownBy: 'RFC 7662 §2.1: a wrong or unknown hint' },
    { section: '§2.2', must: 'active is there', shownBy: 'RFC 7662 §2.2: an access token tells its claims' },
    {
      section: '§2.2',
      must: 'what is not valid is active: false, and nothing more',
      shownBy: 'RFC 7662 §2.2, §4: what is no token of ours is inactive',
    },
    {
      section: '§2.3',
      must: 'wrong credentials of the caller: 401',
      shownBy: 'RFC 7662 §2.1, §2.3, §4: introspection is for clients that prove themselves',
    },
    {
      section: '§2.3',
      must: 'a token that the caller may not know of is inactive, and no error',
      shownBy: 'RFC 7662 §2.2, §2.3, §4: to anyone else it is inactive',
    },
    { section: '§4', must: 'https', shownBy: 'RFC 7662 §4, RFC 8414 §2, §3.1, RFC 9207 §2: ISSUER is https' },
    {
      section: '§4',
      must: 'callers authenticate',
      shownBy: 'RFC 7662 §2.1, §4: a public client, a wrong secret, no token',
    },
    { section: '§4', must: 'expiry is checked', shownBy: 'RFC 7662 §4: nothing lives past its expiry' },
    { section: '§4', must: 'revocation is checked', shownBy: 'RFC 7662 §4: an access token goes alone' },
    {
      section: '§4',
      must: 'so is all that ends access otherwise',
      shownBy: 'RFC 7662 §4: disabling the person or the client',
    },
    {
      section: '§4',
      must: 'the signature is checked',
      shownBy: 'RFC 7662 §2.2, §4: what is no token of ours is inactive',
    },
    {
      section: '§4',
      must: 'so is whether the token is for the caller',
      shownBy: 'RFC 7662 §2.2, §2.3, §4: to anyone else it is inactive',
    },
  ],
}
