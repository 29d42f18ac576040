// Sessions: found by the cookie's digest while they live, gone when they end.
import { randomBytes } from 'node:crypto'
import t from 'tap'
import type { Session } from '../../src/model/session.ts'
import type { Store } from '../../src/store/index.ts'
import { onEveryDatabase } from '../support/store.ts'
import { aClient, anAccount, aSession, at, day, now } from './samples.ts'

const begun = async (store: Store, change: Partial<Session> = {}, account = anAccount()) => {
  await store.accounts.create(account)
  const session = aSession(account.sub, change)
  const digest = randomBytes(32)
  const made = await store.sessions.create(digest, session, { userAgent: 'Firefox', address: '192.0.2.1' })
  const { passwordHash: _, ...person } = account
  return { session, digest, made, person }
}

onEveryDatabase(t, async (t, store) => {
  const { sessions, accounts } = store

  t.test('a session is found with its person', async (t) => {
    const { session, digest, made, person } = await begun(store)
    t.equal(made, true)
    t.strictSame(await sessions.find(digest, now), { session, account: person, hasFactor: false, consents: [] })
    t.equal(await sessions.find(randomBytes(32), now), undefined)
  })

  t.test('with it comes what the person allowed the client in question, at each redirect origin', async (t) => {
    const { session, digest, person } = await begun(store)
    const client = aClient()
    await store.clients.create({ client, secretDigest: null, secretId: '', registrationTokenDigest: null })
    const { clientId } = client
    const given = {
      sub: session.sub,
      clientId,
      scope: ['openid'],
      resources: [],
      clientVersion: null,
      grantedAt: now,
      declined: [],
      endsAt: null,
    }
    const consents = ['https://a.example', 'https://b.example'].map((redirectOrigin) => ({
      ...given,
      redirectOrigin,
      clientName: `At ${redirectOrigin}`,
    }))
    for (const consent of consents) await store.consents.save(consent)
    const found = await sessions.find(digest, now, clientId)
    const byOrigin = (found?.consents ?? []).toSorted((a, b) => a.redirectOrigin.localeCompare(b.redirectOrigin))
    t.strictSame({ ...found, consents: byOrigin }, { session, account: person, hasFactor: false, consents })
    t.strictSame((await sessions.find(digest, now, 'app_other'))?.consents, [], 'nothing of another client')
  })

  t.test('nobody who is disabled, unknown or has changed the password meanwhile gets one', async (t) => {
    t.equal((await begun(store, {}, anAccount({ disabledAt: now }))).made, false)
    t.equal(await sessions.create(randomBytes(32), aSession('usr_nobody'), {}), false)
    const account = anAccount({ passwordHash: 'new' })
    await accounts.create(account)
    t.equal(await sessions.create(randomBytes(32), aSession(account.sub), { passwordHash: 'old' }), false)
    t.equal(await sessions.create(randomBytes(32), aSession(account.sub), { passwordHash: 'new' }), true)
  })

  t.test('it ends idle, at its absolute end, and while the person is disabled', async (t) => {
    const { digest, person } = await begun(store, { idleExpiresAt: at(10), absoluteExpiresAt: at(20) })
    t.ok(await sessions.find(digest, at(9.999)))
    t.equal(await sessions.find(digest, at(10)), undefined)
    const other = await begun(store, { idleExpiresAt: at(20), absoluteExpiresAt: at(10) })
    t.equal(await sessions.find(other.digest, at(10)), undefined)
    await accounts.setDisabled(person.sub, now)
    t.equal(await sessions.find(digest, at(1)), undefined)
    await accounts.setDisabled(person.sub, null)
    t.ok(await sessions.find(digest, at(1)))
  })

  t.test('being seen prolongs it, but never beyond its absolute end', async (t) => {
    const { digest, session } = await begun(store, { absoluteExpiresAt: at(100) })
    await sessions.touch(session.id, at(5), at(50))
    const seen = { ...session, lastSeenAt: at(5), idleExpiresAt: at(50) }
    t.strictSame((await sessions.find(digest, at(5)))?.session, seen)
    await sessions.touch(session.id, at(6), at(500))
    t.strictSame((await sessions.find(digest, at(6)))?.session.idleExpiresAt, at(100))
  })

  t.test('a new proof changes the cookie and keeps the session', async (t) => {
    const { digest, session } = await begun(store)
    const newDigest = randomBytes(32)
    const proof = { amr: ['otp'], idleExpiresAt: at(20 * day), absoluteExpiresAt: at(40 * day) }
    t.equal(await sessions.reauthenticate(session.id, newDigest, at(7), proof), true)
    t.equal(await sessions.find(digest, at(7)), undefined)
    const proven = { ...session, authenticatedAt: at(7), lastSeenAt: at(7), ...proof }
    t.strictSame((await sessions.find(newDigest, at(7)))?.session, proven)
    t.equal(await sessions.reauthenticate(session.id, digest, at(41 * day), proof), false)
    await sessions.end(session.id)
    t.equal(await sessions.reauthenticate(session.id, digest, at(8), proof), false)
  })

  t.test('it ends once', async (t) => {
    const { digest, session } = await begun(store)
    t.equal(await sessions.end(session.id), true)
    t.equal(await sessions.end(session.id), false)
    t.equal(await sessions.find(digest, now), undefined)
  })

  t.test('all sessions of a person end, or all but one', async (t) => {
    const { session, digest, person } = await begun(store)
    for (const _ of [1, 2]) await sessions.create(randomBytes(32), aSession(person.sub), {})
    const stranger = await begun(store)
    t.equal((await sessions.endForAccount(person.sub, session.id)).length, 2)
    t.ok(await sessions.find(digest, now))
    t.strictSame(await sessions.endForAccount(person.sub), [session.id])
    t.ok(await sessions.find(stranger.digest, now))
  })

  t.test('what expired is swept the day after, a batch at a time', async (t) => {
    const { person } = await begun(store)
    for (const _ of [1, 2, 3]) {
      await sessions.create(randomBytes(32), aSession(person.sub, { idleExpiresAt: at(-5 * day) }), {})
    }
    const living = await begun(store, { idleExpiresAt: at(1) })
    t.equal(await sessions.sweep(now, 2), 2)
    t.equal(await sessions.sweep(now, 100), 1)
    t.equal(await sessions.sweep(now, 100), 0)
    t.ok(await sessions.find(living.digest, now))
    t.ok((await sessions.sweep(at(day + 1), 100)) > 0)
    t.equal(await sessions.end(living.session.id), false)
  })
})
