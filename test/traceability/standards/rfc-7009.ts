// What RFC 7009 (revocation) demands of a server.
import type { Standard } from '../requirement.ts'

export const rfc7009: Standard = {
  name: 'RFC 7009',
  title: 'Token Revocation',
  isWhole: true,
  requirements: [
    { section: '§2', must: 'refresh tokens can be revoked', shownBy: 'RFC 7009 §2, §2.1: a refresh token goes' },
    {
      section: '§2',
      must: '(should) access tokens too',
      shownBy: 'RFC 7009 §2, RFC 7662 §4: an access token goes alone',
    },
    {
      section: '§2',
      must: 'the URL is https and has no fragment; no http URL is published',
      shownBy: 'RFC 7009 §2, RFC 7662 §4, RFC 8414 §2, §3.1, RFC 9207 §2: ISSUER is https',
    },
    {
      section: '§2.1',
      must: 'token is required, and the client authenticates',
      shownBy: 'RFC 7009 §2.1: the client must authenticate',
    },
    {
      section: '§2.1',
      must: 'a token of another client is not revoked',
      shownBy: "RFC 7009 §2.1: another client's tokens stay",
    },
    {
      section: '§2.1',
      must: 'a wrong hint does not hide a token',
      shownBy: 'RFC 7009 §2.1, §2.2: a wrong or unknown hint',
    },
    {
      section: '§2.1',
      must: 'the refresh token takes its access tokens along, at once',
      shownBy: 'RFC 7009 §2, §2.1: a refresh token goes',
    },
    {
      section: '§2.2',
      must: '200 for tokens that are not valid',
      shownBy: 'RFC 7009 §2.2: what is unknown, dead or no token',
    },
    { section: '§2.2', must: 'an unknown hint is ignored', shownBy: 'RFC 7009 §2.1, §2.2: a wrong or unknown hint' },
    {
      section: '§2.2.1',
      must: 'errors are those of the token endpoint',
      shownBy: 'RFC 7009 §2.2.1: two methods at once',
    },
  ],
}
