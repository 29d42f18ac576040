// Consents: remembered per person, client and redirect origin.
import t from 'tap'
import { onEveryDatabase } from '../support/store.ts'
import { aLogin, at, now } from './samples.ts'

onEveryDatabase(t, async (t, store) => {
  const { consents } = store
  /** A person and a client; nothing is allowed yet. */
  const aPair = async () => {
    const { account, client } = await aLogin(store)
    await store.connectedApps.forget(account.sub, client.clientId)
    return { account, client }
  }

  t.test('a consent is found for its redirect origin only, and replaced by a newer one', async (t) => {
    const { account, client } = await aPair()
    const { sub } = account
    const { clientId } = client
    const redirectOrigin = 'https://shop.example'
    const consent = {
      sub,
      clientId,
      redirectOrigin,
      scope: ['openid'],
      resources: [],
      clientName: 'Shop',
      clientVersion: null,
      grantedAt: now,
      declined: [],
      endsAt: null,
    }
    t.equal(await consents.anyFor(sub, clientId, now), false)
    t.equal(await consents.save(consent), true)
    t.strictSame(await consents.find(sub, clientId, redirectOrigin), consent)
    t.equal(await consents.find(sub, clientId, 'https://other.example'), undefined)
    t.equal(await consents.anyFor(sub, clientId, now), true)
    const newer = {
      ...consent,
      scope: ['openid', 'email'],
      resources: ['https://api.example'],
      clientName: 'Store',
      clientVersion: 'a digest',
      grantedAt: at(1),
      declined: [],
      endsAt: null,
    }
    t.equal(await consents.save(newer), true)
    t.strictSame(await consents.find(sub, clientId, redirectOrigin), newer)
  })

  t.test('a client that was removed meanwhile is not an error', async (t) => {
    const { account } = await aPair()
    const gone = {
      sub: account.sub,
      clientId: 'app_gone',
      redirectOrigin: 'a',
      scope: [],
      resources: [],
      clientName: 'x',
      clientVersion: null,
      grantedAt: now,
      declined: [],
      endsAt: null,
    }
    t.equal(await consents.save(gone), false)
  })

  t.test(
    'what had an end is no more after it, and is swept; the people who allow something are counted once each',
    async (t) => {
      const { clientId } = (await aPair()).client
      const end = new Date(now.getTime() + 60_000)
      const given = {
        clientId,
        scope: ['openid'],
        resources: [],
        clientName: 'Shop',
        clientVersion: null,
        grantedAt: now,
      }
      for (const [index, endsAt] of [null, end, end].entries()) {
        const { sub } = (await aPair()).account
        for (const redirectOrigin of ['https://a.example', 'https://b.example'])
          await consents.save({ ...given, sub, redirectOrigin, declined: [], endsAt: index === 0 ? null : endsAt })
      }
      t.strictSame([await consents.countPeople(clientId, now), await consents.countPeople(clientId, end)], [3, 1])
      t.equal(await consents.sweep(now, 10), 0)
      t.strictSame([await consents.sweep(end, 3), await consents.sweep(end, 3)], [3, 1])
    },
  )
})
