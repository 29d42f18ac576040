// Counters and lists that expire: attempts, events, revoked access tokens (RFC 7009 §2.1).
import t from 'tap'
import { onEveryDatabase } from '../support/store.ts'
import { anEvent, at, day, minute, now, random } from './samples.ts'

onEveryDatabase(t, async (t, { attempts, clientAssertions, events, revokedTokens }) => {
  t.test('attempts count up to the end of their window, then anew', async (t) => {
    const key = random()
    t.strictSame(await attempts.hit(key, now, minute), { count: 1, expiresAt: at(minute) })
    t.strictSame(await attempts.hit(key, at(59.999), minute), { count: 2, expiresAt: at(minute) })
    t.strictSame(await attempts.hit(key, at(60), minute), { count: 1, expiresAt: at(2 * minute) })
    t.strictSame(await attempts.hit(random(), now, 1), { count: 1, expiresAt: at(1) })
  })

  t.test('an attempt is forgiven, but never one that was not made', async (t) => {
    const key = random()
    await attempts.hit(key, now, minute)
    for (const _ of [1, 2, 3]) await attempts.forgive(key)
    t.equal((await attempts.hit(key, now, minute)).count, 1)
    await attempts.forgive('never heard of')
  })

  t.test('ended windows are swept', async (t) => {
    const key = random()
    await attempts.hit(key, now, 900)
    await attempts.sweep(at(899), 1000)
    t.equal((await attempts.hit(key, now, 900)).count, 2)
    t.ok((await attempts.sweep(at(900), 1000)) > 0)
    t.equal((await attempts.hit(key, now, 900)).count, 1)
  })

  t.test('events are found by their reference, and writing a batch again does no harm', async (t) => {
    const about = { clientId: random(), sub: random(), familyPublicId: random(), ownerText: 'späť', cure: 'do' }
    const event = anEvent(about)
    await events.insertMany([event, anEvent()])
    await events.insertMany([{ ...event, operatorText: 'another' }])
    t.strictSame(await events.find(event.reference), event)
    t.equal(await events.find('nothing'), undefined)
    await events.insertMany([])
  })

  t.test('a NUL in one event does not lose the others', async (t) => {
    const [bad, good] = [anEvent({ operatorText: 'sent: \0', endpoint: '\0' }), anEvent()]
    await events.insertMany([bad, good])
    t.strictSame(await events.find(bad.reference), { ...bad, operatorText: 'sent: \uFFFD', endpoint: '\uFFFD' })
    t.ok(await events.find(good.reference))
  })

  t.test('a batch may be larger than one statement', async (t) => {
    const clientId = random()
    const list = Array.from({ length: 6000 }, (_, index) => anEvent({ clientId, at: at(index) }))
    await events.insertMany(list)
    t.equal((await events.list({ clientId, limit: 10_000 })).length, list.length)
  })

  t.test('a list has the newest first, of one client or person, from a place on', async (t) => {
    const [clientId, sub] = [random(), random()]
    const three = [anEvent({ clientId, at: at(1) }), anEvent({ clientId, sub, at: at(2) }), anEvent({ sub, at: at(3) })]
    await events.insertMany(three)
    const [first, second, third] = three
    t.strictSame(await events.list({ clientId, limit: 9 }), [second, first])
    t.strictSame(await events.list({ sub, limit: 9 }), [third, second])
    t.strictSame(await events.list({ sub, limit: 1 }), [third])
    t.strictSame(await events.list({ clientId, after: second, limit: 9 }), [first])
    t.equal((await events.list({ limit: 2 })).length, 2)
  })

  t.test('old events are swept', async (t) => {
    const [old, young] = [anEvent({ at: at(-15 * day) }), anEvent({ at: at(-14 * day) })]
    await events.insertMany([old, young])
    t.equal(await events.sweep(at(-14 * day), 10), 1)
    t.equal(await events.find(old.reference), undefined)
    t.ok(await events.find(young.reference))
  })

  t.test('RFC 7009: a revoked access token is remembered until its own end', async (t) => {
    const jti = random()
    t.equal(await revokedTokens.has(jti), false)
    await revokedTokens.add(jti, at(900))
    await revokedTokens.add(jti, at(900))
    t.equal(await revokedTokens.has(jti), true)
    t.equal(await revokedTokens.sweep(at(899), 10), 0)
    t.equal(await revokedTokens.sweep(at(900), 10), 1)
    t.equal(await revokedTokens.has(jti), false)
  })

  t.test('RFC 7523 §3: an assertion is spent once, and remembered until its own end', async (t) => {
    const digest = Buffer.from(random())
    const spent = await Promise.all([1, 2, 3, 4, 5].map(() => clientAssertions.spend(digest, at(90))))
    t.same(spent.filter(Boolean), [true])
    t.equal(await clientAssertions.spend(Buffer.from(random()), at(90)), true, 'another one')
    t.equal(await clientAssertions.sweep(at(89), 10), 0)
    t.equal(await clientAssertions.spend(digest, at(500)), false, 'and its end does not move')
    t.equal(await clientAssertions.sweep(at(90), 10), 2)
    t.equal(await clientAssertions.spend(digest, at(90)), true)
  })
})
