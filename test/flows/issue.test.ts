// Issuing: RFC 9068 access tokens that anyone can verify, and refresh tokens that only this server can make (RFC 6749 §5.1).
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import t from 'tap'
import { parseRefreshToken } from '../../src/protocol/refresh-token.ts'
import { story } from '../support/flows.ts'
import { claimsOf, familyNameOf } from '../support/wire.ts'

t.test('RFC 6749 §5.1: what is issued', async (t) => {
  const s = await story(t)
  const shop = await s.app()
  const jwks = createLocalJWKSet(JSON.parse(s.ingredients.keyRing.jwks().body) as JSONWebKeySet)

  t.test('RFC 9068 §2.1, §3, §4: a stranger verifies the access token with nothing but the JWKS', async (t) => {
    const { person, tokens, visitor } = await s.login(shop, { scope: 'openid orders' })
    const options = {
      issuer: s.config.issuer,
      audience: s.config.defaultAudience,
      typ: 'at+jwt',
      algorithms: ['RS256'],
      currentDate: s.now(),
    }
    const { payload, protectedHeader } = await jwtVerify(tokens.access_token, jwks, options)
    t.same(Object.keys(protectedHeader).sort(), ['alg', 'kid', 'typ'])
    const iat = Math.floor(s.now().getTime() / 1000)
    t.match(payload, {
      sub: person.account.sub,
      client_id: shop.client.clientId,
      scope: 'openid orders',
      iat,
      exp: iat + 900,
      auth_time: iat,
      amr: ['pwd'],
    })
    t.notOk('roles' in payload, 'no roles, no claim')
    t.notOk(String(payload.sid).includes(visitor?.session.id ?? ''), 'sid says nothing of the session')
  })

  t.test('RFC 9068 §2.2: jti is unique, and ties the token to its family', async (t) => {
    const { tokens } = await s.login(shop)
    const next = await s.refresh(shop, tokens.refresh_token)
    t.equal(familyNameOf(next), familyNameOf(tokens))
    t.not(claimsOf(next.access_token).jti, claimsOf(tokens.access_token).jti)
    t.match(claimsOf(tokens.access_token).jti, /^fam_[\w-]{22}\.[\w-]{22}$/)
  })

  t.test('the internal id of the family is in the refresh token and nowhere else', async (t) => {
    const { tokens } = await s.login(shop)
    const id = parseRefreshToken(tokens.refresh_token ?? '')?.familyId
    const payload = JSON.stringify(claimsOf(tokens.access_token))
    t.notOk(payload.includes(id?.toString('base64url') ?? ''))
    t.notOk(payload.includes(id?.toString('hex') ?? ''))
  })

  t.test('two clients cannot compare the sid that they were told of one session', async (t) => {
    const other = await s.app()
    const { browser, tokens } = await s.login(shop)
    const visitor = await browser.visitor()
    const second = await s.redeem(other, await s.code(other, visitor))
    const third = await s.redeem(shop, await s.code(shop, visitor))
    t.not(claimsOf(second.access_token).sid, claimsOf(tokens.access_token).sid)
    t.equal(claimsOf(third.access_token).sid, claimsOf(tokens.access_token).sid)
  })

  t.test('a refresh token names its master key, and its tag covers every byte', async (t) => {
    const { tokens } = await s.login(shop)
    const parsed = parseRefreshToken(tokens.refresh_token ?? '')
    t.equal(parsed?.keyId, s.ingredients.masterKeys.newest().fingerprint.slice(0, 8))
    t.equal(parsed?.bytes.length, 57)
  })
})
