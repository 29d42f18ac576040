// Whoever was inside for a moment: what they asked for, added or wrote does not outlast what ends them (OWASP ASVS 6.4, 7.4).
import t from 'tap'
import { mailServer } from '../../../support/mail-server.ts'
import { memberAt } from '../../../support/member.ts'
import { linkOf, postForm, textOf } from '../../../support/page.ts'
import { hasForm, stayedAt } from '../../../support/plain-browser.ts'
import { type StoryAccount, story } from '../../../support/story.ts'

const mail = await mailServer(t)
const s = await story(t, { SMTP_URL: mail.url, MAIL_FROM: 'no-reply@id.example' })
const security = '/account/security'
const password = 'seven brown bears swim'

/** Somebody who knows the password, and asks for an address of their own; the link that comes there. */
const askedAs = async (who: StoryAccount, email: string, thief = s.browser()) => {
  await thief.submit(await memberAt(thief, security, who), 'change-email', { email })
  return (await mail.mailTo(email)).link ?? ''
}

const addPasskey = (sub: string, name: string, addedAt: Date) =>
  s.store.passkeys.add(
    {
      ...{ id: Buffer.from(`${sub} ${name}`), sub, userHandle: Buffer.alloc(32), publicKey: Buffer.alloc(32) },
      ...{ counter: 0, transports: [], name, synced: false, backedUp: false, addedAt },
    },
    20,
  )

t.test('a link to move the account ends with the password of whoever asked for it', async (t) => {
  const ends = {
    'the person changes the password': async (who: StoryAccount) => {
      const at = s.browser()
      const known = { 'current-password': who.password, 'new-password': password }
      const done = stayedAt(await at.submit(await memberAt(at, security, who), 'change-password', known))
      t.match(textOf(done, 'notice'), /was changed/)
    },
    'the operator sets one': (who: StoryAccount) => s.rooms.operator.users.setPassword(who.email, password),
    'the operator signs everybody out': (who: StoryAccount) => s.rooms.operator.users.signOut(who.email),
  }
  for (const [name, end] of Object.entries(ends)) {
    const who = await s.account(name.replaceAll(' ', '-'))
    const link = await askedAs(who, `thief.${who.email}`)
    await end(who)
    t.equal(stayedAt(await s.browser().open(link)).status, 410, name)
    t.equal((await s.store.accounts.bySub(who.sub))?.email, who.email)
  }
})

t.test('who takes a change of address back takes back what was added since, and nothing else', async (t) => {
  const ada = await s.account('ada', { emailVerifiedAt: s.clock() })
  const thief = s.browser()
  const link = await askedAs(ada, 'thief@example.com', thief)
  await addPasskey(ada.sub, 'her own', s.clock())
  s.clock.pass(60)
  stayedAt(await thief.submit(stayedAt(await thief.open(link)), 'confirm', {}))
  const { link: undo = '' } = await mail.mailTo(ada.email)
  s.clock.pass(60)
  await addPasskey(ada.sub, 'of the thief', s.clock())
  const owner = s.browser()
  const undone = stayedAt(await owner.submit(stayedAt(await owner.open(undo)), 'confirm', {}))
  t.ok(hasForm(await owner.open(linkOf(undone, 'onward')), 'reset'))
  t.same(
    (await s.store.passkeys.ofPerson(ada.sub)).map(({ name }) => name),
    ['her own'],
  )
})

t.test('nobody writes to strangers through our mail: a name stands in mails to its own address only', async (t) => {
  const eve = await s.account('eve', { name: 'your account is locked, go to https://evil.example' })
  const at = s.browser()
  await at.submit(await memberAt(at, security, eve), 'change-email', { email: 'stranger@example.com' })
  await at.submit(stayedAt(await at.open(security)), 'verify-email', {})
  t.notMatch((await mail.mailTo('stranger@example.com')).text, /evil/)
  t.notMatch((await mail.mailTo(eve.email)).text, /evil/, 'nobody has shown that this one is theirs')
})

t.test('where an app is answered is changed after a fresh proof alone: all of its codes go there', async (t) => {
  const dev = await s.account('dev', { roles: ['developer'] })
  const { clientId, redirectUris } = await s.client('shop', { origin: 'person', ownerSub: dev.sub })
  const at = s.browser()
  const page = await memberAt(at, `/apps/${clientId}/settings`, dev)
  s.clock.pass(601)
  const fields = { name: 'Shop', redirectUris: 'https://evil.example/' }
  t.ok(hasForm(await at.submit(page, 'save', fields), 'login'))
  t.same((await s.store.clients.find(clientId))?.client.redirectUris, redirectUris)
})

t.test('a link confirms an address in the login of whoever asked for it, and not by a stranger’s press', async (t) => {
  const [eve, bob] = [await s.account('eve2'), await s.account('bob')]
  const [at, his] = [s.browser(), s.browser()]
  await memberAt(at, security, eve)
  await memberAt(his, security, bob)
  for (const [form, to] of [
    ['change-email', 'victim@example.com'],
    ['verify-email', eve.email],
  ] as const) {
    await at.submit(stayedAt(await at.open(security)), form, { email: to })
    const { link = '' } = await mail.mailTo(to)
    t.ok(hasForm(await s.browser().open(link), 'login'), `${form}: the link alone is not enough`)
    t.equal(stayedAt(await his.open(link)).status, 403, 'nor is the login of another')
    const forced = await postForm(s, his, stayedAt(await at.open(link)), 'confirm', {})
    t.not(forced.status, 200)
    t.match(await s.store.accounts.bySub(eve.sub), { email: eve.email, emailVerifiedAt: null })
  }
})
