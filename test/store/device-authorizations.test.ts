// Device authorizations: polls, answers and redemptions, each one statement that decides and records (RFC 8628 §3).
import { randomBytes } from 'node:crypto'
import t from 'tap'
import type { Store } from '../../src/store/index.ts'
import { onEveryDatabase } from '../support/store.ts'
import { aClient, aLogin, at, day, now, random } from './samples.ts'

const aDevice = async (store: Store, clientId: string) => {
  const made = {
    digest: randomBytes(32),
    userCodeDigest: randomBytes(32),
    clientId,
    scope: ['openid'],
    resources: ['https://api.example'],
    address: '192.0.2.9',
    userAgent: 'TV/1.0',
    intervalSeconds: 5,
    issuedAt: now,
    expiresAt: at(900),
    familyId: randomBytes(16),
    familyPublicId: random('fam_'),
  }
  if (!(await store.deviceAuthorizations.create(made))) throw new Error('not created')
  return made
}

/** A person with a session, a client, and a device of that client that waits. */
const scene = async (store: Store) => {
  const login = await aLogin(store)
  const device = await aDevice(store, login.client.clientId)
  const { digest } = device
  const approval = {
    ...{ digest, sub: login.account.sub, sessionId: login.session.id, sid: 'a sid', now: at(1) },
    ...{ scope: device.scope, accessEndsAt: null },
  }
  const poll = (seconds: number, clientId = device.clientId) =>
    store.deviceAuthorizations.poll({ digest, clientId, now: at(seconds), toleranceMillis: 500, stepSeconds: 5 })
  const redeem = (seconds: number, clientId = device.clientId) =>
    store.deviceAuthorizations.redeem({
      ...{ digest, clientId, now: at(seconds), idleSeconds: 30 * day, absoluteSeconds: 180 * day },
      masterKey: 'master-1',
    })
  return { ...login, device, approval, poll, redeem }
}

