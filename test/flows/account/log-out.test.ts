// Logging out ends the session and what lives only as long as it does (OIDC Core §11, OAuth 2.1 §7.5).
import t from 'tap'
import { story } from '../../support/flows.ts'
import { refusalOf } from '../../support/wire.ts'

t.test('Logging out', async (t) => {
  const s = await story(t)
  const shop = await s.app()
  const logOut = async (her: ReturnType<typeof s.browser>) => {
    const visitor = await her.visitor()
    if (visitor === undefined) throw new Error('nobody is logged in')
    await s.flows.logOut(visitor.session, s.now())
  }

  t.test('the cookie is worth nothing from then on', async (t) => {
    const { browser } = await s.login(shop)
    await logOut(browser)
    t.equal(await browser.visitor(), undefined)
  })

  t.test(
    'Back-Channel Logout §2.7: families without offline_access end, and their access tokens; those with it live on',
    async (t) => {
      const bound = await s.login(shop, { scope: 'openid' })
      const visitor = await bound.browser.visitor()
      const offline = await s.redeem(shop, await s.code(shop, visitor, { scope: 'openid offline_access' }))
      await logOut(bound.browser)
      const refusal = await refusalOf(s.refresh(shop, bound.tokens.refresh_token))
      t.match(refusal.detail.operator, /logged_out/)
      t.equal((await s.introspect(shop, bound.tokens.access_token)).active, false)
      t.ok(await s.refresh(shop, offline.refresh_token))
    },
  )

  t.test('codes on their way end', async (t) => {
    const { browser, visitor } = await s.login(shop)
    const code = await s.code(shop, visitor, { scope: 'openid offline_access' })
    await logOut(browser)
    t.equal((await refusalOf(s.redeem(shop, code))).code, 'invalid_grant')
  })

  t.test('the same person’s other browsers stay', async (t) => {
    const first = await s.login(shop, { scope: 'openid' })
    const second = await s.login(shop, { scope: 'openid', person: first.person })
    await logOut(first.browser)
    t.ok(await second.browser.visitor())
    t.ok(await s.refresh(shop, second.tokens.refresh_token))
  })

  t.test('a session that merely expires ends no family', async (t) => {
    const { browser, tokens } = await s.login(shop, { scope: 'openid' })
    s.pass(15 * 86_400)
    t.equal(await browser.visitor(), undefined)
    await s.flows.sweep(s.now())
    t.ok(await s.refresh(shop, tokens.refresh_token))
  })

  t.test('twice does no harm, and it is an event', async (t) => {
    const { person, visitor } = await s.login(shop)
    if (visitor === undefined) throw new Error('nobody is logged in')
    await s.flows.logOut(visitor.session, s.now())
    await s.flows.logOut(visitor.session, s.now())
    t.ok((await s.recorded({ sub: person.account.sub })).some(({ kind }) => kind === 'logged_out'))
  })
})
