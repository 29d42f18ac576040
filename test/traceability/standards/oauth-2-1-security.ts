// What OAuth 2.1 (draft 16) demands of client authentication, of resources and of security (§2.4, §5, §7, Appendix B).
import type { Standard } from '../requirement.ts'

export const oauth21Security: Standard = {
  name: 'OAuth 2.1',
  title: 'client authentication, resources and security (draft 16)',
  isWhole: false,
  requirements: [
    {
      section: '§2.4',
      must: 'authentication is relied on only where credentials are handed out confidentially',
      shownBy: 'OAuth 2.1 §2.4: a client that publishes its metadata shares no secret',
    },
    {
      section: '§2.4',
      must: 'one authentication method in a request',
      shownBy: 'OAuth 2.1 §2.4: two ways to authenticate at once',
    },
    {
      section: '§2.4',
      must: 'tokens of clients that cannot authenticate are limited',
      shownBy: 'OAuth 2.1 §2.4, RFC 9700 §4.14.2: the window is 60 s for public clients',
    },
    {
      section: '§2.4',
      must: 'privileges follow from how a client was registered',
      shownBy: 'OAuth 2.1 §2.4, §4.2: public and self-registered clients never get it',
    },
    {
      section: '§2.4',
      must: 'the aud of a client assertion names this server alone',
      shownBy: 'OAuth 2.1 §2.4, RFC 7523 §3: the audience is this server alone',
    },
    {
      section: '§2.4',
      must: 'that aud is the issuer (draft-ietf-oauth-rfc7523bis)',
      gap: 'the URLs of the endpoints are accepted too, as OpenID Connect Core §9 asks for them and many libraries still send them; the issuer alone is what we recommend',
    },
    { section: '§2.4.1', must: 'the secret may come in the body', shownBy: 'OAuth 2.1 §2.4.1: the secret in the body' },
    { section: '§2.4.1', must: 'never in the URI', shownBy: 'OAuth 2.1 §2.4.1: what stands in the URI proves nothing' },
    {
      section: '§2.4.1',
      must: 'secrets cannot be guessed by trying',
      shownBy: 'OAuth 2.1 §2.4.1, §7.7: a token has its prefix and 256 bits',
    },
    {
      section: '§2.4.2',
      must: 'each client has its authentication method',
      shownBy: 'OAuth 2.1 §2.4.2: each client by its own kind of proof',
    },
    {
      section: '§5.1',
      must: 'a token in the query is not looked at',
      shownBy: 'OAuth 2.1 §5.1, §5.2, §5.3.1, RFC 6750 §3: refusals',
    },
    {
      section: '§5.1',
      must: 'one way to send a token in a request',
      shownBy: 'OAuth 2.1 §5.1, §5.2, §5.3.1, RFC 6750 §3: refusals',
    },
    {
      section: '§5.1.1',
      must: 'the Authorization header is understood',
      shownBy: 'OAuth 2.1 §5.1.1, OIDC Core §5.3, §5.3.1, §5.3.2: GET and POST',
    },
    {
      section: '§5.2',
      must: 'a resource checks expiry and revocation (here: /userinfo)',
      shownBy: 'OAuth 2.1 §5.2: it ends with the token',
    },
    { section: '§5.2', must: 'and the scope', shownBy: 'OAuth 2.1 §5.1, §5.2, §5.3.1, RFC 6750 §3: refusals' },
    {
      section: '§5.3.1',
      must: 'a refusal has WWW-Authenticate: Bearer',
      shownBy: 'OAuth 2.1 §5.1, §5.2, §5.3.1, RFC 6750 §3: refusals',
    },
    {
      section: '§5.3.1',
      must: 'its texts have no character outside the set',
      shownBy: 'OAuth 2.1 §3.2.4, §4.1.2.1, §5.3.1: a description has only',
    },
    {
      section: '§7.1.3.7',
      must: 'no access token in a URL: the implicit grant is gone',
      shownBy: 'OAuth 2.1 §7.1.3.7, §10.1: implicit',
    },
    {
      section: '§7.4',
      must: 'a client cannot be taken for a person',
      shownBy: 'OAuth 2.1 §7.4, RFC 9700 §4.15.1, RFC 9068 §2.2: the subject is the client itself',
    },
    {
      section: '§7.5.1.1',
      must: 'PKCE is enforced, but for confidential clients that an operator exempts',
      shownBy: 'OAuth 2.1 §7.5.1.1, RFC 9700 §2.1.1: an exempt client',
    },
    {
      section: '§7.5.1.1',
      must: 'an exempt client uses nonce',
      gap: 'an operator may exempt a confidential client that sends state and no nonce, for libraries that know neither PKCE nor nonce (passport-openidconnect as it comes); nobody is exempt by default',
    },
    {
      section: '§7.5.3',
      must: 'no redirect with 307',
      shownBy: 'OAuth 2.1 §3.1, §7.5.3, RFC 9700 §2.1, §4.12: a redirect is a 303',
    },
    {
      section: '§7.7',
      must: 'tokens and codes cannot be guessed: 2^-128 at most',
      shownBy: 'OAuth 2.1 §2.4.1, §7.7: a token has its prefix and 256 bits',
    },
    {
      section: '§7.7',
      must: 'what people type is protected otherwise',
      shownBy: 'OAuth 2.1 §7.7, NIST SP 800-63B-4 §3.2.2: attempts are limited',
    },
    {
      section: '§7.10',
      must: 'clients can find out about PKCE',
      shownBy: 'RFC 8414 §2, RFC 9207 §2.3, §3, RFC 9700 §2.1.1, §4.7.1, OAuth 2.1 §7.10: the document',
    },
    { section: '§7.11', must: 'no clickjacking', shownBy: 'OAuth 2.1 §7.11, RFC 9700 §4.16: nor frame a page' },
    {
      section: '§7.12',
      must: 'what is sent is hostile until shown otherwise: state',
      shownBy: 'OAuth 2.1 §4.1.2, §7.12: state comes back byte for byte',
    },
    {
      section: '§7.12',
      must: 'redirect_uri',
      shownBy: 'OAuth 2.1 §2.3.5, §4.1.2.1, §7.12: an unknown app or redirect URI',
    },
    { section: '§7.12', must: 'everything else', shownBy: 'OAuth 2.1 §7.12: everything has a limit' },
    {
      section: '§7.13.2',
      must: 'no open redirector: who is not trusted gets a page',
      shownBy: "OAuth 2.1 §7.13.2, RFC 9700 §2.1, §4.11.2: a stranger's broken request is a page",
    },
    {
      section: '§7.13.2',
      must: 'a login before any redirect, but of silent requests',
      gap: 'errors in the request of an app that an operator registered or checked are returned without a login: their redirect URIs are trusted, and the app learns at once what is wrong',
    },
    {
      section: 'Appendix B',
      must: 'names and values are form-encoded UTF-8',
      shownBy: 'OAuth 2.1 Appendix B, RFC 6749 Appendix B: names and values',
    },
  ],
}
