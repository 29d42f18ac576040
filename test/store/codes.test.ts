// Authorization codes: redeemed once, with the family that follows (RFC 6749 §4.1.2, RFC 9700 §4.5).
import { randomBytes } from 'node:crypto'
import t from 'tap'
import { onEveryDatabase } from '../support/store.ts'
import { aCode, aLogin, at, day, minute, now, redemptionOf } from './samples.ts'

onEveryDatabase(t, async (t, store) => {
  const { codes, families } = store

  t.test('redeeming spends the code and founds its family', async (t) => {
    const { account, code } = await aLogin(store, { scope: ['openid', 'offline_access'] })
    t.strictSame(await codes.find(code.digest), code)
    const redeemed = await codes.redeem(redemptionOf(code, { now: at(1) }))
    const { passwordHash: _, ...person } = account
    const { clientId, sub, sessionId, sid, scope, resources, requestedClaims, authenticatedAt, amr } = code
    const family = {
      ...{ id: code.familyId, publicId: code.familyPublicId, clientId, sub, sessionId, sid, scope, resources },
      requestedClaims,
      ...{ authenticatedAt, amr, generation: 0, rotatedAt: at(1), masterKey: 'master-1', createdAt: at(1) },
      ...{
        idleExpiresAt: at(1 + 30 * day),
        absoluteExpiresAt: at(1 + 180 * day),
        revokedAt: null,
        revokedReason: null,
      },
    }
    t.strictSame(redeemed, { code: { ...code, spentAt: at(1) }, family, account: person })
    t.strictSame(await families.find(code.familyId), family)
  })

  t.test('a code is redeemed once, and its first use stays on record', async (t) => {
    const { code } = await aLogin(store)
    await codes.redeem(redemptionOf(code))
    t.equal(await codes.redeem(redemptionOf(code, { now: at(1) })), undefined)
    t.strictSame((await codes.find(code.digest))?.spentAt, now)
  })

  t.test("another client's attempt changes nothing", async (t) => {
    const { code } = await aLogin(store)
    t.equal(await codes.redeem(redemptionOf(code, { clientId: 'app_thief' })), undefined)
    t.equal((await codes.find(code.digest))?.spentAt, null)
    t.ok(await codes.redeem(redemptionOf(code)))
  })

  t.test('whatever the request got wrong is not judged here: an expired code is spent and returned', async (t) => {
    const { code } = await aLogin(store)
    t.ok(await codes.redeem(redemptionOf(code, { now: at(2 * minute) })))
    t.strictSame((await codes.find(code.digest))?.spentAt, at(2 * minute))
  })

  t.test('nothing is redeemed for a disabled person', async (t) => {
    const { code, account } = await aLogin(store)
    await store.accounts.setDisabled(account.sub, now)
    t.equal(await codes.redeem(redemptionOf(code)), undefined)
    t.equal(await families.find(code.familyId), undefined)
  })

  t.test('idle expiry never lies beyond the absolute one', async (t) => {
    const { code } = await aLogin(store)
    const redeemed = await codes.redeem({ ...redemptionOf(code), idleSeconds: 500, absoluteSeconds: 100 })
    t.strictSame(redeemed?.family.idleExpiresAt, at(100))
  })

  t.test('a session that has ended gets no code', async (t) => {
    const { session, account, client } = await aLogin(store)
    const named = { sessionId: session.id, sub: account.sub, clientId: client.clientId }
    t.equal(await codes.create(aCode({ ...named, sub: 'usr_other' })), false)
    t.equal(await codes.create(aCode({ ...named, redirectUri: 'https://other.example/' })), false, 'not allowed there')
    t.equal(await codes.create(aCode(named)), true)
    await store.sessions.end(session.id)
    const late = aCode(named)
    t.equal(await codes.create(late), false)
    t.equal(await codes.find(late.digest), undefined)
  })

  t.test('removal takes what could still be redeemed and keeps what was spent', async (t) => {
    for (const by of ['removeForAccount', 'removeForClient', 'removeForSession'] as const) {
      const { account, client, session, code } = await aLogin(store)
      const spent = { ...code, digest: randomBytes(32), familyId: randomBytes(16), familyPublicId: `${code.sid}2` }
      await codes.create(spent)
      await codes.redeem(redemptionOf(spent))
      const bystander = await aLogin(store)
      const names = { removeForAccount: account.sub, removeForClient: client.clientId, removeForSession: session.id }
      t.equal(await codes[by](names[by]), 1, by)
      t.equal(await codes.find(code.digest), undefined)
      t.ok(await codes.find(spent.digest))
      t.ok(await codes.find(bystander.code.digest))
    }
  })

  t.test('digests are kept for a day after the end, so that a late replay is seen', async (t) => {
    const { code } = await aLogin(store)
    await codes.redeem(redemptionOf(code))
    await codes.sweep(at(minute + day - 1), 1000)
    t.ok(await codes.find(code.digest))
    t.ok((await codes.sweep(at(minute + day), 1000)) > 0)
    t.equal(await codes.find(code.digest), undefined)
    t.ok(await families.find(code.familyId), 'its family lives on')
  })
})
