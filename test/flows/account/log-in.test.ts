// Logging in: the same words for every failure, a new cookie for every success (OWASP ASVS 6.3, 7.2; NIST SP 800-63B-4 §3.2.2).
import t from 'tap'
import { story } from '../../support/flows.ts'
import { refusalOf } from '../../support/wire.ts'

t.test('Logging in with e-mail and password', async (t) => {
  const s = await story(t)

  t.test('the right password opens a session, however the address is typed', async (t) => {
    const ada = await s.person()
    const her = s.browser()
    t.equal((await her.logIn({ ...ada, email: ` ${ada.email.toUpperCase()} ` })).kind, 'in')
    const visitor = await her.visitor()
    t.equal(visitor?.account.sub, ada.account.sub)
    t.match(visitor?.session, {
      authenticatedAt: s.now(),
      amr: ['pwd'],
      idleExpiresAt: s.at(14 * 86_400),
      absoluteExpiresAt: s.at(30 * 86_400),
    })
    t.match(her.cookie(), /^cs_ses_[\w-]{43}$/)
  })

  t.test('a wrong password, an unknown person, no address and a disabled person look the same', async (t) => {
    const ada = await s.person()
    const off = await s.person()
    await s.flows.operator.users.disable(off.email)
    const tries = [
      { ...ada, password: 'wrong' },
      { email: 'nobody@example.com', password: 'wrong' },
      { email: 'x', password: '' },
      off,
    ]
    for (const attempt of tries) t.same(await s.browser().logIn(attempt), { kind: 'wrong' })
    await s.flows.operator.users.enable(off.email)
    t.equal((await s.browser().logIn(off)).kind, 'in')
  })

  t.test('a password of somebody else is wrong', async (t) => {
    const [ada, ben] = [await s.person(), await s.person()]
    t.equal((await s.browser().logIn({ email: ada.email, password: ben.password })).kind, 'wrong')
  })

  t.test('each login is an event, without the password', async (t) => {
    const ada = await s.person()
    const her = s.browser()
    await her.logIn(ada)
    await her.logIn(ada)
    const events = (await s.recorded({ sub: ada.account.sub })).filter(({ kind }) => kind === 'logged_in')
    t.same(
      events.map(({ address }) => address),
      [her.address, her.address],
    )
    t.notMatch(JSON.stringify(events), ada.password)
  })
})

t.test('Session fixation: a cookie that was there before the login is worth nothing after it', async (t) => {
  const s = await story(t)
  const shop = await s.app()

  t.test('a made-up cookie never becomes a session', async (t) => {
    const ada = await s.person()
    const her = s.browser()
    const planted = `cs_ses_${'A'.repeat(43)}`
    her.useCookie(planted)
    await her.logIn(ada)
    t.not(her.cookie(), planted)
    t.equal(await s.flows.findVisitor(planted, s.now()), undefined)
  })

  t.test("a thief's own session, planted, does not become the victim's; it ends", async (t) => {
    const [ada, thief] = [await s.person(), await s.person()]
    const his = s.browser()
    await his.logIn(thief)
    const { tokens } = await s.login(shop, { person: thief, scope: 'openid' })
    const hers = s.browser()
    hers.useCookie(his.cookie())
    const hisFamily = await s.redeem(shop, await s.code(shop, await his.visitor(), { scope: 'openid' }))
    await hers.logIn(ada)
    t.equal(await his.visitor(), undefined)
    t.equal((await hers.visitor())?.account.sub, ada.account.sub)
    const refusal = await refusalOf(s.refresh(shop, hisFamily.refresh_token))
    t.match(refusal.detail.operator, /session_ended/)
    t.ok(await s.refresh(shop, tokens.refresh_token), 'what hangs on his other sessions lives on')
  })

  t.test('the same person proving it again keeps the session and what hangs on it, under a new cookie', async (t) => {
    const ada = await s.person()
    const her = s.browser()
    await her.logIn(ada)
    const [before, oldCookie] = [await her.visitor(), her.cookie()]
    const tokens = await s.redeem(shop, await s.code(shop, before, { scope: 'openid' }))
    s.pass(600)
    await her.logIn(ada)
    const after = await her.visitor()
    t.equal(after?.session.id, before?.session.id)
    t.same(after?.session.authenticatedAt, s.now())
    t.same(after?.session.idleExpiresAt, s.at(14 * 86_400), 'it lives as long as a new one')
    t.same(after?.session.absoluteExpiresAt, s.at(30 * 86_400))
    t.equal(await s.flows.findVisitor(oldCookie, s.now()), undefined)
    t.ok(await s.refresh(shop, tokens.refresh_token))
  })
})

