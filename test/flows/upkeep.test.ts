// Upkeep: what is over is swept, and nothing that still counts (README, Decisions).
import t from 'tap'
import { systemStopwatch } from '../../src/crypto/random.ts'
import { sweeping } from '../../src/flows/upkeep.ts'
import { deviceCodeGrantType } from '../../src/model/client.ts'
import type { Event } from '../../src/model/event.ts'
import { parseRefreshToken } from '../../src/protocol/refresh-token.ts'
import { story } from '../support/flows.ts'
import { params, refusalOf } from '../support/wire.ts'

const day = 86_400

t.test('Sweeping', async (t) => {
  const s = await story(t)
  const shop = await s.app()
  const sweepAfter = async (seconds: number) => {
    s.pass(seconds)
    await s.flows.sweep(s.now())
  }

  t.test('spent codes are kept for a day, so that a late replay is still seen', async (t) => {
    const { code } = await s.login(shop)
    const there = async () => (await s.store.codes.find(s.ingredients.sha256(code))) !== undefined
    await sweepAfter(60 + day - 1)
    t.equal(await there(), true)
    await sweepAfter(1)
    t.equal(await there(), false)
  })

  t.test('what a device asked for is kept for an hour after its end, so that late polls are told', async (t) => {
    const tv = await s.app({ public: true, redirectUris: [], grants: [deviceCodeGrantType] })
    const call = { authorization: undefined, address: '192.0.2.1', userAgent: undefined, now: s.now() }
    const { device_code: code } = await s.flows.startDevice({ params: params(s.credentialsOf(tv)), ...call })
    const poll = () => refusalOf(s.token(tv, { grant_type: deviceCodeGrantType, device_code: code }))
    await sweepAfter(900 + 3600 - 1)
    t.equal((await poll()).code, 'expired_token')
    await sweepAfter(1)
    t.equal((await poll()).code, 'invalid_grant')
  })

  t.test('a family is kept for two weeks after its end, so that its end can be explained', async (t) => {
    const { tokens } = await s.login(shop)
    const id = parseRefreshToken(tokens.refresh_token ?? '')?.familyId ?? Buffer.alloc(0)
    await s.revoke(shop, tokens.refresh_token)
    await sweepAfter(14 * day - 1)
    t.match((await refusalOf(s.refresh(shop, tokens.refresh_token))).detail.operator, /revoked_by_client/)
    await sweepAfter(day + 1)
    t.equal(await s.store.families.find(id), undefined)
    t.match((await refusalOf(s.refresh(shop, tokens.refresh_token))).detail.operator, /gone/)
  })

  t.test('living families, sessions and registrations stay', async (t) => {
    const { browser, tokens } = await s.login(shop)
    await sweepAfter(13 * day)
    t.ok(await browser.visitor())
    t.ok(await s.refresh(shop, tokens.refresh_token))
  })

  t.test(
    'registrations that nobody logged in with are forgotten after a day; used ones and the operator’s never',
    async (t) => {
      const register = async () => {
        const redirectUri = 'https://stranger.example/'
        const { client, secret } = await s.flows.registration.register(
          undefined,
          { redirect_uris: [redirectUri] },
          s.now(),
        )
        return { client, secret, redirectUri }
      }
      const [unused, used, unusedByOperator] = [await register(), await register(), await s.app()]
      await s.login(used)
      const there = async ({ client }: typeof unused) => (await s.store.clients.find(client.clientId)) !== undefined
      await sweepAfter(day)
      t.equal(await there(unused), true, 'not before a day is over')
      await sweepAfter(1)
      t.same([await there(unused), await there(used), await there(unusedByOperator)], [false, true, true])
      await sweepAfter(400 * day)
      t.same([await there(used), await there(unusedByOperator)], [true, true])
    },
  )

  t.test('counters, revoked access tokens and events go with their time', async (t) => {
    await s.browser().logIn({ email: 'nobody@example.com', password: 'wrong' })
    const { tokens } = await s.login(shop)
    await s.revoke(shop, tokens.access_token)
    const { record, flush } = s.events
    const reference = record({ kind: 'refused', operatorText: 'x' })
    await flush()
    t.ok((await s.countRows('attempt')) > 0)
    t.equal(await s.countRows('revoked_token'), 1)
    t.equal(await s.store.clientAssertions.spend(Buffer.alloc(32), s.at(900)), true)
    await sweepAfter(900)
    t.equal(await s.countRows('attempt'), 0)
    t.equal(await s.countRows('revoked_token'), 0)
    t.equal(await s.store.clientAssertions.spend(Buffer.alloc(32), s.at(900)), true, 'spent assertions go too')
    await sweepAfter(14 * day - 900)
    t.ok(await s.store.events.find(reference))
    await sweepAfter(0.001)
    t.equal(await s.store.events.find(reference), undefined)
  })

  t.test('more than one batch is swept in one go', async (t) => {
    for (let index = 0; index < 3; index += 1)
      await s.store.events.insertMany(
        Array.from({ length: 700 }, (_, each) => anOldEvent(`${index}-${each}`, s.at(-15 * day))),
      )
    await s.flows.sweep(s.now())
    t.equal(await s.countRows('event'), 0)
  })

  t.test('told to stop, it stops between two batches', async (t) => {
    const old = Array.from({ length: 1200 }, (_, each) => anOldEvent(`stopped-${each}`, s.at(-15 * day)))
    await s.store.events.insertMany(old)
    const stopping = new AbortController()
    const sweep: typeof s.store.events.sweep = (...asked) =>
      s.store.events.sweep(...asked).finally(() => stopping.abort())
    const store = { ...s.store, events: { ...s.store.events, sweep } }
    const swept: unknown[] = []
    const log = { info: (context: object) => void swept.push(context) }
    await sweeping({ store, log, stopwatch: systemStopwatch })(s.now(), stopping.signal)
    t.match(swept, [{ what: 'events', removed: 500 }])
    t.equal(await s.countRows('event'), 700)
    await s.flows.sweep(s.now())
    t.equal(await s.countRows('event'), 0)
  })
})

const anOldEvent = (reference: string, at: Date): Event => ({
  ...{ reference, at, code: null, endpoint: null, clientId: null, sub: null },
  ...{ familyPublicId: null, address: null, ownerText: null, cure: null },
  ...{ actor: null, before: null, after: null },
  kind: 'refused',
  operatorText: 'x',
})
