// Minting a code: everything that its redemption needs is fixed, and only its digest is kept (RFC 6749 §4.1.2, §10.5).
import t from 'tap'
import { story } from '../support/flows.ts'
import { challengeOf } from '../support/wire.ts'

t.test('OAuth 2.1 §4.1.2, RFC 7636 §4.4, RFC 9700 §4.8.2: what a code holds, and that it does not show', async (t) => {
  const s = await story(t)
  const shop = await s.app()
  const ada = await s.person()
  const her = s.browser()
  await her.logIn(ada)
  const visitor = await her.visitor()
  s.pass(90)
  const code = await s.code(shop, visitor, { scope: 'openid orders', nonce: 'n-1' })
  const row = await s.store.codes.find(s.ingredients.sha256(code))

  t.match(row, {
    clientId: shop.client.clientId,
    sub: ada.account.sub,
    sessionId: visitor?.session.id,
    redirectUri: shop.redirectUri,
    redirectUriSent: true,
    codeChallenge: challengeOf(s.verifier),
    scope: ['openid', 'orders'],
    nonce: 'n-1',
    authenticatedAt: s.at(-90),
    amr: ['pwd'],
    issuedAt: s.now(),
    expiresAt: s.at(60),
    spentAt: null,
  })
  t.equal(row?.familyId.length, 16)
  t.match(row?.familyPublicId, /^fam_[\w-]{22}$/)
  t.match(code, /^cs_code_[\w-]{43}$/, 'random bits, that tell nothing of the challenge')
  t.notMatch(JSON.stringify(row), code.slice('cs_code_'.length), 'the code itself is nowhere')

  t.test('every code is another, and founds another family', async (t) => {
    const second = await s.store.codes.find(s.ingredients.sha256(await s.code(shop, visitor)))
    t.notSame(second?.familyId, row?.familyId)
    t.not(second?.familyPublicId, row?.familyPublicId)
    t.equal(second?.sid, row?.sid, 'but the session and client are the same')
  })
})
