// What OpenID Connect Core §5 and §6 demands of a provider: claims, userinfo and request objects.
import type { Standard } from '../requirement.ts'

export const oidcCoreClaims: Standard = {
  name: 'OIDC Core',
  title: 'OpenID Connect Core 1.0, §5 and §6: claims, userinfo, request objects',
  isWhole: false,
  requirements: [
    {
      section: '§5.1',
      must: 'each standard claim has its type and its form',
      shownBy: 'OIDC Core §5.1: each claim has its type and its form',
    },
    { section: '§5.3', must: 'TLS', shownBy: 'OIDC Core §3.1.2, §3.1.3, §5.3, §16.17' },
    {
      section: '§5.3',
      must: 'GET and POST, with a bearer token',
      shownBy: 'OIDC Core §5.3, §5.3.1, §5.3.2: GET and POST',
    },
    {
      section: '§5.3.1',
      must: 'the token in the header, or in the form of a POST',
      shownBy: 'OIDC Core §5.3, §5.3.1, §5.3.2: GET and POST',
    },
    {
      section: '§5.3.2',
      must: 'a JSON object, as application/json, always with sub, the same as in the ID token',
      shownBy: 'OIDC Core §5.3, §5.3.1, §5.3.2: GET and POST',
    },
    {
      section: '§5.3.2',
      must: 'signed, with iss and aud, as application/jwt, for a client that registered it',
      shownBy: 'OIDC Core §2, §5.3.2, §10.1: signed for a client',
    },
    {
      section: '§5.3.2',
      must: 'a claim that is not known is left out',
      shownBy: 'OIDC Core §5.3.2: what is not known is left out',
    },
    {
      section: '§5.3.3',
      must: 'errors are those of RFC 6750',
      shownBy: 'OIDC Core §3.1.2.1, §5.3.3, §16.4, OAuth 2.1 §5.1, §5.2, §5.3.1, RFC 6750 §3: refusals',
    },
    {
      section: '§5.4',
      must: 'each scope stands for its claims',
      shownBy: 'OIDC Core §5.4: the claims of each scope',
    },
    {
      section: '§5.5',
      must: 'the claims parameter: single claims for userinfo and the ID token',
      shownBy: 'OIDC Core §5.5: single claims for each of the two places',
    },
    {
      section: '§5.5',
      must: 'members that are not understood are ignored',
      shownBy: 'OIDC Core §5.5, §5.5.1: unknown claims, members and languages are ignored',
    },
    {
      section: '§5.5.1',
      must: 'claims that are not there are no error, essential or not',
      shownBy: 'OIDC Core §5.5, §5.5.1, §5.5.1.1, §5.6: the claims parameter reveals',
    },
    {
      section: '§5.5.1',
      must: 'members of a single claim that are not understood are ignored',
      shownBy: 'OIDC Core §5.5, §5.5.1: unknown claims, members and languages are ignored',
    },
    {
      section: '§5.5.1',
      must: 'a sub that is not the person’s fails the login',
      shownBy: 'OIDC Core §3.1.2.1, §3.1.2.2, §5.5.1: id_token_hint, or a claim of sub',
    },
    {
      section: '§5.5.1.1',
      must: 'an essential acr with values is reached, or the login fails',
      shownBy: 'OIDC Core §5.5, §5.5.1, §5.5.1.1, §5.6: the claims parameter reveals',
    },
    {
      section: '§5.5.1.1',
      must: 'any other acr is a wish',
      shownBy: 'OIDC Core §5.5.1.1: only an essential acr is a condition',
    },
    {
      section: '§5.6',
      must: 'normal claims (aggregated and distributed ones are optional, and not supported)',
      shownBy: 'OIDC Core §5.5, §5.5.1, §5.5.1.1, §5.6: the claims parameter reveals',
    },
    {
      section: '§5.7',
      must: 'sub is unique here, and never given to somebody else',
      shownBy: 'OIDC Core §2, §5.7: create: a person who can log in',
    },
    {
      section: '§6.1',
      must: 'without support for request objects: request_not_supported',
      shownBy: 'OIDC Core §3.1.2.1, §6.1, §6.2, §15.1: what is not known or not supported',
    },
    {
      section: '§6.2',
      must: 'without support for request_uri: request_uri_not_supported',
      shownBy: 'OIDC Core §3.1.2.1, §6.1, §6.2, §15.1: what is not known or not supported',
    },
  ],
}
