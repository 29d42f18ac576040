// Acts: who did it, and only what was different, without secrets.
import t from 'tap'
import { actorName, difference, recordingAs } from '../../../src/flows/operator/acts.ts'
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
  t.ok(events.filter(({ kind }) => kind === 'client_changed').every(({ actor }) => actor === '(command line)'))
})
