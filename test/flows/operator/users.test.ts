// What an operator may do with accounts, on the whole server: what is disabled is dead at once, and stays dead.
import t from 'tap'
import type { Person } from '../../../src/protocol/person.ts'
import { hasForm } from '../../support/plain-browser.ts'
import { type Story, story } from '../../support/story.ts'

const ada = { email: 'Ada@Example.com', name: 'Ada', roles: ['manager'], emailVerified: false }

/** A login that has tokens, one that has a code, and the browser of both. */
const twoLogins = async (s: Story) => {
  const [account, app] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const wish = { scope: 'openid offline_access' }
  const { body: tokens } = await s.redeem(app, await s.codeFor(app, account, wish, at))
  const code = await s.codeFor(app, account, wish, at)
  return { account, app, at, tokens, code }
}

t.test('OIDC Core §2, §5.7: create: a person who can log in', async (t) => {
  const s = await story(t)
  const { users } = s.rooms.operator
  const facts = { claims: { given_name: 'Ada' }, attributes: { department: 'Sales' } }
  const account = await users.create({ ...ada, roles: ['manager', 'manager'], ...facts }, 'correct horse battery')
  t.match(account, { profile: facts.claims, attributes: facts.attributes })
  t.match(account, {
    sub: /^usr_[\w-]{22}$/,
    email: 'Ada@Example.com',
    emailNormalized: 'ada@example.com',
    roles: ['manager'],
  })
  t.equal(account.emailVerifiedAt, null)
  const login = { ...account, email: 'ADA@example.com', password: 'correct horse battery' }
  t.match(await s.codeFor(await s.client(), login), /^cs_code_/)
  await t.rejects(users.create(ada, 'quite another one'), { kind: 'failed', message: /already/ })
})

t.test('create: what cannot be an account', async (t) => {
  const { users } = (await story(t)).rooms.operator
  const wrong: readonly (readonly [Partial<Person>, string])[] = [
    [{ email: 'ada' }, 'correct horse battery'],
    [{ email: 'a@b@c' }, 'correct horse battery'],
    [{ name: 'Ada\nsub: usr_1' }, 'correct horse battery'],
    [{ name: ' ' }, 'correct horse battery'],
    [{ roles: ['a\u202eb'] }, 'correct horse battery'],
    [{ claims: { birthdate: 'today' } }, 'correct horse battery'],
    [{ attributes: { a: '' } }, 'correct horse battery'],
    [{}, 'seven 7'],
    [{}, 'abc'.repeat(350)],
    [{}, 'qwertyuiop12345'],
    [{}, 'ada@example.com'],
  ]
  for (const [change, password] of wrong)
    await t.rejects(
      users.create({ ...ada, ...change }, password),
      { kind: 'wrong-use', message: /./ },
      JSON.stringify(change),
    )
  t.same(await users.list({ limit: 10 }), [])
})

t.test('list and show', async (t) => {
  const s = await story(t)
  const { users } = s.rooms.operator
  for (const name of ['cleo', 'ada', 'bob']) await s.account(name)
  const names = (accounts: readonly { name: string | null }[]) => accounts.map(({ name }) => name)
  t.same(names(await users.list({ limit: 2 })), ['Ada', 'Bob'])
  t.same(names(await users.list({ limit: 2, after: 'bob@example.com' })), ['Cleo'])
  const shown = await users.show(' BOB@example.com')
  t.equal(shown.name, 'Bob')
  t.notOk('passwordHash' in shown)
  await t.rejects(users.show('eve@example.com'), { kind: 'not-found', message: 'there is no user eve@example.com' })
})

t.test('disable: sessions, codes and families end at once; enable brings none of them back', async (t) => {
  const s = await story(t)
  const { account, app, at, tokens, code } = await twoLogins(s)
  const ended = await s.rooms.operator.users.disable(account.email)
  t.match(ended, { sessions: 1, families: 1, account: { sub: account.sub } })
  t.ok(ended.account.disabledAt)
  t.equal((await s.refresh(app, tokens.refresh_token)).status, 400)
  t.equal((await s.redeem(app, code)).status, 400)

  t.equal((await s.rooms.operator.users.enable(account.email)).disabledAt, null)
  t.equal((await s.refresh(app, tokens.refresh_token)).status, 400, 'the family stays dead')
  t.equal((await s.redeem(app, code)).status, 400, 'the code stays dead')
  t.ok(hasForm(await s.authorize(at, app), 'login'), 'the session stays dead')
  t.match(await s.codeFor(app, account), /^cs_code_/, 'a new login works')
})

t.test('set-password: the old one and every login under it are over', async (t) => {
  const s = await story(t)
  const { account, app, at, tokens, code } = await twoLogins(s)
  t.match(await s.rooms.operator.users.setPassword(account.email, 'an entirely new password'), {
    sessions: 1,
    families: 1,
  })
  t.equal((await s.refresh(app, tokens.refresh_token)).status, 400)
  t.equal((await s.redeem(app, code)).status, 400)
  const page = await s.authorize(at, app)
  t.ok(hasForm(await s.logIn(at, page, account), 'login'), 'the old password is wrong')
  t.match(await s.codeFor(app, { ...account, password: 'an entirely new password' }), /^cs_code_/)
  await t.rejects(s.rooms.operator.users.setPassword(account.email, 'short'), { kind: 'wrong-use', message: /./ })
})

t.test('every act is an event', async (t) => {
  const s = await story(t)
  const { users } = s.rooms.operator
  const { sub, email } = await users.create(ada, 'correct horse battery')
  await users.disable(email)
  await users.enable(email)
  await users.setPassword(email, 'another horse battery')
  await s.rooms.events.flush()
  const events = await s.store.events.list({ sub, limit: 10 })
  t.equal(events.length, 4)
  t.ok(events.every(({ kind }) => kind === 'account_changed'))
})
