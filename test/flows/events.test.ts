// Events: written off the request's path, capped per client and address, kept for 14 days (README, Decisions).
import t from 'tap'
import { openEvents } from '../../src/flows/events.ts'
import type { Event } from '../../src/model/event.ts'
import { story } from '../support/flows.ts'

t.test('Events', async (t) => {
  const s = await story(t)
  const { store } = s
  const count = async (clientId: string) => (await store.events.list({ clientId, limit: 1000 })).length
  const open = (insertMany = store.events.insertMany) => {
    const warnings: string[] = []
    const log = { warn: (_: object, message: string) => void warnings.push(message) }
    const { reference } = s.ingredients.random
    return { warnings, ...openEvents({ store: { insertMany }, clock: s.now, reference, log }) }
  }

  t.test('the reference is there at once, the event with the next flush', async (t) => {
    const { record, flush } = open()
    const reference = record({ kind: 'refused', operatorText: 'because', code: 'invalid_grant', clientId: 'app_1' })
    t.match(reference, /^[0-9a-hjkmnp-tv-z]{16}$/)
    t.equal(await store.events.find(reference), undefined)
    await flush()
    t.match(await store.events.find(reference), {
      reference,
      at: s.now(),
      kind: 'refused',
      operatorText: 'because',
      ownerText: null,
    })
  })

  t.test('sixty a minute for one client and address; others are not held up by it', async (t) => {
    const { record, flush } = open()
    for (let index = 0; index < 100; index += 1)
      t.ok(record({ kind: 'refused', operatorText: 'x', clientId: 'app_flood', address: '192.0.2.1' }))
    record({ kind: 'refused', operatorText: 'x', clientId: 'app_flood', address: '192.0.2.2' })
    record({ kind: 'refused', operatorText: 'x', clientId: 'app_quiet', address: '192.0.2.1' })
    await flush()
    t.equal(await count('app_flood'), 61)
    t.equal(await count('app_quiet'), 1)
    s.pass(60)
    record({ kind: 'refused', operatorText: 'x', clientId: 'app_flood', address: '192.0.2.1' })
    await flush()
    t.equal(await count('app_flood'), 62, 'the next minute is new')
  })

  t.test('a flood of refusals hides nothing that matters', async (t) => {
    const { record, flush } = open()
    for (let index = 0; index < 100; index += 1) record({ kind: 'refused', operatorText: 'x', clientId: 'app_hidden' })
    const reference = record({ kind: 'refresh_reused', operatorText: 'a thief', clientId: 'app_hidden' })
    await flush()
    t.ok(await store.events.find(reference))
  })

  t.test('while the database is away they wait, bounded, and are written once', async (t) => {
    let away = true
    const { record, flush, warnings } = open(async (list: readonly Event[]) => {
      // The second batch takes effect, but its answer is lost.
      await store.events.insertMany(list)
      if (away) throw new Error('connection lost')
    })
    const references = [1, 2, 3].map((n) =>
      record({ kind: 'refused', operatorText: 'x', clientId: 'app_waiting', address: `192.0.2.${n}` }),
    )
    await flush()
    await flush()
    t.equal(warnings.length, 1, 'said once, however often it is tried')
    away = false
    await flush()
    t.equal(await count('app_waiting'), 3)
    for (const reference of references) t.ok(await store.events.find(reference))
  })

  t.test('what was sent may hold anything, and still is stored', async (t) => {
    const { record, flush } = open()
    const reference = record({ kind: 'refused', operatorText: 'a NUL \0, a quote \' and "', ownerText: '\ud800' })
    await flush()
    t.match((await store.events.find(reference))?.operatorText, /a NUL . a quote|a NUL .,/)
  })
})
