// Requested claims: what a request asks for beyond its scope, as the `claims` parameter says (OpenID Connect Core §5.5).

export type RequestedClaims = Readonly<{
  /** Names of standard claims for the ID token. */
  idToken: readonly string[]
  userinfo: readonly string[]
}>
