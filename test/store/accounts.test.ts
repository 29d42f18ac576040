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

  t.test(
    'a link in a mail is found as often as one looks, and taken once, for its purpose and in its time',
    async (t) => {
      const person = anAccount({ email: 'ada@old.example' })
      await accounts.create(person)
      const { mailLinks } = store
      const link = {
        ...({
          purpose: 'change-email',
          sub: person.sub,
          email: 'ada@new.example',
          language: 'de',
          request: null,
        } as const),
        ...{ facts: { from: 'ada@old.example' }, createdAt: now, expiresAt: at(60) },
      }
      const digest = Buffer.from(person.sub)
      await mailLinks.create(digest, link)
      t.strictSame(await mailLinks.find(digest, ['change-email'], at(59)), link)
      t.equal(await mailLinks.find(digest, ['reset-password', 'invite'], now), undefined)
      t.equal(await mailLinks.take(digest, ['change-email'], at(60)), undefined, 'too late')
      const taken = await Promise.all([1, 2, 3].map(() => mailLinks.take(digest, ['change-email'], now)))
      t.strictSame(
        taken.filter((each) => each !== undefined),
        [link],
      )
      for (const [name, purpose, seconds] of [
        ['a', 'undo-email', 0],
        ['b', 'undo-email', 10],
        ['c', 'reset-password', 10],
      ] as const)
        await mailLinks.create(Buffer.from(name + person.sub), { ...link, purpose, createdAt: at(seconds) })
      await mailLinks.removeUndosSince(person.sub, at(10))
      await mailLinks.removeForAccount(person.sub, ['reset-password'])
      t.ok(await mailLinks.find(Buffer.from(`a${person.sub}`), ['undo-email'], now))
      t.equal(await mailLinks.find(Buffer.from(`b${person.sub}`), ['undo-email'], now), undefined)
      t.equal(await mailLinks.find(Buffer.from(`c${person.sub}`), ['reset-password'], now), undefined)
      t.equal(await mailLinks.sweep(at(60), 10), 1)
    },
  )

  t.test('an address that is changed or verified: one account each, and the first instant stays', async (t) => {
    const [ada, bob] = [anAccount(), anAccount()]
    for (const each of [ada, bob]) await accounts.create(each)
    t.equal(await accounts.changeEmail(ada.sub, bob.email, bob.emailNormalized, at(1)), false)
    t.equal(await accounts.verifyEmail(ada.sub, bob.email, at(1)), false, 'no longer, or never, their address')
    t.equal(await accounts.verifyEmail(ada.sub, ada.email, at(1)), true)
    t.equal(await accounts.verifyEmail(ada.sub, ada.email, at(2)), true)
    t.equal(await accounts.changeEmail(ada.sub, 'New@Example.com', `new.${ada.emailNormalized}`, at(3)), true)
    const after = await accounts.bySub(ada.sub)
    t.match(after, { email: 'New@Example.com', emailVerifiedAt: at(1), profileUpdatedAt: at(3) })
    t.equal(await accounts.changePassword(ada.sub, 'another hash', 'x', now), false)
    t.equal(await accounts.changePassword(ada.sub, ada.passwordHash, 'x', now), true)
    await accounts.forgetPassword(ada.sub, now)
    t.equal((await accounts.passwordState(ada.sub))?.passwordHash, null)
  })
})
