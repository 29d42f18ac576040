// Accounts: found by e-mail and subject; the address is unique, the subject for life.
import t from 'tap'
import { onEveryDatabase } from '../support/store.ts'
import { anAccount, at, now } from './samples.ts'

onEveryDatabase(t, async (t, store) => {
  const { accounts } = store

  t.test('what is created is found by subject and by e-mail, whole', async (t) => {
    const account = anAccount({ roles: ['admin', 'it, "quoted" {}'], emailVerifiedAt: at(1), name: null })
    const { passwordHash, ...person } = account
    t.strictSame(await accounts.create(account), person)
    t.strictSame(await accounts.bySub(account.sub), person)
    t.strictSame(await accounts.byEmail(account.emailNormalized), account)
    t.equal(await accounts.bySub('usr_nobody'), undefined)
    t.equal(await accounts.byEmail('nobody@example.com'), undefined)
  })

  t.test('an address belongs to one person', async (t) => {
    const first = anAccount()
    await accounts.create(first)
    t.equal(await accounts.create(anAccount({ emailNormalized: first.emailNormalized })), 'taken')
    t.equal((await accounts.byEmail(first.emailNormalized))?.sub, first.sub)
  })

  t.test('a list continues after the last address', async (t) => {
    const addresses = ['!1', '!2', '!3'].map((name) => `${name}@example.com`)
    for (const emailNormalized of addresses.toReversed()) await accounts.create(anAccount({ emailNormalized }))
    const first = await accounts.list({ limit: 2 })
    t.strictSame(
      first.map((account) => account.emailNormalized),
      addresses.slice(0, 2),
    )
    const second = await accounts.list({ after: addresses[1], limit: 1 })
    t.strictSame(
      second.map((account) => account.emailNormalized),
      addresses.slice(2),
    )
  })

  t.test('a rehash never undoes a change of password', async (t) => {
    const account = anAccount({ passwordHash: 'weak' })
    await accounts.create(account)
    t.equal(await accounts.replaceHash(account.sub, 'weak', 'strong'), true)
    t.equal(await accounts.setPasswordHash(account.sub, 'new', now), true)
    t.equal(await accounts.replaceHash(account.sub, 'strong', 'stronger'), false)
    t.equal((await accounts.byEmail(account.emailNormalized))?.passwordHash, 'new')
    t.equal(await accounts.setPasswordHash('usr_nobody', 'new', now), false)
  })

  t.test('a disabled person stays disabled from the first instant until enabled', async (t) => {
    const account = anAccount()
    await accounts.create(account)
    t.equal(await accounts.setDisabled(account.sub, at(1)), true)
    t.equal(await accounts.setDisabled(account.sub, at(2)), true)
    t.strictSame((await accounts.bySub(account.sub))?.disabledAt, at(1))
    t.equal(await accounts.setDisabled(account.sub, null), true)
    t.equal((await accounts.bySub(account.sub))?.disabledAt, null)
    t.equal(await accounts.setDisabled('usr_nobody', at(1)), false)
  })
})
