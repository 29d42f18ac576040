// What OAuth 2.1 (draft 16) demands of tokens, clients and redirect URIs (§1, §2.1 to §2.3, §8).
import type { Standard } from '../requirement.ts'

export const oauth21Clients: Standard = {
  name: 'OAuth 2.1',
  title: 'tokens, clients and redirect URIs (draft 16)',
  isWhole: true,
  requirements: [
    {
      section: '§1.4',
      must: 'access tokens can be neither made, changed nor guessed by others',
      shownBy: 'OAuth 2.1 §1.4, §1.4.2, RFC 7662 §2.2, §4: what is no token of ours',
    },
    {
      section: '§1.4',
      must: 'access tokens are confidential in storage',
      shownBy: 'OAuth 2.1 §1.4, §4.3: no row and no line of the log holds a credential',
    },
    {
      section: '§1.4.1',
      must: 'the response tells the scope where it is not what was asked for',
      shownBy: 'OAuth 2.1 §1.4.1, §3.2.3: the right request gets',
    },
    {
      section: '§1.4.1',
      must: 'a request without scope gets a default, or invalid_scope',
      shownBy: 'OAuth 2.1 §1.4.1: no scope means the default',
    },
    {
      section: '§1.4.2',
      must: 'what a token holds is protected against change',
      shownBy: 'OAuth 2.1 §1.4, §1.4.2, RFC 7662 §2.2, §4: what is no token of ours',
    },
    {
      section: '§1.5',
      must: 'credentials and tokens travel over TLS',
      shownBy: 'OAuth 2.1 §1.5, RFC 9700 §2.6: openid-client logs in',
    },
    {
      section: '§1.5',
      must: 'URLs of the server are https, but on loopback',
      shownBy: 'OAuth 2.1 §1.5, §3.1, §3.2, RFC 7009 §2, RFC 7662 §4, RFC 8414 §2, §3.1, RFC 9207 §2: ISSUER is https',
    },
    {
      section: '§1.5',
      must: 'redirect URIs are https, but on loopback, or of a private scheme',
      shownBy: 'OAuth 2.1 §1.5, §2.3, RFC 8252 §7.3: https, and http on this computer',
    },
    {
      section: '§1.5',
      must: 'certificates are checked where the server calls others',
      shownBy: 'OAuth 2.1 §1.5: TLS is verified',
    },
    {
      section: '§2',
      must: 'a registration says the type of the client',
      shownBy: 'OAuth 2.1 §2, §8.1.1: create: by default a confidential client',
    },
    {
      section: '§2',
      must: 'a registration has what its grants need, such as redirect URIs',
      shownBy: 'OAuth 2.1 §2, §2.3.1: create: what can never work',
    },
    {
      section: '§2.2',
      must: 'a client identifier alone authenticates nobody',
      shownBy: 'OAuth 2.1 §2.2, §3.2.1, §3.2.2, §4.2.1: an unknown client, a wrong secret, no secret',
    },
    {
      section: '§2.3',
      must: 'a redirect URI is absolute and has no fragment',
      shownBy: 'OAuth 2.1 §2.3, RFC 9700 §2.6, §4.1: a URI that means something else to a browser',
    },
    {
      section: '§2.3',
      must: 'the query of a redirect URI is kept',
      shownBy: 'OAuth 2.1 §2.3: the redirect URI keeps its own query',
    },
    {
      section: '§2.3.1',
      must: 'redirect URIs are registered, whole',
      shownBy: 'OAuth 2.1 §2, §2.3.1: create: what can never work',
    },
    {
      section: '§2.3.1',
      must: 'a request with another redirect URI is refused',
      shownBy: 'OAuth 2.1 §2.3.1, §4.1.1: without a right redirect URI',
    },
    {
      section: '§2.3.1',
      must: 'the comparison is exact, but for the port on loopback',
      shownBy: 'OAuth 2.1 §2.3.1, §4.1.1, RFC 9700 §2.1, §4.1.3: URIs are compared as raw strings',
    },
    {
      section: '§2.3.2',
      must: 'who has several redirect URIs must name one',
      shownBy: 'OAuth 2.1 §2.3.2: a client with one address',
    },
    {
      section: '§2.3.5',
      must: 'nobody is redirected to an address that is not right',
      shownBy:
        'OAuth 2.1 §2.3.1, §2.3.5, §4.1.1, §4.1.2.1, RFC 9700 §4.11.2: unknown client, disabled client, wrong address: a page',
    },
    { section: '§8.1', must: 'native apps need no shared secret', shownBy: 'OAuth 2.1 §8.1, §8.4.2: a native app' },
    {
      section: '§8.1',
      must: 'a secret of a public client is no proof',
      shownBy: 'OAuth 2.1 §3.2.2, §8.1: a public client that sends a secret',
    },
    {
      section: '§8.1.1',
      must: 'the type of a client is on record',
      shownBy: 'OAuth 2.1 §2, §8.1.1: create: by default a confidential client',
    },
    {
      section: '§8.4.2',
      must: 'on loopback any port may be asked for',
      shownBy: 'OAuth 2.1 §4.1.1, §8.4.2, RFC 9700 §2.1, §4.1.3, RFC 8252 §7.3: on loopback the port is free',
    },
  ],
}