t.test('OAuth 2.1 §7.7, NIST SP 800-63B-4 §3.2.2: attempts are limited', async (t) => {
  const s = await story(t)
  const wrong = { password: 'wrong' }

  t.test(
    'ten wrong passwords per address, then nobody from elsewhere gets in with the right one either, for 15 minutes',
    async (t) => {
      const ada = await s.person()
      for (let count = 0; count < 10; count += 1) t.equal((await s.browser().logIn({ ...ada, ...wrong })).kind, 'wrong')
      t.same(await s.browser().logIn(ada), { kind: 'too-many', retryAfterSeconds: 900 })
      s.pass(899.5)
      t.same(await s.browser().logIn(ada), { kind: 'too-many', retryAfterSeconds: 1 })
      s.pass(0.5)
      t.equal((await s.browser().logIn(ada)).kind, 'in')
    },
  )

  t.test('an address that does not exist is counted just so', async (t) => {
    const nobody = { email: 'nobody@example.com', ...wrong }
    for (let count = 0; count < 10; count += 1) await s.browser().logIn(nobody)
    t.equal((await s.browser().logIn(nobody)).kind, 'too-many')
  })

  t.test('a browser that has logged in to this account before has its own allowance', async (t) => {
    const ada = await s.person()
    const her = s.browser()
    await her.logIn(ada)
    her.knownSubs.push(ada.account.sub)
    for (let count = 0; count < 12; count += 1) await s.browser().logIn({ ...ada, ...wrong })
    t.equal((await s.browser().logIn(ada)).kind, 'too-many')
    t.equal((await her.logIn(ada)).kind, 'in', 'a stranger cannot lock her out')
    for (let count = 0; count < 10; count += 1) await her.logIn({ ...ada, ...wrong })
    t.equal((await her.logIn(ada)).kind, 'too-many', 'nor is hers without end')
  })

  t.test('a right password is not counted', async (t) => {
    const ada = await s.person()
    const her = s.browser()
    for (let count = 0; count < 15; count += 1) t.equal((await her.logIn(ada)).kind, 'in')
  })

  t.test('a hundred per address of the visitor, whoever they ask for', async (t) => {
    const ada = await s.person()
    const attacker = s.browser()
    for (let count = 0; count < 100; count += 1) await attacker.logIn({ email: `victim${count}@example.com`, ...wrong })
    t.equal((await attacker.logIn(ada)).kind, 'too-many')
    t.equal((await s.browser().logIn(ada)).kind, 'in')
  })
})

t.test('A stronger hash replaces an older one at login', async (t) => {
  const s = await story(t)
  const ada = await s.person()
  const bcrypt = '$2b$04$mA4s22Eg0BCiSoicOQXMcurWG2qkWsRU.QUZZH2gtxSokr1zjWvdK'
  await s.store.accounts.setPasswordHash(ada.account.sub, bcrypt, s.now())
  const stored = async () => (await s.store.accounts.byEmail(ada.account.emailNormalized))?.passwordHash
  t.equal((await s.browser().logIn({ ...ada, password: 'wrong' })).kind, 'wrong')
  await s.settled()
  t.equal(await stored(), bcrypt, 'not for a wrong password')
  t.equal((await s.browser().logIn({ ...ada, password: 'an old password' })).kind, 'in')
  await s.settled()
  t.match(await stored(), /^\$argon2id\$/)
  t.equal((await s.browser().logIn({ ...ada, password: 'an old password' })).kind, 'in')
})
