// Clients: metadata, secrets and registration tokens (RFC 7591, RFC 7592).
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import type { Client, ClientDisplay } from '../../src/model/client.ts'
import type { Store } from '../../src/store/index.ts'
import { onEveryDatabase } from '../support/store.ts'
import { aClient, aFamily, at, day, now, random } from './samples.ts'

const created = async (store: Store, change: Partial<Client> = {}) => {
  const client = aClient(change)
  await store.clients.create({ client, secretDigest: null, secretId: '', registrationTokenDigest: null })
  return client
}

const aSecret = (seconds: number) => ({
  id: random('sec_'),
  digest: randomBytes(32),
  createdAt: at(seconds),
  lastUsedAt: null,
})

onEveryDatabase(t, async (t, store, { handle }) => {
  const { clients } = store

  t.test('what is created is found with its secret, whole', async (t) => {
    const display: ClientDisplay = { contacts: ['a@b.example', 'ü"\\'], clientUri: 'https://shop.example/' }
    const client = aClient({ display, audiences: ['https://api.example'], refreshRetrySeconds: 5, verifiedAt: at(1) })
    const secretDigest = randomBytes(32)
    const registrationTokenDigest = randomBytes(32)
    const secretId = random('sec_')
    await clients.create({ client, secretDigest, secretId, registrationTokenDigest })
    const secrets = [{ id: secretId, digest: secretDigest, createdAt: client.createdAt, lastUsedAt: null }]
    t.strictSame(await clients.find(client.clientId), { client, secrets, registrationTokenDigest })
    t.equal(await clients.find('app_nobody'), undefined)
  })

  t.test('a public client has no secret', async (t) => {
    const client = await created(store, { tokenEndpointAuthMethod: 'none' })
    t.strictSame(await clients.find(client.clientId), { client, secrets: [], registrationTokenDigest: null })
  })

  t.test('a list continues after the last id', async (t) => {
    for (const clientId of ['!3', '!1', '!2']) await created(store, { clientId })
    const first = await clients.list({ limit: 2 })
    t.strictSame(
      first.map((client) => client.clientId),
      ['!1', '!2'],
    )
    const second = await clients.list({ after: '!2', limit: 1 })
    t.strictSame(
      second.map((client) => client.clientId),
      ['!3'],
    )
  })

  t.test('RFC 7592 §2.2: an update replaces the metadata, and nothing that the server decided', async (t) => {
    const before = await created(store, { verifiedAt: at(1), firstLoginAt: at(6) })
    await clients.setDisabled(before.clientId, at(5))
    const change = { name: 'Store', redirectUris: ['https://store.example/'], scope: [], verifiedAt: null }
    t.equal(
      await clients.update({ ...before, ...change, firstLoginAt: null, origin: 'self-registered', createdAt: at(9) }),
      true,
    )
    const after = { ...before, ...change, disabledAt: at(5) }
    t.strictSame((await clients.find(before.clientId))?.client, after)
    t.equal(await clients.update(aClient()), false)
  })

  t.test('RFC 7592 §2.3: a removed client takes its secrets, consents, codes and families along', async (t) => {
    const { client, account, family, code } = await aFamily(store)
    await clients.addSecret(client.clientId, aSecret(0))
    const { sub } = account
    const redirectOrigin = 'https://shop.example'
    const consent = {
      sub,
      clientId: client.clientId,
      redirectOrigin,
      scope: [],
      resources: [],
      clientName: 'Shop',
      clientVersion: null,
      grantedAt: now,
      declined: [],
      endsAt: null,
    }
    await store.consents.save(consent)
    t.equal(await clients.remove(client.clientId), true)
    t.equal(await clients.find(client.clientId), undefined)
    t.equal(await store.families.find(family.id), undefined)
    t.equal(await store.codes.find(code.digest), undefined)
    t.equal(await store.consents.anyFor(sub, client.clientId, now), false)
    t.equal(await clients.remove(client.clientId), false)
  })

  t.test(
    'a client that is known: what is written here shows at once, what is written elsewhere after forgetting',
    async (t) => {
      const client = await created(store)
      const nameOf = async () => (await store.knownClient(client.clientId))?.client.name
      const elsewhere = (name: string) => sql`update client set name = ${name} where client_id = ${client.clientId}`
      t.equal(await nameOf(), client.name)
      await elsewhere('Elsewhere').execute(handle)
      t.equal(await nameOf(), client.name, 'remembered')
      store.forgetClients()
      t.equal(await nameOf(), 'Elsewhere')
      await clients.update({ ...client, name: 'Here' })
      t.equal(await nameOf(), 'Here')
      await store.transaction(async (inside) => {
        await inside.clients.update({ ...client, name: 'Inside' })
        t.equal(
          (await inside.knownClient(client.clientId))?.client.name,
          'Inside',
          'a transaction sees its own writing',
        )
      })
      t.equal(await nameOf(), 'Inside', 'and all see it once it is committed')
      const thrown = store.transaction(async (inside) => {
        await inside.clients.update({ ...client, name: 'Undone' })
        throw new Error('undone')
      })
      await t.rejects(thrown, /undone/)
      t.equal(await nameOf(), 'Inside')
      await clients.remove(client.clientId)
      t.equal(await nameOf(), undefined)
      t.equal(await store.knownClient('a\0b'), undefined)
    },
  )

  t.test('what is locked is as it was committed last', async (t) => {
    const client = await created(store)
    await store.transaction(async (tx) => {
      t.strictSame((await tx.clients.lock(client.clientId))?.client, client)
      t.equal(await tx.clients.lock('app_nobody'), undefined)
      t.equal(await tx.clients.lock('a\0b'), undefined)
      await tx.clients.update({ ...client, name: 'Other' })
    })
    t.equal((await clients.find(client.clientId))?.client.name, 'Other')
  })

  t.test('two secrets may live at once: the two newest', async (t) => {
    const { clientId } = await created(store)
    // The clock may stand still or go back: the order of arrival counts.
    const [first, second, third] = [aSecret(2), aSecret(1), aSecret(1)]
    for (const secret of [first, second, third]) t.equal(await clients.addSecret(clientId, secret), true)
    t.strictSame((await clients.find(clientId))?.secrets, [third, second])
    t.equal(await clients.dropOldSecrets(clientId), 1)
    t.strictSame((await clients.find(clientId))?.secrets, [third])
    t.equal(await clients.dropOldSecrets(clientId), 0)
    t.equal(await clients.addSecret('app_nobody', aSecret(0)), false)
  })

  t.test('the last use of a secret is remembered to the minute', async (t) => {
    const { clientId } = await created(store)
    const secret = aSecret(0)
    await clients.addSecret(clientId, secret)
    const lastUse = async (used: Date) => {
      await clients.touchSecret(secret.id, used)
      return (await clients.find(clientId))?.secrets[0]?.lastUsedAt
    }
    t.strictSame(await lastUse(at(0)), at(0))
    t.strictSame(await lastUse(at(60)), at(0))
    t.strictSame(await lastUse(at(61)), at(61))
  })

  t.test('only registrations that never completed a login are forgotten', async (t) => {
    const origin = 'self-registered'
    const unused = [await created(store, { origin }), await created(store, { origin, createdAt: at(-1) })]
    const kept = [
      await created(store, { origin, firstLoginAt: now }),
      await created(store, { origin, createdAt: at(day) }),
      await created(store, { origin, verifiedAt: now }),
      await created(store),
    ]
    t.equal(await clients.forgetUnused(origin, at(1), 1), 1)
    t.equal(await clients.forgetUnused(origin, at(1), 100), 1)
    t.equal(await clients.forgetUnused(origin, at(1), 100), 0)
    for (const { clientId } of unused) t.equal(await clients.find(clientId), undefined)
    for (const { clientId } of kept) t.ok(await clients.find(clientId))
  })

  t.test('a disabled client stays disabled from the first instant until enabled', async (t) => {
    const { clientId } = await created(store)
    const disabledAt = async () => (await clients.find(clientId))?.client.disabledAt
    t.equal(await clients.setDisabled(clientId, at(1)), true)
    t.equal(await clients.setDisabled(clientId, at(2)), true)
    t.strictSame(await disabledAt(), at(1))
    t.equal(await clients.setDisabled(clientId, null), true)
    t.equal(await disabledAt(), null)
    t.equal(await clients.setDisabled('app_nobody', at(1)), false)
  })

  t.test('RFC 8707 §2: an audience is known while a living client serves it', async (t) => {
    const [a, b, c] = [random('https://a.'), random('https://b.'), random('https://c.')]
    const client = await created(store, { audiences: [a, b] })
    await created(store, { audiences: [a] })
    t.strictSame((await clients.knownAudiences([a, c])).toSorted(), [a])
    t.strictSame(await clients.knownAudiences([]), [])
    await clients.setDisabled(client.clientId, now)
    t.strictSame(await clients.knownAudiences([b]), [])
  })
})