onEveryDatabase(t, async (t, store) => {
  const devices = store.deviceAuthorizations

  t.test('made once, found by either code', async (t) => {
    const { device } = await scene(store)
    const { userCodeDigest, familyId: _, ...rest } = device
    const expected = { ...rest, polledAt: null, polledTooSoon: false, answer: null, spentAt: null }
    t.strictSame(await devices.find(device.digest), expected)
    t.strictSame(await devices.byUserCode([randomBytes(32), userCodeDigest]), expected)
    t.equal(await devices.byUserCode([randomBytes(32)]), undefined)
    t.equal(await devices.create({ ...device, digest: randomBytes(32) }), false, 'a user code that is taken')
  })

  t.test('RFC 8628 §3.5: the interval grows by 5 s with each poll that comes too soon, and stays', async (t) => {
    const { poll } = await scene(store)
    const steps: [seconds: number, tooSoon: boolean, interval: number][] = [
      [0, false, 5],
      [4, true, 10],
      [13, true, 15],
      [28, false, 15],
      [42.4, true, 20],
      [61.9, false, 20],
      [82, false, 20],
    ]
    for (const [seconds, polledTooSoon, intervalSeconds] of steps)
      t.match(await poll(seconds), { polledTooSoon, intervalSeconds, polledAt: at(seconds) }, `after ${seconds} s`)
  })

  t.test("another client's poll is no poll", async (t) => {
    const { poll, device } = await scene(store)
    t.equal(await poll(0, 'app_thief'), undefined)
    t.equal((await devices.find(device.digest))?.polledAt, null)
  })

  t.test('answered once: whoever is first', async (t) => {
    const { approval, device, account } = await scene(store)
    t.equal(await devices.deny(approval), true)
    t.equal(await devices.allow(approval), false)
    t.equal(await devices.deny({ ...approval, sub: 'usr_other' }), false)
    t.strictSame((await devices.find(device.digest))?.answer, { decision: 'denied', sub: account.sub, at: at(1) })
  })

  t.test(
    'nobody answers for an expired code, an ended session, a stranger’s session or a disabled client',
    async (t) => {
      const { approval, session, client, redeem } = await scene(store)
      t.equal(await devices.allow({ ...approval, now: at(900) }), false)
      t.equal(await devices.deny({ ...approval, now: at(900) }), false)
      t.equal(await devices.allow({ ...approval, sub: 'usr_other' }), false)
      await store.clients.setDisabled(client.clientId, now)
      t.equal(await devices.allow(approval), false)
      await store.clients.setDisabled(client.clientId, null)
      await store.sessions.end(session.id)
      t.equal(await devices.allow(approval), false)
      t.equal(await redeem(2), undefined)
    },
  )

  t.test('RFC 8628 §3.5: redeeming spends it and founds a family without a session, once', async (t) => {
    const { approval, account, session, device, redeem } = await scene(store)
    t.equal(await redeem(1), undefined, 'not before it is allowed')
    t.equal(await devices.allow(approval), true)
    t.equal(await redeem(2, 'app_thief'), undefined, "another client's attempt changes nothing")
    t.equal(await redeem(900), undefined, 'not when it has expired')
    const redeemed = await redeem(2)
    t.match(redeemed, {
      account: { sub: account.sub },
      family: {
        ...{ id: device.familyId, publicId: device.familyPublicId, clientId: device.clientId, sub: account.sub },
        ...{ sessionId: null, sid: 'a sid', scope: ['openid'], resources: ['https://api.example'] },
        requestedClaims: { idToken: [], userinfo: [] },
        ...{ authenticatedAt: session.authenticatedAt, amr: session.amr, generation: 0, masterKey: 'master-1' },
        ...{ createdAt: at(2), idleExpiresAt: at(2 + 30 * day), absoluteExpiresAt: at(2 + 180 * day) },
      },
    })
    t.strictSame((await devices.find(device.digest))?.spentAt, at(2))
    t.equal(await redeem(3), undefined)
    t.strictSame((await store.clients.find(device.clientId))?.client.firstLoginAt, at(2))
  })

  t.test('what the person left out, and the end that they set, are the family’s', async (t) => {
    const { approval, redeem } = await scene(store)
    await devices.allow({ ...approval, scope: [], accessEndsAt: at(3600) })
    t.match(await redeem(2), { family: { scope: [], idleExpiresAt: at(3600), absoluteExpiresAt: at(3600) } })
  })

  t.test('nothing is redeemed for a disabled person', async (t) => {
    const { approval, account, redeem } = await scene(store)
    await devices.allow(approval)
    await store.accounts.setDisabled(account.sub, now)
    t.equal(await redeem(2), undefined)
  })

  t.test('whoever ends access ends what a device was allowed and has not fetched', async (t) => {
    for (const by of ['removeForAccount', 'removeForClient', 'removeForSession'] as const) {
      const [ended, fetched, bystander] = [await scene(store), await scene(store), await scene(store)]
      for (const each of [ended, fetched, bystander]) await devices.allow(each.approval)
      await fetched.redeem(2)
      const name = ({ account, client, session }: typeof ended) =>
        ({ removeForAccount: account.sub, removeForClient: client.clientId, removeForSession: session.id })[by]
      for (const each of [ended, fetched]) t.equal(await store.codes[by](name(each)), 1, `${by}: counts codes`)
      t.equal(await devices.find(ended.device.digest), undefined, by)
      t.ok(await devices.find(fetched.device.digest), `${by}: what was fetched has its family`)
      t.ok(await bystander.redeem(2), `${by}: others are left alone`)
    }
    const { client, device } = await scene(store)
    await store.codes.removeForClient(client.clientId)
    t.equal(await devices.find(device.digest), undefined, 'a disabled client: also what nobody has answered yet')
    const removed = aClient()
    await store.clients.create({
      ...{ client: removed, secretDigest: null, secretId: random(), registrationTokenDigest: null },
    })
    const gone = await aDevice(store, removed.clientId)
    await store.clients.remove(removed.clientId)
    t.equal(await devices.find(gone.digest), undefined, 'a removed client')
  })

  t.test('kept for an hour after the end, so that a device that still polls is told', async (t) => {
    const { device } = await scene(store)
    await devices.sweep(at(900 + 3599), 1000)
    t.ok(await devices.find(device.digest))
    t.ok((await devices.sweep(at(900 + 3600), 1000)) > 0)
    t.equal(await devices.find(device.digest), undefined)
  })
})
