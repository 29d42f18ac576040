// Client authentication: which client it is, proved by one of its live secrets (RFC 6749 §2.3, §3.2.1).
import t from 'tap'
import { story } from '../support/flows.ts'
import { refusalOf } from '../support/wire.ts'

t.test('Client authentication', async (t) => {
  const s = await story(t)
  const grants = ['authorization_code', 'refresh_token', 'client_credentials']
  const ask = (who: Parameters<typeof s.token>[0]) => s.token(who, { grant_type: 'client_credentials' })

  t.test(
    'OAuth 2.1 §2.2, §3.2.1, §3.2.2, §4.2.1: an unknown client, a wrong secret, no secret: invalid_client, and the same words',
    async (t) => {
      const shop = await s.app({ grants })
      const wrong = await refusalOf(ask({ ...shop, secret: `${shop.secret}x` }))
      const none = await refusalOf(ask({ ...shop, secret: undefined }))
      const unknown = await refusalOf(ask({ ...shop, client: { ...shop.client, clientId: 'app_nobody' } }))
      t.same([wrong.code, none.code, unknown.code], ['invalid_client', 'invalid_client', 'invalid_client'])
      t.equal(new Set([wrong.message, none.message, unknown.message]).size, 1)
      t.equal(wrong.detail.about?.clientId, shop.client.clientId)
      t.notMatch(JSON.stringify(wrong.detail), shop.secret ?? 'no secret', 'not even the wrong secret is kept')
    },
  )

  t.test('OAuth 2.1 §3.2.2, §8.1: a public client that sends a secret is refused: it has none', async (t) => {
    const phone = await s.app({ public: true })
    const refusal = await refusalOf(s.refresh({ ...phone, secret: 'cs_sec_invented' }, 'cs_rt_nonsense'))
    t.equal(refusal.code, 'invalid_client')
    t.equal((await refusalOf(s.refresh(phone, 'cs_rt_nonsense'))).code, 'invalid_grant', 'without one it gets further')
  })

  t.test("another client's secret proves nothing", async (t) => {
    const [shop, other] = [await s.app({ grants }), await s.app({ grants })]
    t.equal((await refusalOf(ask({ ...shop, secret: other.secret }))).code, 'invalid_client')
  })

  t.test('two secrets may live at once; a third ends the first', async (t) => {
    const shop = await s.app({ grants })
    const { rotateSecret } = s.flows.operator.clients
    const second = await rotateSecret(shop.client.clientId, false)
    t.ok(await ask(shop))
    t.ok(await ask({ ...shop, secret: second }))
    const third = await rotateSecret(shop.client.clientId, false)
    t.equal((await refusalOf(ask(shop))).code, 'invalid_client')
    t.ok(await ask({ ...shop, secret: second }))
    t.ok(await ask({ ...shop, secret: third }))
  })

  t.test('the last use of a secret is remembered, without making anybody wait', async (t) => {
    const shop = await s.app({ grants })
    await ask(shop)
    await s.settled()
    const record = await s.store.clients.find(shop.client.clientId)
    t.same(record?.secrets[0]?.lastUsedAt, s.now())
  })

  t.test('a disabled client is unauthorized_client, so that it does not register anew', async (t) => {
    const shop = await s.app({ grants })
    await s.flows.operator.clients.disable(shop.client.clientId)
    t.equal((await refusalOf(ask(shop))).code, 'unauthorized_client')
    const wrong = await refusalOf(ask({ ...shop, secret: 'cs_sec_wrong' }))
    t.equal(wrong.code, 'invalid_client', 'but only to one who proves to be that client')
    await s.flows.operator.clients.enable(shop.client.clientId)
    t.ok(await ask(shop))
  })
})
