// Invitations: by mail or by hand, only where people may come in by one, and for one account each.
import t from 'tap'
import { personChange } from '../../src/flows/operator/read-documents.ts'
import { mailServer } from '../support/mail-server.ts'
import { textOf } from '../support/page.ts'
import { stayedAt } from '../support/plain-browser.ts'
import { story } from '../support/story.ts'

const invitation = { email: 'Ada@example.com', name: 'Ada', roles: ['staff'], language: 'de', byHand: false }
const password = 'seven brown bears swim'

t.test('users invite: an account by mail, with a confirmed address; by hand, without', async (t) => {
  const mail = await mailServer(t)
  const s = await story(t, { SIGN_UP: 'invite', SMTP_URL: mail.url, MAIL_FROM: 'a@id.example' })
  const { operator } = s.rooms
  t.equal((await operator.invite(invitation)).link, null, 'a link that was sent is not shown')
  const letter = await mail.mailTo('ada@example.com')
  t.match(letter.text, /Guten Tag Ada/)
  const at = s.browser()
  t.equal(stayedAt(await at.open('/sign-up')).status, 404, 'there is no other way in')
  const finish = stayedAt(await at.open(letter.link ?? ''))
  t.match(finish.text, /name="name"[^>]*value="Ada"/)
  await at.submit(finish, 'finish', { name: 'Ada L', password })
  const ada = await s.store.accounts.byEmail('ada@example.com')
  t.match(ada, { name: 'Ada L', roles: ['staff'], emailVerifiedAt: s.clock() })
  const gone = stayedAt(await at.open(letter.link ?? ''))
  t.equal(gone.status, 410)
  t.match(gone.text, /Einladung|invitation/)
  await t.rejects(operator.invite(invitation), /there is a user/)

  const { link } = await operator.invite({ ...invitation, email: 'eve@example.com', byHand: true })
  await at.submit(stayedAt(await at.open(link ?? '')), 'finish', { name: '', password })
  t.match(await s.store.accounts.byEmail('eve@example.com'), { name: null, emailVerifiedAt: null })
  t.equal(mail.received.length, 1)

  // Roles are given by somebody who may, also when they are taken up.
  await s.account('root', { roles: ['admin'] })
  const boss = await s.account('boss', { roles: ['admin'] })
  const tool = await operator.clients.create({
    ...{ name: 'Tool', public: false, redirectUris: [], grantTypes: ['client_credentials'], audiences: [] },
    scope: ['admin:people:write'],
  })
  const address = '192.0.2.1'
  const byBoss = s.rooms.operatorAs({ kind: 'person', sub: boss.sub, address })
  const byTool = s.rooms.operatorAs({ kind: 'app', clientId: tool.client.clientId, sub: null, address })
  const linkFrom = async (inviter: typeof byBoss, name: string, roles: readonly string[]): Promise<string> =>
    (await inviter.invite({ ...invitation, email: `${name}@example.com`, roles, byHand: true })).link ?? ''
  const staff = await linkFrom(byBoss, 'cid', ['staff'])
  const nobody = await linkFrom(byBoss, 'dan', [])
  const byProgram = await linkFrom(byTool, 'fay', ['staff'])
  const [cid, fay] = [s.browser(), s.browser()]
  const open = [stayedAt(await cid.open(staff)), stayedAt(await fay.open(byProgram))] as const
  await operator.users.describe(boss.email, { ...personChange({}), roles: [] })
  await operator.clients.set(tool.client.clientId, { scope: [] })
  t.equal(stayedAt(await cid.submit(open[0], 'finish', { name: 'Cid', password })).status, 410, 'an admin no more')
  t.equal(
    stayedAt(await fay.submit(open[1], 'finish', { name: 'Fay', password })).status,
    410,
    'an app without its scope',
  )
  for (const link of [staff, byProgram]) t.equal(stayedAt(await s.browser().open(link)).status, 410)
  await at.submit(stayedAt(await at.open(nobody)), 'finish', { name: 'Dan', password })
  t.match(await s.store.accounts.byEmail('dan@example.com'), { roles: [] }, 'one without roles gives nothing away')
  await operator.clients.set(tool.client.clientId, { scope: ['admin:people:write'] })
  await fay.submit(stayedAt(await fay.open(byProgram)), 'finish', { name: 'Fay', password })
  t.match(await s.store.accounts.byEmail('fay@example.com'), { roles: ['staff'] }, 'and is good while it has it')

  mail.refuse(550)
  await t.rejects(operator.invite({ ...invitation, email: 'bob@example.com' }), /could not be sent .*550/)
  await t.rejects(operator.invite({ ...invitation, email: 'no address' }), /is not an e-mail address/)
  t.match(
    textOf(await s.authorize(s.browser(), await s.client('web'), { prompt: 'create' }), 'no-sign-up'),
    /invitation/,
  )
})

t.test('users invite: not without mail, and not where nobody may sign up', async (t) => {
  const s = await story(t, { SIGN_UP: 'invite' })
  await t.rejects(s.rooms.operator.invite(invitation), /set SMTP_URL/)
})
