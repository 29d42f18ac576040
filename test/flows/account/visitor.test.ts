// Visitors: whose session a cookie is, and how long it lives (OWASP ASVS 7.3).
import t from 'tap'
import { story } from '../../support/flows.ts'

const day = 86_400

t.test('Visitors', async (t) => {
  const s = await story(t)
  const inside = async () => {
    const ada = await s.person()
    const her = s.browser()
    await her.logIn(ada)
    return { ada, her }
  }

  t.test('no cookie, a made-up one and an endless one are nobody', async (t) => {
    for (const cookie of [undefined, '', 'cs_ses_made-up', 'x'.repeat(10_000)])
      t.equal(await s.flows.findVisitor(cookie, s.now()), undefined)
  })

  t.test('a session ends after 14 days without a visit', async (t) => {
    const { her } = await inside()
    s.pass(14 * day - 1)
    t.ok(await her.visitor())
    await s.settled()
    s.pass(14 * day - 1)
    t.ok(await her.visitor(), 'being seen keeps it alive')
    await s.settled()
    s.pass(14 * day)
    t.equal(await her.visitor(), undefined)
  })

  t.test('and 30 days after the login, however often it is seen', async (t) => {
    const { her } = await inside()
    for (let days = 0; days < 29; days += 1) {
      s.pass(day)
      t.ok(await her.visitor())
      await s.settled()
    }
    s.pass(day)
    t.equal(await her.visitor(), undefined)
  })

  t.test('being seen is written every five minutes at most', async (t) => {
    const { her } = await inside()
    const opened = s.now()
    s.pass(300)
    await her.visitor()
    await s.settled()
    t.same((await her.visitor())?.session.lastSeenAt, opened)
    s.pass(0.001)
    await her.visitor()
    await s.settled()
    t.same((await her.visitor())?.session.lastSeenAt, s.now())
  })

  t.test('disabling the person ends the session for good', async (t) => {
    const { ada, her } = await inside()
    await s.flows.operator.users.disable(ada.email)
    t.equal(await her.visitor(), undefined)
    await s.flows.operator.users.enable(ada.email)
    t.equal(await her.visitor(), undefined)
  })

  t.test('so does a new password', async (t) => {
    const { ada, her } = await inside()
    await s.flows.operator.users.setPassword(ada.email, 'another battery staple')
    t.equal(await her.visitor(), undefined)
  })
})
