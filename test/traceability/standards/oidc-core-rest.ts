// What OpenID Connect Core §8 to §16 demands of a provider: subjects, client authentication, signatures, refreshes. §7, providers that
// people run for themselves, does not concern this server.
import type { Standard } from '../requirement.ts'

export const oidcCoreRest: Standard = {
  name: 'OIDC Core',
  title: 'OpenID Connect Core 1.0, §8 to §16: subjects, client authentication, signatures, refreshes, security',
  isWhole: false,
  requirements: [
    {
      section: '§8',
      must: 'the metadata names the subject types',
      shownBy: 'OIDC Core §8, §15.1, OpenID Connect Discovery §3: what OpenID Connect adds',
    },
    {
      section: '§8',
      must: 'a client knows a person by one sub everywhere',
      shownBy: 'OIDC Core §8: pairwise subjects are the same in every token of a sector',
    },
    {
      section: '§8.1',
      must: 'pairwise: another sub for each sector, always the same there, not to be turned back',
      shownBy: 'OIDC Core §8.1: pairwise subjects differ by sector and person, and stay',
    },
    {
      section: '§8.1',
      must: 'several hosts need a sector_identifier_uri, by https',
      shownBy: 'OIDC Core §8.1: pairwise subjects need one sector',
    },
    {
      section: '§8.1',
      must: 'whose document names every redirect URI',
      shownBy: 'OIDC Core §8.1: whoever claims a sector must be named there',
    },
    {
      section: '§9',
      must: 'an assertion’s iss and sub are the client_id; jti and exp are there',
      shownBy: 'OIDC Core §9: what it must say',
    },
    {
      section: '§9',
      must: 'its audience is this server alone',
      shownBy: 'OIDC Core §9, OAuth 2.1 §2.4, RFC 7523 §3: the audience is this server alone',
    },
    {
      section: '§9',
      must: 'it works once',
      shownBy: 'OIDC Core §9, RFC 7523 §3: an assertion works once, on whichever server and endpoint',
    },
    {
      section: '§9',
      must: 'and not after its end',
      shownBy: 'OIDC Core §9, RFC 7523 §3: times, with half a minute for clocks that differ',
    },
    {
      section: '§9',
      must: 'it comes as client_assertion, with its type',
      shownBy: 'OIDC Core §9: an assertion proves its client, with client_id or without',
    },
    {
      section: '§10.1',
      must: 'signed with an algorithm that the client can check, by a key of the JWKS, named by kid',
      shownBy: 'OIDC Core §2, §5.3.2, §10.1: signed for a client',
    },
    {
      section: '§10.1',
      must: 'the keys are for signing',
      shownBy: 'OIDC Core §10.1, §15.1, §15.2: RS256 is published',
    },
    {
      section: '§10.1',
      must: 'no symmetric signatures for public clients (here for nobody)',
      shownBy: 'OIDC Core §2, §5.3.2, §10.1, OpenID Connect Registration §2: how answers are signed',
    },
    {
      section: '§10.2',
      must: 'encryption is not promised where it is not done: whoever registers for it is refused',
      shownBy: 'OIDC Core §10.2, RFC 7591 §2: what would protect less than the client believes is refused',
    },
    {
      section: '§11',
      must: 'offline access needs the person’s consent',
      shownBy: 'OIDC Core §11, §12.2: offline access is asked for',
    },
    {
      section: '§12.1',
      must: 'a refresh is authenticated as registered',
      shownBy: 'OIDC Core §3.1.3.1, §12.1, OAuth 2.1 §2.4.2: each client by its own kind of proof, and no other',
    },
    {
      section: '§12.1',
      must: 'a refresh token is for the client that it was issued to',
      shownBy: "OIDC Core §12.1, OAuth 2.1 §4.3, §4.3.1: another client's attempt",
    },
    {
      section: '§12.2',
      must: 'a refreshed ID token has the iss, sub, aud and auth_time of the first, its own iat, and no new azp',
      shownBy: 'OIDC Core §11, §12.2: offline access is asked for',
    },
    {
      section: '§14',
      must: 'strings are compared character by character, without normalization',
      shownBy:
        'OIDC Core §3.1.2.1, §14, OAuth 2.1 §2.3.1, §4.1.1, RFC 9700 §2.1, §4.1.3: URIs are compared as raw strings',
    },
    {
      section: '§14',
      must: 'lists are separated by single spaces, and by nothing else',
      shownBy: 'OIDC Core §14, RFC 6749 §3.3: a scope that names nothing, or too much, is refused',
    },
    { section: '§15.1', must: 'RS256', shownBy: 'OIDC Core §10.1, §15.1, §15.2: RS256 is published' },
    {
      section: '§15.1',
      must: 'prompt, none and login among it',
      shownBy: 'OIDC Core §3.1.2.1, §15.1: prompt=none never asks',
    },
    {
      section: '§15.1',
      must: 'display, ui_locales, claims_locales and acr_values cause no error',
      shownBy: 'OIDC Core §3.1.2.1, §6.1, §6.2, §15.1: what is not known or not supported',
    },
    {
      section: '§15.1',
      must: 'auth_time and max_age',
      shownBy: 'OIDC Core §3.1.2.1, §15.1: max_age: a login that is older asks again',
    },
    {
      section: '§15.2',
      must: 'where clients register themselves: discovery, registration, userinfo',
      shownBy: 'OIDC Core §15.2: OpenID Connect: found by its own name',
    },
    {
      section: '§15.2',
      must: 'public keys as bare JWKs',
      shownBy: 'OIDC Core §10.1, §15.1, §15.2: RS256 is published',
    },
    {
      section: '§15.2',
      must: 'the response types id_token and id_token token',
      gap: 'Not offered: they put tokens into the browser’s address, which OAuth 2.1 and RFC 9700 §2.1.2 end.',
    },
    {
      section: '§15.2',
      must: 'request_uri',
      gap: 'Not supported until pushed authorization requests are; it gets request_uri_not_supported.',
    },
    {
      section: '§16.4',
      must: 'access tokens are not exposed: never taken from a URL',
      shownBy: 'OIDC Core §3.1.2.1, §5.3.3, §16.4, OAuth 2.1 §5.1, §5.2, §5.3.1, RFC 6750 §3: refusals',
    },
    {
      section: '§16.15',
      must: 'the issuer of the metadata is iss of the ID tokens',
      shownBy:
        'OIDC Core §16.15, OpenID Connect Discovery §3, §4, §4.1, §4.2, §4.3, RFC 8414 §3, §3.1, §3.2, §3.3: one document under every name',
    },
    {
      section: '§16.17',
      must: 'TLS',
      shownBy: 'OIDC Core §16.17, OAuth 2.1 §1.5, RFC 9700 §2.6: openid-client logs in',
    },
    {
      section: '§16.22',
      must: 'no redirect is a 307',
      shownBy: 'OIDC Core §16.22, OAuth 2.1 §3.1, §7.5.3, RFC 9700 §2.1, §4.12: a redirect is a 303',
    },
  ],
}
