// Values: what comes back is what was given, on every database alike; what no database takes is an error, not a crash.
import t from 'tap'
import { isUnavailable } from '../../src/store/unavailable.ts'
import { onEveryDatabase } from '../support/store.ts'
import { aClient, aLogin, anAccount, aSigningKey, now, random } from './samples.ts'

const awkward = ['', 'NULL', 'null', '"', '\\', '\\"', '{}', '{a,b}', 'a,b', ' ', "'", '\n', 'ü', '漢', '😀', '{"a":1}']

onEveryDatabase(t, async (t, store) => {
  t.test('texts in arrays, texts alone and JSON', async (t) => {
    const account = anAccount({ roles: awkward, name: awkward.join('|') })
    await store.accounts.create(account)
    t.strictSame(await store.accounts.byEmail(account.emailNormalized), account)
    const client = aClient({ display: { contacts: awkward, clientUri: awkward.join('|') }, redirectUris: awkward })
    await store.clients.create({ client, secretDigest: null, secretId: '', registrationTokenDigest: null })
    t.strictSame((await store.clients.find(client.clientId))?.client, client)
  })

  t.test('instants keep their milliseconds, near and far', async (t) => {
    for (const text of ['1970-01-01T00:00:00.001Z', '2026-03-29T01:30:00.999Z', '2038-01-19T03:14:08.500Z']) {
      const account = anAccount({ createdAt: new Date(text) })
      await store.accounts.create(account)
      t.strictSame((await store.accounts.bySub(account.sub))?.createdAt, new Date(text))
    }
  })

  t.test('bytes are Buffers, all 256 of them, and none', async (t) => {
    const every = Buffer.from(Array.from({ length: 256 }, (_, index) => index))
    for (const [ordinal, sealedPrivate] of [every, Buffer.alloc(0)].entries()) {
      const key = aSigningKey({ ordinal, sealedPrivate })
      await store.signingKeys.insert(key)
      const found = (await store.signingKeys.list()).find(({ kid }) => kid === key.kid)
      t.ok(Buffer.isBuffer(found?.sealedPrivate))
      t.strictSame(found, key)
    }
  })

  t.test('empty lists stay lists', async (t) => {
    const { code } = await aLogin(store, { scope: [] })
    t.strictSame((await store.codes.find(code.digest))?.scope, [])
  })

  t.test('a NUL, which PostgreSQL refuses in texts, fails that call and nothing else', async (t) => {
    const error = await store.accounts.byEmail('a\0b').catch((problem: unknown) => problem)
    t.ok(error instanceof Error)
    t.equal(isUnavailable(error), false)
    await t.rejects(store.accounts.create(anAccount({ roles: ['a\0b'] })))
    await t.rejects(store.attempts.hit('\0', now, 1))
    const client = aClient({ display: { clientUri: '\0' } })
    const record = { client, secretDigest: null, secretId: '', registrationTokenDigest: null }
    await t.rejects(store.clients.create(record))
    await store.ping()
  })

  t.test('half a character is stored as the replacement character', async (t) => {
    const account = anAccount({ name: 'a\uD800b' })
    await store.accounts.create(account)
    t.equal((await store.accounts.bySub(account.sub))?.name, 'a\uFFFDb')
    t.equal(await store.accounts.bySub(random('\uDC00')), undefined)
  })
})
