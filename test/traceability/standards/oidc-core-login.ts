// What OpenID Connect Core §2 to §3 demands of a provider: ID tokens and the code flow.
import type { Standard } from '../requirement.ts'

export const oidcCoreLogin: Standard = {
  name: 'OIDC Core',
  title: 'OpenID Connect Core 1.0, §2 and §3: ID tokens and the code flow',
  isWhole: false,
  requirements: [
    { section: '§2', must: 'iss, sub, aud, exp, iat', shownBy: 'OIDC Core §2: the claims, and no others' },
    {
      section: '§2',
      must: 'sub is at most 255 ASCII characters, unique and never given to somebody else',
      shownBy: 'OIDC Core §2, §5.7: create: a person who can log in',
    },
    { section: '§2', must: 'aud holds the client_id', shownBy: 'OIDC Core §2: the claims, and no others' },
    {
      section: '§2',
      must: 'auth_time where max_age or the client asks for it (here always)',
      shownBy: 'OIDC Core §2: the ID token tells of the login of the browser that allowed it',
    },
    { section: '§2', must: 'nonce, as it was sent', shownBy: 'OIDC Core §2, §5.3.2, §10.1: signed for a client' },
    {
      section: '§2',
      must: 'nothing that is known of a person replaces a claim of the protocol',
      shownBy: 'OIDC Core §2: what a person is called cannot replace what the server says',
    },
    {
      section: '§2',
      must: 'signed, with the algorithm that the client registered',
      shownBy: 'OIDC Core §2, §5.3.2, §10.1: signed for a client',
    },
    {
      section: '§2',
      must: 'never with none (it is refused at registration)',
      shownBy: 'OIDC Core §2, §5.3.2, §10.1, OpenID Connect Registration §2: how answers are signed',
    },
    { section: '§3.1.2', must: 'TLS', shownBy: 'OIDC Core §3.1.2, §3.1.3, §5.3, §16.17' },
    {
      section: '§3.1.2.1',
      must: 'GET and POST',
      shownBy: 'OIDC Core §3.1.2.1, OAuth 2.1 §3.1: POST /authorize is turned into its GET form',
    },
    {
      section: '§3.1.2.1',
      must: 'without openid it is not an OpenID Connect request: no ID token, no userinfo',
      shownBy: 'OIDC Core §3.1.2.1, §5.3.3, §16.4, OAuth 2.1 §5.1, §5.2, §5.3.1, RFC 6750 §3: refusals',
    },
    {
      section: '§3.1.2.1',
      must: 'redirect_uri is one of the registered, character by character',
      shownBy:
        'OIDC Core §3.1.2.1, §14, OAuth 2.1 §2.3.1, §4.1.1, RFC 9700 §2.1, §4.1.3: URIs are compared as raw strings',
    },
    {
      section: '§3.1.2.1',
      must: 'prompt=none shows no page; alone, or it is an error',
      shownBy: 'OIDC Core §3.1.2.1: with prompt=none there is never a page',
    },
    {
      section: '§3.1.2.1',
      must: 'prompt=login: a new login, or an error',
      shownBy: 'OIDC Core §3.1.2.1, §15.1: prompt=login asks again',
    },
    {
      section: '§3.1.2.1',
      must: 'prompt=consent: a new consent, or an error',
      shownBy: 'OIDC Core §3.1.2.1: prompt=consent asks again',
    },
    {
      section: '§3.1.2.1',
      must: 'prompt=select_account: a choice, or an error',
      shownBy: 'OIDC Core §3.1.2.1: prompt=select_account asks with whom to go on',
    },
    {
      section: '§3.1.2.1',
      must: 'max_age: an older login is made anew',
      shownBy: 'OIDC Core §3.1.2.1, §15.1: max_age: a login that is older asks again',
    },
    {
      section: '§3.1.2.1',
      must: 'and the ID token has auth_time',
      shownBy: 'OIDC Core §3.1.2.1: max_age, prompt, form_post',
    },
    {
      section: '§3.1.2.1',
      must: 'id_token_hint: another person gets an error',
      shownBy: 'OIDC Core §3.1.2.1, §3.1.2.2, §5.5.1: id_token_hint, or a claim of sub',
    },
    {
      section: '§3.1.2.1',
      must: 'parameters that are not understood are ignored',
      shownBy: 'OIDC Core §3.1.2.1, §6.1, §6.2, §15.1: what is not known or not supported',
    },
    {
      section: '§3.1.2.2',
      must: 'OAuth’s parameters are checked; what is needed is there; an error is answered',
      shownBy: 'OIDC Core §3.1.2.2, OAuth 2.1 §4.1.1, §4.1.2.1: what is wrong with the rest',
    },
    {
      section: '§3.1.2.2',
      must: 'where the request names a sub, tokens are for nobody else',
      shownBy: 'OIDC Core §3.1.2.1, §3.1.2.2, §5.5.1: id_token_hint, or a claim of sub',
    },
    {
      section: '§3.1.2.2',
      must: 'an id_token_hint was issued here',
      shownBy: 'OIDC Core §3.1.2.1, §3.1.2.2, §5.5.1: id_token_hint, or a claim of sub',
    },
    {
      section: '§3.1.2.3',
      must: 'who is not logged in, or must be again, is asked; with prompt=none that is an error',
      shownBy: 'OIDC Core §3.1.2.1, §3.1.2.3, §3.1.2.4: the table',
    },
    {
      section: '§3.1.2.3',
      must: 'forged posts log nobody in',
      shownBy: 'OIDC Core §3.1.2.3: a post of another page, browser or request',
    },
    {
      section: '§3.1.2.3',
      must: 'no page can be framed',
      shownBy: 'OIDC Core §3.1.2.3, OAuth 2.1 §7.11, RFC 9700 §4.16: nor frame a page',
    },
    {
      section: '§3.1.2.4',
      must: 'nothing is told before the person has allowed it',
      shownBy: 'OIDC Core §3.1.2.4, §11, OAuth 2.1 §7.3: what was allowed needs no second question',
    },
    {
      section: '§3.1.2.5',
      must: 'the answer is in the query of the redirect URI',
      shownBy:
        'OIDC Core §3.1.2.5, OAuth 2.1 §3.1, RFC 9207 §2, RFC 9700 §4.4.2.1: nobody logs in, then allows, then there is a code with state and iss',
    },
    {
      section: '§3.1.2.5',
      must: 'or as another response mode says',
      shownBy: 'OIDC Core §3.1.2.5: form_post: a page that posts, to the app alone',
    },
    {
      section: '§3.1.2.6',
      must: 'an invalid redirect URI gets no redirect',
      shownBy:
        'OIDC Core §3.1.2.6, OAuth 2.1 §2.3.1, §2.3.5, §4.1.1, §4.1.2.1, RFC 9700 §4.11.2: unknown client, disabled client, wrong address: a page, and no way onward',
    },
    {
      section: '§3.1.2.6',
      must: 'an error has its code, and state if there was one',
      shownBy: 'OIDC Core §3.1.2.6, OAuth 2.1 §4.1.1, §4.1.2.1: a client that somebody vouched for',
    },
    { section: '§3.1.3', must: 'TLS', shownBy: 'OIDC Core §3.1.2, §3.1.3, §5.3, §16.17' },
    {
      section: '§3.1.3.1',
      must: 'a confidential client authenticates by its own kind of proof (a secret by either of its two ways)',
      shownBy: 'OIDC Core §3.1.3.1, §12.1, OAuth 2.1 §2.4.2: each client by its own kind of proof, and no other',
    },
    {
      section: '§3.1.3.2',
      must: 'the code was issued to this client',
      shownBy: "OIDC Core §3.1.3.2, OAuth 2.1 §4.1.3: another client's attempt changes nothing",
    },
    {
      section: '§3.1.3.2',
      must: 'and not used before',
      shownBy: 'OIDC Core §3.1.3.2, OAuth 2.1 §4.1.3, RFC 9700 §4.2.4: a second use gets nothing',
    },
    {
      section: '§3.1.3.2',
      must: 'redirect_uri is the one of the authorization request (with PKCE it may be left out)',
      shownBy: 'OIDC Core §3.1.3.2, OAuth 2.1 §10.2, RFC 6749 §4.1.3: a redirect URI that differs',
    },
    {
      section: '§3.1.3.3',
      must: 'token_type is Bearer; Cache-Control: no-store',
      shownBy:
        'OIDC Core §3.1.3.3, OAuth 2.1 §3.2.3, RFC 6749 §5.1: then the code still works, and nobody stores the answer',
    },
    {
      section: '§3.1.3.3',
      must: 'an id_token beside the access token',
      shownBy: 'OIDC Core §3.1.3.3, §3.1.3.7: an ID token that is signed with',
    },
    {
      section: '§3.1.3.6',
      must: 'at_hash is right where it is sent',
      shownBy: 'OIDC Core §3.1.3.6: at_hash is half of the hash of the signature',
    },
    {
      section: '§3.1.3.7',
      must: 'the ID token passes all checks of a client',
      shownBy: 'OIDC Core §3.1.3.3, §3.1.3.7: an ID token that is signed with',
    },
    {
      section: '§3.2',
      must: 'the implicit flow',
      gap: 'Not offered: OAuth 2.1 and RFC 9700 §2.1.2 end it. Such requests get unsupported_response_type.',
    },
    {
      section: '§3.3',
      must: 'the hybrid flow',
      gap: 'Not offered, for the same reasons: no token travels through the browser’s address.',
    },
  ],
}
