// Judging: whether an answer is the one that the rules allow, claim by claim.
import { createHash } from 'node:crypto'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import type { TokenResponse } from '../../src/flows/issue.ts'
import { issuer } from '../support/ingredients.ts'
import { accessTokenSeconds, Violation } from './model.ts'
import type { Refused } from './rules/apps.ts'
import type { Tokens } from './rules/redeem.ts'
import type { Outcome } from './step.ts'
import type { AccessToken, World } from './world.ts'

type Answer<T> = Exclude<Outcome<T>, { kind: 'cut' }>

export const same = (what: string, found: unknown, expected: unknown): void => {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)]
  if (a !== b) throw new Violation(`${what} is ${a} and should be ${b}`)
}

/** True where the refusal that was expected came. */
export const judgeRefusal = (expected: object, outcome: Answer<unknown>): boolean => {
  if (!('kind' in expected) || expected.kind !== 'refused') {
    if (outcome.kind === 'refusal')
      throw new Violation(
        `what nothing ended works: refused with ${outcome.refusal.code} (${outcome.refusal.detail.operator})`,
      )
    return false
  }
  const { codes, rule } = expected as Refused
  if (outcome.kind === 'value') throw new Violation(`${rule}, but it was granted`)
  if (!codes.includes(outcome.refusal.code))
    throw new Violation(`${rule}: the error is ${outcome.refusal.code} and should be ${codes.join(' or ')}`)
  return true
}

export const judgeTokens = async (
  world: World,
  expected: Tokens | Refused,
  outcome: Answer<TokenResponse>,
): Promise<void> => {
  if (judgeRefusal(expected, outcome) || outcome.kind !== 'value') return
  const tokens = expected as Tokens
  const response = outcome.value
  world.secrets.add('an access token', response.access_token.slice(response.access_token.lastIndexOf('.') + 1))
  same('token_type', response.token_type, 'Bearer')
  same('expires_in', response.expires_in, accessTokenSeconds)
  same('the granted scope', response.scope.split(' ').filter(Boolean).toSorted(), tokens.scope.toSorted())
  world.accessTokens.push(await judgeAccessToken(world, tokens, response.access_token))
  await judgeIdToken(world, tokens, response)
  const { family } = tokens
  if (family === null || !tokens.refresh) return same('the refresh token', response.refresh_token, undefined)
  judgeRefreshToken(world, family, response.refresh_token)
}

type Newest = Readonly<{ name: string; id: string; generation: number; masterKey: string }>

/** One family and generation has one token, whenever it is asked for; and no two share one. */
const judgeRefreshToken = (
  world: World,
  { name, id, generation, masterKey }: Newest,
  token: string | undefined,
): void => {
  if (token === undefined || !/^cs_rt_[\w-]{76}$/.test(token))
    throw new Violation('there is no refresh token in the answer')
  world.secrets.add('a refresh token', token)
  // The part that makes it a secret.
  world.secrets.add(
    'a refresh token',
    `cs_rt_${Buffer.from(token.slice(6), 'base64url').subarray(25).toString('base64url')}`,
  )
  world.secrets.addFamilyId(id)
  const key = `${name} ${generation} ${masterKey}`
  const before = world.successors.get(key)
  if (before !== undefined && before !== token)
    throw new Violation('retries get the same successor, but this one differs')
  const known = world.refreshTokens.get(token)
  if (known !== undefined && (known.family !== name || known.generation !== generation))
    throw new Violation('a refresh token was handed out twice, for different generations')
  world.successors.set(key, token)
  world.refreshTokens.set(token, { family: name, generation })
}

const judgeAccessToken = async (world: World, expected: Tokens, token: string): Promise<AccessToken> => {
  const { family, audience } = expected
  const keys = createLocalJWKSet(JSON.parse(world.server.keyRing.jwks().body) as JSONWebKeySet)
  const options = {
    issuer,
    typ: 'at+jwt',
    audience: [...audience],
    currentDate: new Date(world.now),
    algorithms: ['RS256'],
  }
  const { payload, protectedHeader } = await jwtVerify(token, keys, options)
  const { jti, iat, exp, sid, scope, ...claims } = payload
  same('iat', iat, Math.floor(world.now / 1000))
  same('exp - iat', Number(exp) - Number(iat), accessTokenSeconds)
  const person = family && { auth_time: Math.floor(family.authenticatedAt / 1000), acr: 'aal1', amr: ['pwd'] }
  const fixed = {
    iss: issuer,
    sub: expected.subject,
    aud: audience.length === 1 ? audience[0] : audience,
    client_id: expected.app.clientId,
    ...person,
    ...(expected.roles.length > 0 && { roles: expected.roles }),
  }
  same('the claims', sorted(claims), sorted(fixed))
  same(
    'the scope claim',
    String(scope ?? '')
      .split(' ')
      .filter(Boolean)
      .toSorted(),
    expected.scope.toSorted(),
  )
  judgeNames(world, family, jti, sid)
  world.secrets.checkLines([JSON.stringify(payload)])
  const known = { jti: String(jti), kid: String(protectedHeader.kid), clientId: expected.app.clientId, audience }
  return { ...known, token, family: family?.name ?? null, expiresAt: Number(exp) * 1000 }
}

/** Wherever somebody logged in for `openid`, and nowhere else (OIDC Core §3.1.3.3, §12.2). */
const judgeIdToken = async (world: World, { family, scope, app, subject }: Tokens, response: TokenResponse) => {
  const { id_token: token } = response
  if (family === null || !scope.includes('openid')) return same('the ID token', token, undefined)
  if (token === undefined) throw new Violation('there is no ID token in the answer')
  const keys = createLocalJWKSet(JSON.parse(world.server.keyRing.jwks().body) as JSONWebKeySet)
  const options = { issuer, audience: app.clientId, subject, currentDate: new Date(world.now), algorithms: ['RS256'] }
  const { payload } = await jwtVerify(token, keys, options)
  same('auth_time', payload.auth_time, Math.floor(family.authenticatedAt / 1000))
  const hash = createHash('sha256').update(response.access_token).digest().subarray(0, 16).toString('base64url')
  same('at_hash', payload.at_hash, hash)
  world.secrets.add('an ID token', token.slice(token.lastIndexOf('.') + 1))
}

const judgeNames = (world: World, family: Tokens['family'], jti: unknown, sid: unknown): void => {
  if (world.accessTokens.some((each) => each.jti === jti)) throw new Violation('two access tokens have the same jti')
  if (family === null) {
    same('sid', sid, undefined)
    return
  }
  if (!String(jti).startsWith(`${family.name}.`)) throw new Violation('the jti does not name its family')
  if (typeof sid !== 'string' || sid.includes(family.sessionId))
    throw new Violation('sid tells the name of the session')
  for (const [name, other] of world.sids) {
    const [session, client] = name.split(' ')
    const equal = session === family.sessionId && client === family.clientId
    if (equal !== (other === sid)) throw new Violation('sid is not one per session and client')
  }
  world.sids.set(`${family.sessionId} ${family.clientId}`, sid)
}

const sorted = (claims: object) => Object.fromEntries(Object.entries(claims).toSorted(([a], [b]) => (a < b ? -1 : 1)))
