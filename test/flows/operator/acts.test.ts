// Acts: who did it, and only what was different, without secrets.
import t from 'tap'
import { difference } from '../../../src/flows/difference.ts'
import { actorName, recordingAs } from '../../../src/flows/operator/acts.ts'
import { story } from '../../support/story.ts'

t.test('only what differs', async (t) => {
  t.same(difference({ a: 1, b: [1], c: null }, { a: 1, b: [2], c: null, d: 'x' }), {
    before: { b: [1] },
    after: { b: [2], d: 'x' },
  })
  t.same(difference(null, { a: 1 }), { before: null, after: { a: 1 } })
  t.same(difference({ a: 1 }, null), { before: { a: 1 }, after: null })
  t.ok(JSON.stringify(difference({ a: '' }, { a: 'x'.repeat(9000) })).length < 1200, 'cut')
})

t.test('actors', async (t) => {
  const address = '192.0.2.1'
  t.equal(actorName({ kind: 'command-line' }), '(command line)')
  t.equal(actorName({ kind: 'app', clientId: 'app_x', sub: null, address }), 'app_x')
  t.equal(actorName({ kind: 'app', clientId: 'app_x', sub: 'usr_x', address }), 'usr_x')
  let said: unknown
  const record = recordingAs(
    (event) => {
      said = event
      return ''
    },
    { kind: 'app', clientId: 'app_x', sub: 'usr_x', address },
  )
  record({ kind: 'account_changed', operatorText: 'Done.' })
  t.match(said, { actor: 'usr_x', operatorText: 'Done. (Through app_x.)', address })
})

t.test('what no column takes is taken out; what is secret was never in', async (t) => {
  const s = await story(t)
  const { client, secret } = await s.rooms.operator.clients.create({
    ...{ name: 'Shop', public: false, redirectUris: ['https://shop.example/cb'], grantTypes: [], audiences: [] },
  })
  const again = await s.rooms.operator.clients.rotateSecret(client.clientId, false)
  await s.rooms.operator.users.create(
    { email: 'a@b.example', name: 'A', roles: [], emailVerified: false },
    'a long password',
  )
  await s.rooms.operator.users.setPassword('a@b.example', 'another long password')
  s.rooms.events.record({
    kind: 'account_changed',
    operatorText: 'x',
    before: { a: 'x\0\ud800' },
    after: { b: [{ c: '\0' }] },
  })
  await s.rooms.events.flush()
  const events = await s.store.events.list({ limit: 100 })
  const text = JSON.stringify(events)
  for (const each of [secret, again, 'a long password', 'another long password']) t.notOk(text.includes(String(each)))
  t.ok(events.some(({ before }) => before?.a === 'x\ufffd\ufffd'))
  const changed = events.filter(({ kind }) => kind === 'client_changed')
  t.ok(changed.length > 0)
  t.ok(changed.every(({ actor }) => actor === '(command line)'))
})

t.test('every act says what was before and after', async (t) => {
  const s = await story(t, { SIGN_UP: 'invite', DANGER_DEV_MAILBOX: '1' })
  const { operator } = s.rooms
  const ada = { email: 'ada@b.example', name: 'A', roles: [], emailVerified: false }
  const bcrypt = '$2b$04$uXMy5.QzCdE4Wt4EYbdxX.m1h3JSbKLzW1GQqyl4pUgTzIrJ0kSRW'
  await operator.makeSetupLink()
  await operator.invite({ email: 'eve@b.example', name: null, roles: ['staff'], language: null, byHand: true })
  await operator.users.import([{ line: 1, text: `{"email":"bob@b.example","hash":"${bcrypt}"}` }])
  const { sub } = await operator.users.create(ada, 'a long password')
  await operator.users.disable(sub)
  await operator.users.enable(sub)
  await operator.users.signOut(sub)
  await operator.users.setPassword(sub, 'another long password')
  await operator.users.resetFactors(sub)
  await operator.people.setAppQuota(sub, 3)
  const app = { name: 'Shop', public: false, redirectUris: ['https://shop.example/cb'], grantTypes: [], audiences: [] }
  const { clientId } = (await operator.clients.create(app)).client
  await operator.clients.set(clientId, { verified: false })
  await operator.clients.rotateSecret(clientId, false)
  await operator.clients.dropOld(clientId)
  await operator.clients.disable(clientId)
  await operator.clients.enable(clientId)
  await operator.scopes.set({ name: 'orders', words: 'read your orders', optional: false, privileged: false })
  await operator.scopes.remove('orders')
  await operator.keys.rotate()
  await operator.keys.replaceCompromised(undefined)
  await s.rooms.events.flush()
  const acts = await s.store.events.list({ limit: 100 })
  // Deleting a person deletes what was done to them, too.
  await operator.users.remove(sub)
  await s.rooms.events.flush()
  const left = await s.store.events.list({ limit: 100 })
  const removal = left.find(({ operatorText }) => operatorText.startsWith('The operator deleted an account'))
  t.match(removal, { sub: null, actor: '(command line)', before: { sessions: 0 } })
  t.equal(acts.length, 20)
  t.same(
    acts.filter(({ actor, before, after }) => actor !== '(command line)' || (before === null && after === null)),
    [],
  )
  t.notMatch(JSON.stringify(acts), /eve@b\.example/, 'who was invited is nobody yet')
})
