// Logout tokens: a session is over, told to one client, signed as its ID tokens are (OpenID Connect Back-Channel Logout §2.4).

/** §4.1: a type of its own, so that it passes for no other token, and no other token for it. */
export const logoutTokenType = 'logout+jwt'
/** §4: "preferably at most two minutes in the future". Each attempt has a token of its own. */
const logoutTokenSeconds = 120

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

type Facts = Readonly<{
  issuer: string
  clientId: string
  /** As this client knows the person. */
  subject: string
  sid: string
  unique: string
  lifetimeSeconds: number
  now: Date
}>

/** "A nonce Claim MUST NOT be present." */
export const logoutTokenClaims = (facts: Facts): Readonly<Record<string, unknown>> => {
  const iat = Math.floor(facts.now.getTime() / 1000)
  return {
    iss: facts.issuer,
    sub: facts.subject,
    aud: facts.clientId,
    iat,
    exp: iat + Math.min(logoutTokenSeconds, facts.lifetimeSeconds),
    jti: facts.unique,
    sid: facts.sid,
    events: { [logoutEvent]: {} },
  }
}
