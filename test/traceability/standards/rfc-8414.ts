// What RFC 8414 (server metadata) demands of a server.
import type { Standard } from '../requirement.ts'

export const rfc8414: Standard = {
  name: 'RFC 8414',
  title: 'Authorization Server Metadata',
  isWhole: true,
  requirements: [
    {
      section: '§2',
      must: 'issuer is https without query or fragment',
      shownBy: 'RFC 8414 §2, §3.1, RFC 9207 §2: ISSUER is https',
    },
    {
      section: '§2',
      must: 'authorization_endpoint, token_endpoint, response_types_supported; jwks_uri of the issuer',
      shownBy: 'RFC 8414 §2, RFC 9207 §2.3, §3, RFC 9700 §2.1.1, §4.7.1, OAuth 2.1 §7.10: the document',
    },
    {
      section: '§2',
      must: 'algorithms beside methods that sign, and never none',
      shownBy: 'RFC 8414 §2: a method that signs comes with its algorithms',
    },
    {
      section: '§2',
      must: 'nothing is promised that is not there',
      shownBy: 'RFC 8414 §2: what is switched off is not promised',
    },
    {
      section: '§3',
      must: 'the document is at the well-known name',
      shownBy: 'RFC 8414 §3, §3.1, §3.2, §3.3: one document under every name',
    },
    {
      section: '§3',
      must: 'the name is inserted before the path of the issuer',
      shownBy: 'RFC 8414 §3, §3.1: the metadata, at the inserted',
    },
    { section: '§3.1', must: 'it answers GET', shownBy: 'RFC 8414 §3.1: a method that the endpoint does not have' },
    {
      section: '§3.1',
      must: 'no slash stands at the end of an issuer',
      shownBy: 'RFC 8414 §2, §3.1, RFC 9207 §2: ISSUER is https',
    },
    {
      section: '§3.2',
      must: '200 and application/json',
      shownBy: 'RFC 8414 §3, §3.1, §3.2, §3.3: one document under every name',
    },
    { section: '§3.2', must: 'empty lists are left out', shownBy: 'RFC 8414 §3.2: an empty list is left out' },
    {
      section: '§3.3',
      must: 'issuer is exactly that of the address',
      shownBy: 'RFC 8414 §3, §3.1, §3.2, §3.3: one document under every name',
    },
  ],
}
