// Client metadata documents in the store: made once, replaced by what is newer, forgotten with their client.
import t from 'tap'
import { type Client, usualClient } from '../../src/model/client.ts'
import { onEveryDatabase } from '../support/store.ts'
import { at, now } from './samples.ts'

let made = 0
const described = (change: Partial<Client> = {}): Client => {
  made += 1
  return {
    ...usualClient,
    clientId: `https://app.example/client-${made}.json`,
    name: 'An app',
    origin: 'metadata-document',
    tokenEndpointAuthMethod: 'none',
    redirectUris: ['https://app.example/callback'],
    grantTypes: ['authorization_code'],
    scope: ['openid'],
    createdAt: now,
    ...change,
  }
}
const documentOf = ({ clientId }: Client, host = 'app.example', fetchedAt = now) => ({
  ...{ clientId, host, fetchedAt },
  freshUntil: new Date(fetchedAt.getTime() + 60_000),
  staleUntil: new Date(fetchedAt.getTime() + 120_000),
})

onEveryDatabase(t, async (t, store) => {
  const { clients, clientDocuments } = store

  t.test('it makes the client, and later replaces what the document says and nothing else', async (t) => {
    const client = described()
    t.equal(await clientDocuments.find(client.clientId), undefined)
    await clientDocuments.save(client, documentOf(client))
    t.strictSame((await clients.find(client.clientId))?.client, client)
    t.strictSame(await clientDocuments.find(client.clientId), documentOf(client))
    await clients.setDisabled(client.clientId, at(1))
    const renamed = { ...client, name: 'Another', createdAt: at(7), disabledAt: null }
    await clientDocuments.save(renamed, documentOf(client, 'app.example', at(2)))
    t.strictSame((await clients.find(client.clientId))?.client, { ...client, name: 'Another', disabledAt: at(1) })
  })

  t.test('what was fetched earlier and comes later changes nothing', async (t) => {
    const client = described()
    await clientDocuments.save(client, documentOf(client, 'app.example', at(5)))
    await clientDocuments.save({ ...client, name: 'Old' }, documentOf(client, 'app.example', at(4)))
    t.equal((await clients.find(client.clientId))?.client.name, 'An app')
    t.strictSame((await clientDocuments.find(client.clientId))?.fetchedAt, at(5))
  })

  t.test('one that cannot be fetched again stands in for a while, and never longer than it may', async (t) => {
    const client = described()
    await clientDocuments.save(client, documentOf(client))
    const freshUntil = async () => (await clientDocuments.find(client.clientId))?.freshUntil
    await clientDocuments.standIn(client.clientId, at(30))
    t.strictSame(await freshUntil(), at(60), 'still fresh')
    await clientDocuments.standIn(client.clientId, at(100))
    t.strictSame(await freshUntil(), at(100))
    await clientDocuments.standIn(client.clientId, at(500))
    t.strictSame(await freshUntil(), at(120))
  })

  t.test('many at once make one client', async (t) => {
    const client = described()
    await Promise.all(Array.from({ length: 8 }, () => clientDocuments.save(client, documentOf(client))))
    t.strictSame((await clients.find(client.clientId))?.client, client)
  })

  t.test('a client of the operator with the same id is not touched', async (t) => {
    const client = described({ origin: 'operator' })
    await clients.create({ client, secretDigest: null, secretId: '', registrationTokenDigest: null })
    await clientDocuments.save({ ...client, origin: 'metadata-document', name: 'Evil' }, documentOf(client))
    t.strictSame((await clients.find(client.clientId))?.client, client)
  })

  t.test('those of one host that nobody used make room; used, disabled, young and other hosts’ stay', async (t) => {
    const host = 'many.example'
    const old = [1, 2, 3, 4].map((second) => described({ createdAt: at(second) }))
    const kept = [
      described({ createdAt: now, firstLoginAt: at(9) }),
      described({ createdAt: now, disabledAt: at(9) }),
      described({ createdAt: at(100) }),
    ]
    const elsewhere = described({ createdAt: now })
    for (const client of [...old, ...kept]) await clientDocuments.save(client, documentOf(client, host))
    await clientDocuments.save(elsewhere, documentOf(elsewhere, 'other.example'))
    t.equal(await clientDocuments.forgetBeyond(host, 2, at(50)), 2)
    const there = await Promise.all(
      [...old, ...kept, elsewhere].map(async ({ clientId }) => !!(await clients.find(clientId))),
    )
    t.strictSame(there, [false, false, true, true, true, true, true, true])
    t.equal(await clientDocuments.find(old[0]?.clientId ?? ''), undefined, 'its document went with it')
    t.equal(await clientDocuments.forgetBeyond(host, 2, at(50)), 0)
  })

  t.test('never used, they are forgotten like registrations; but never one that an operator disabled', async (t) => {
    const [plain, disabled] = [described(), described({ disabledAt: at(1) })]
    for (const client of [plain, disabled]) await clientDocuments.save(client, documentOf(client))
    await clients.forgetUnused('metadata-document', at(3600), 1000)
    t.equal(await clients.find(plain.clientId), undefined)
    t.ok(await clients.find(disabled.clientId), 'it would come back by itself, and enabled')
  })
})
