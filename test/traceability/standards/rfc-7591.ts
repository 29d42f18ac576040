// What RFC 7591 (dynamic client registration) demands of a server. Software statements are optional and not supported (§2.3).
import type { Standard } from '../requirement.ts'

export const rfc7591: Standard = {
  name: 'RFC 7591',
  title: 'OAuth 2.0 Dynamic Client Registration Protocol',
  isWhole: true,
  requirements: [
    {
      section: '§2',
      must: 'redirect_uris is understood, and needed by the code grant',
      shownBy: 'RFC 7591 §2: all that is understood',
    },
    {
      section: '§2',
      must: 'what is left out has the defaults: client_secret_basic, authorization_code, code',
      shownBy: 'RFC 7591 §2: the least that one can say, and its defaults',
    },
    {
      section: '§2',
      must: 'fields that the server does not understand are ignored',
      shownBy: 'RFC 7591 §2, §3.1.1: what is not understood is ignored',
    },
    {
      section: '§2',
      must: 'jwks and jwks_uri never together; the keys are public',
      shownBy: 'RFC 7591 §2: public keys, of one place',
    },
    {
      section: '§2',
      must: 'client_uri, logo_uri, tos_uri and policy_uri are addresses of web pages',
      shownBy: 'RFC 7591 §2: addresses that people may click are https',
    },
    {
      section: '§2',
      must: 'requested scope and grants are replaced where they may not be had',
      shownBy: 'RFC 7591 §2: grants that strangers do not get are left out',
    },
    {
      section: '§2.1',
      must: 'grant types and response types fit each other',
      shownBy: 'RFC 7591 §2.1: response_types fit the grants',
    },
    {
      section: '§2.2',
      must: 'a name without a language tag is shown as it is, in any script (only what hides or reverses text is taken out)',
      shownBy: 'RFC 7591 §2.2, §5: the name is what people judge by',
    },
    {
      section: '§3',
      must: 'the endpoint takes POST with a JSON object, and nothing else',
      shownBy: 'RFC 7591 §3, §3.2.2: what is no JSON object is refused',
    },
    {
      section: '§3',
      must: 'an initial access token is a bearer token; a wrong one gets the error of RFC 6750',
      shownBy: 'RFC 7591 §3, §3.2.2: registration needs the initial access token',
    },
    { section: '§3', must: 'TLS', shownBy: 'RFC 7591 §3, §5, RFC 7592 §5, RFC 8628 §3.1' },
    {
      section: '§3.1',
      must: 'every registration gets an identifier of its own, and a secret where it needs one',
      shownBy: 'RFC 7591 §3.1, §3.2, §3.2.1: JSON is answered with 201',
    },
    {
      section: '§3.1.1',
      must: 'a software statement is ignored by a server that does not support it',
      shownBy: 'RFC 7591 §2, §3.1.1: what is not understood is ignored',
    },
    {
      section: '§3.2',
      must: 'success is 201 and JSON',
      shownBy: 'RFC 7591 §3.1, §3.2, §3.2.1: JSON is answered with 201',
    },
    {
      section: '§3.2.1',
      must: 'client_id always; client_secret_expires_at beside a secret',
      shownBy: 'RFC 7591 §3.1, §3.2, §3.2.1: JSON is answered with 201',
    },
    {
      section: '§3.2.1',
      must: 'all registered metadata is returned, also what the server chose or replaced',
      shownBy: 'RFC 7591 §3.2.1: what was registered, and nothing that is the server’s own',
    },
    { section: '§3.2.1', must: 'no two clients have one secret', shownBy: 'RFC 7591 §3.2.1: nothing repeats' },
    {
      section: '§3.2.2',
      must: 'an error is 400 and JSON, with invalid_client_metadata',
      shownBy: 'RFC 7591 §3.2.2: a document of the wrong shape: invalid_client_metadata',
    },
    {
      section: '§3.2.2',
      must: 'or with invalid_redirect_uri',
      shownBy: 'RFC 7591 §3.2.2, §5: a redirect URI that cannot be',
    },
    { section: '§5', must: 'TLS', shownBy: 'RFC 7591 §3, §5, RFC 7592 §5, RFC 8628 §3.1' },
    {
      section: '§5',
      must: 'clients that are sent codes register where to: https, this computer, or a scheme of their own, and nothing else',
      shownBy: 'RFC 7591 §3.2.2, §5: a redirect URI that cannot be',
    },
    {
      section: '§5',
      must: 'public clients may register by policy, with loopback or private schemes',
      shownBy: 'RFC 7591 §5, RFC 8252 §7: a public client may have loopback',
    },
    {
      section: '§5',
      must: 'metadata is self-asserted: people are told that nobody has checked it',
      shownBy: 'RFC 7591 §5: who vouches for the app',
    },
  ],
}
