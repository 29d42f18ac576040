// Families: rotation, retry, recovery, reuse and the end (RFC 6749 §6, RFC 9700 §4.14.2).
import t from 'tap'
import type { Store } from '../../src/store/index.ts'
import { onEveryDatabase } from '../support/store.ts'
import { aFamily, at, day, minute, now, random, rotationOf } from './samples.ts'

/** A family whose newest refresh token is of generation 2, handed out at `now`. */
const rotatedTwice = async (store: Store) => {
  const login = await aFamily(store)
  await store.families.rotate(rotationOf(login.family, 0))
  const rotated = await store.families.rotate(rotationOf(login.family, 1))
  if (rotated === undefined) throw new Error('not rotated')
  return { ...login, family: rotated.family }
}

onEveryDatabase(t, async (t, store) => {
  const { families } = store

  t.test('the current generation rotates', async (t) => {
    const { family, account } = await aFamily(store)
    const rotated = await families.rotate(rotationOf(family, 0, { now: at(5) }))
    const moved = { generation: 1, rotatedAt: at(5), idleExpiresAt: at(5 + 30 * day), masterKey: 'master-2' }
    const { passwordHash: _, ...person } = account
    t.strictSame(rotated, { outcome: 'rotated', family: { ...family, ...moved }, account: person })
    t.strictSame(await families.find(family.id), rotated?.family)
  })

  t.test(
    'the previous generation within its window is a retry, any number of times, and changes nothing',
    async (t) => {
      const { family } = await rotatedTwice(store)
      for (const later of [at(1), at(30), at(minute)]) {
        const retried = await families.rotate(rotationOf(family, 1, { now: later }))
        t.strictSame([retried?.outcome, retried?.family], ['retried', family])
      }
    },
  )

  t.test('the previous generation outside its window is reuse, which revokes the family', async (t) => {
    const { family } = await rotatedTwice(store)
    const reused = await families.rotate(rotationOf(family, 1, { now: at(minute + 0.001) }))
    t.equal(reused?.outcome, 'reused')
    const dead = { ...family, revokedAt: at(minute + 0.001), revokedReason: 'refresh_reused' }
    t.strictSame(reused?.family, dead)
    t.equal(await families.rotate(rotationOf(family, 2)), undefined, 'the newest token is dead too')
    t.strictSame(await families.find(family.id), dead)
  })

  t.test('the previous generation is no retry once its successor was used', async (t) => {
    const { family } = await rotatedTwice(store)
    t.equal((await families.rotate(rotationOf(family, 0)))?.outcome, 'reused')
    t.equal((await families.find(family.id))?.revokedReason, 'refresh_reused')
  })

  t.test('reuse ends this family and no other', async (t) => {
    const first = await rotatedTwice(store)
    const second = await aFamily(store, { client: first.client, sub: first.account.sub })
    await families.rotate(rotationOf(first.family, 0))
    t.equal((await families.rotate(rotationOf(second.family, 0)))?.outcome, 'rotated')
  })

  t.test(
    'a generation above the row means that the database went back: it rotates from the presented one',
    async (t) => {
      const { family } = await aFamily(store)
      const recovered = await families.rotate(rotationOf(family, 7))
      t.strictSame([recovered?.outcome, recovered?.family.generation], ['recovered', 8])
      t.equal((await families.rotate(rotationOf(family, 8)))?.outcome, 'rotated')
    },
  )

  t.test("another client's attempt changes nothing", async (t) => {
    const { family } = await rotatedTwice(store)
    t.equal(await families.rotate(rotationOf(family, 0, { clientId: 'app_thief' })), undefined)
    t.strictSame(await families.find(family.id), family)
  })

  t.test('it dies idle, at its absolute end, and while the person is disabled', async (t) => {
    const { family, account } = await aFamily(store)
    t.equal(await families.rotate(rotationOf(family, 0, { now: at(30 * day) })), undefined)
    let current = family
    for (const days of [29, 58, 87, 116, 145, 174]) {
      const moved = await families.rotate(rotationOf(family, current.generation, { now: at(days * day) }))
      if (moved === undefined) return t.fail(`not rotated after ${days} days`)
      current = moved.family
    }
    t.strictSame(current.idleExpiresAt, family.absoluteExpiresAt)
    t.equal(await families.rotate(rotationOf(family, 6, { now: at(180 * day) })), undefined)
    await store.accounts.setDisabled(account.sub, now)
    t.equal(await families.rotate(rotationOf(family, 6, { now: at(175 * day) })), undefined)
    return undefined
  })

  t.test('an access token stands until it, its family, its person or its client is ended', async (t) => {
    const live = async () => {
      const { family, account, client } = await aFamily(store)
      const jti = `${family.publicId}.${random()}`
      const stands = () => families.ofLiveToken(family.publicId, jti)
      const { sub, clientId, requestedClaims } = family
      t.strictSame(await stands(), { sub, clientId, requestedClaims })
      return { family, account, client, jti, stands }
    }
    const alone = await live()
    await store.revokedTokens.add(alone.jti, at(900))
    t.equal(await alone.stands(), undefined)
    t.ok(await families.ofLiveToken(alone.family.publicId, `${alone.jti}x`), 'that token alone')
    const ended = await live()
    await families.revoke(ended.family.publicId, 'logged_out', now)
    t.equal(await ended.stands(), undefined)
    const left = await live()
    await store.accounts.setDisabled(left.account.sub, now)
    t.equal(await left.stands(), undefined)
    const closed = await live()
    await store.clients.setDisabled(closed.client.clientId, now)
    t.equal(await closed.stands(), undefined)
    const removed = await live()
    await store.clients.remove(removed.client.clientId)
    t.equal(await removed.stands(), undefined)
    t.equal(await families.ofLiveToken('fam_nobody', 'a'), undefined)
  })

  t.test('a family lives until it, its person or its client is ended', async (t) => {
    const live = async () => {
      const begun = await aFamily(store)
      const lives = () => families.living(begun.family.id)
      t.strictSame(await lives(), begun.family)
      return { ...begun, lives }
    }
    const ended = await live()
    await families.revoke(ended.family.publicId, 'logged_out', now)
    t.equal(await ended.lives(), undefined)
    const left = await live()
    await store.accounts.setDisabled(left.account.sub, now)
    t.equal(await left.lives(), undefined)
    const closed = await live()
    await store.clients.setDisabled(closed.client.clientId, now)
    t.equal(await closed.lives(), undefined)
    t.equal(await families.living(Buffer.from('nobody')), undefined)
    t.equal(await families.find(Buffer.from('nobody')), undefined)
  })

  t.test('what ended is swept two weeks later, what lives stays', async (t) => {
    const living = await aFamily(store)
    const revoked = await aFamily(store)
    await families.revoke(revoked.family.publicId, 'logged_out', now)
    await families.sweep(at(14 * day), 1000)
    t.ok(await families.find(revoked.family.id))
    await families.sweep(at(15 * day), 1000)
    t.equal(await families.find(revoked.family.id), undefined)
    t.ok(await families.find(living.family.id))
    await families.sweep(at((30 + 14) * day), 1000)
    t.ok(await families.find(living.family.id))
    t.ok((await families.sweep(at((30 + 15) * day), 1000)) > 0)
    t.equal(await families.find(living.family.id), undefined)
  })
})
