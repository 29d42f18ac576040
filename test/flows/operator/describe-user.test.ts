// What an operator says of a person: standard claims, roles and attributes, one by one and all at once (OIDC Core §5.1).
import t from 'tap'
import type { PersonChange } from '../../../src/flows/operator/describe-user.ts'
import { story } from '../../support/story.ts'

const nothing: PersonChange = { addedRoles: [], claims: {}, attributes: {}, removed: [] }

t.test('what is named changes, what is not stays', async (t) => {
  const s = await story(t)
  const { users } = s.rooms.operator
  const ada = await s.account('ada', { roles: ['manager', 'staff'], attributes: { department: 'Sales' } })
  const set = (change: Partial<PersonChange>) => users.describe(' ADA@example.com', { ...nothing, ...change })
  s.clock.pass(60)
  const address = { street_address: '12 St James\nSquare', locality: 'London' }
  const first = await set({
    name: 'Ada Lovelace',
    claims: { given_name: 'Ada', birthdate: '1815-12-10', address },
    emailVerified: true,
  })
  t.match(first, {
    name: 'Ada Lovelace',
    profile: { given_name: 'Ada', birthdate: '1815-12-10', address },
    emailVerifiedAt: s.clock(),
  })
  t.match(first, { roles: ['manager', 'staff'], attributes: { department: 'Sales' }, sub: ada.sub })
  s.clock.pass(60)
  const second = await set({
    claims: { birthdate: '1815', gender: 'female' },
    emailVerified: true,
    attributes: { team: ['a', 'b'] },
  })
  t.same(second.profile, { given_name: 'Ada', address, birthdate: '1815', gender: 'female' })
  t.same(second.emailVerifiedAt, first.emailVerifiedAt, 'it was verified then')
  t.same(second.attributes, { department: 'Sales', team: ['a', 'b'] })
  const third = await set({
    removed: ['address', 'name', 'birthdate', 'attribute:team', 'nickname'],
    emailVerified: false,
  })
  t.match(third, { name: null, emailVerifiedAt: null })
  t.same(third.profile, { given_name: 'Ada', gender: 'female' })
  t.same(third.attributes, { department: 'Sales' })
  t.same(await users.show('ada@example.com'), third)
  t.same((await set({ removed: ['attributes'], attributes: { site: 'x' } })).attributes, { site: 'x' })
})

t.test('roles: all replaced, one more, one less, none', async (t) => {
  const s = await story(t)
  await s.account('ada', { roles: ['manager', 'staff'] })
  const roles = async (change: Partial<PersonChange>) =>
    (await s.rooms.operator.users.describe('ada@example.com', { ...nothing, ...change })).roles
  t.same(await roles({ addedRoles: ['analyst', 'staff'] }), ['manager', 'staff', 'analyst'])
  t.same(await roles({ removed: ['role:manager', 'role:nobody'] }), ['staff', 'analyst'])
  t.same(await roles({ roles: ['guest', 'guest'] }), ['guest'])
  t.same(await roles({ removed: ['roles'], addedRoles: ['host'] }), ['host'])
  t.same(await roles({ removed: ['roles'] }), [])
})

t.test('OIDC Core §5.1: updated_at moves with what apps can read, and only with that', async (t) => {
  const s = await story(t)
  const ada = await s.account('ada', { profile: { given_name: 'Ada' } })
  const movedBy = async (change: Partial<PersonChange>): Promise<boolean> => {
    const before = (await s.rooms.operator.users.show(ada.email)).profileUpdatedAt
    s.clock.pass(60)
    const { profileUpdatedAt } = await s.rooms.operator.users.describe(ada.email, { ...nothing, ...change })
    return profileUpdatedAt > before
  }
  t.equal(await movedBy({ roles: ['manager'], attributes: { a: 'x' } }), false, 'roles, attributes')
  t.equal(await movedBy({ claims: { given_name: 'Ada' }, removed: ['nickname'] }), false, 'the same again')
  t.equal(await movedBy({ claims: { given_name: 'Augusta' } }), true, 'a claim')
  t.equal(await movedBy({ removed: ['given_name'] }), true, 'a claim less')
  t.equal(await movedBy({ name: 'Augusta' }), true, 'the name')
  t.equal(await movedBy({ emailVerified: true }), true, 'email_verified')
})

t.test('what is told to apps is what was set', async (t) => {
  const s = await story(t)
  const ada = await s.account('ada')
  const app = await s.client('web', { scope: ['openid', 'profile', 'phone', 'address'] })
  const claims = { phone_number: '+442079460958', address: { country: 'UK' }, zoneinfo: 'Europe/London' }
  await s.rooms.operator.users.describe(ada.email, { ...nothing, claims })
  const { body } = await s.redeem(app, await s.codeFor(app, ada, { scope: 'openid profile phone address' }))
  const answer = await s.fetch(`${s.issuer}/userinfo`, { headers: { authorization: `Bearer ${body.access_token}` } })
  const { sub, updated_at, ...told } = (await answer.json()) as Record<string, unknown>
  t.same({ sub, told }, { sub: ada.sub, told: { name: 'Ada', ...claims } })
  t.equal(updated_at, Math.floor(s.clock().getTime() / 1000))
})

t.test('what nobody can be is refused, and nothing is changed', async (t) => {
  const s = await story(t)
  const { users } = s.rooms.operator
  const ada = await s.account('ada', { profile: { given_name: 'Ada' } })
  const wrong: readonly (readonly [Partial<PersonChange>, RegExp])[] = [
    [{ claims: { birthdate: 'today' } }, /birthdate must be/],
    [{ claims: { email: 'x@example.com' } }, /email is none of the claims/],
    [{ claims: { phone_number_verified: true } }, /needs a phone_number/],
    [{ claims: { picture: 'javascript:alert(1)' } }, /picture must be an https address/],
    [{ name: 'Ada\nadmin' }, /the name must be one line/],
    [{ roles: [''] }, /a role must be one line/],
    [{ addedRoles: Array.from({ length: 51 }, (_, n) => `r${n}`) }, /more than 50 roles/],
    [{ attributes: { 'a b': 'x' } }, /the attribute a b must begin/],
    [{ removed: ['email'] }, /email cannot be removed: use name, roles/],
    [{ removed: ['role:'] }, /cannot be removed/],
    [{ removed: ['__proto__'] }, /cannot be removed/],
  ]
  for (const [change, message] of wrong)
    await t.rejects(
      users.describe(ada.email, { ...nothing, name: 'Changed', ...change }),
      { kind: 'wrong-use', message },
      JSON.stringify(change).slice(0, 50),
    )
  t.match(await users.show(ada.email), { name: 'Ada', profile: { given_name: 'Ada' }, roles: [] })
  const gone = { kind: 'not-found', message: /there is no user eve/ } as const
  await t.rejects(users.describe('eve@example.com', { ...nothing, name: 'Eve' }), gone)
})

t.test('two operators at once: neither undoes the work of the other', async (t) => {
  const s = await story(t)
  const ada = await s.account('ada')
  const names = Array.from({ length: 12 }, (_, n) => `fact${n}`)
  const set = (name: string) => s.rooms.operator.users.describe(ada.email, { ...nothing, attributes: { [name]: 'x' } })
  await Promise.all(names.map(set))
  t.same(Object.keys((await s.rooms.operator.users.show(ada.email)).attributes).toSorted(), names.toSorted())
})
