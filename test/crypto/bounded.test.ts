// Tests of bounded work: never more at once, never more waiting, and no place is lost.
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { bounded } from '../../src/crypto/bounded.ts'

class Full extends Error {
  override name = 'Full'
}

t.test('work runs in the order of its coming, never more than the bound at once', async (t) => {
  const gate = bounded(3, 100, () => new Full())
  const order: number[] = []
  let [running, most] = [0, 0]
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      gate.run(async () => {
        order.push(index)
        most = Math.max(most, ++running)
        await pause(index % 3)
        running--
      }),
    ),
  )
  t.equal(most, 3)
  t.same(
    order,
    [...order].sort((a, b) => a - b),
  )
  t.same(gate.load(), { running: 0, waiting: 0 })
})

t.test('whoever finds the queue full is refused at once, without running', async (t) => {
  const gate = bounded(1, 2, () => new Full())
  const release = Promise.withResolvers<void>()
  const first = [gate.run(() => release.promise), gate.run(async () => {}), gate.run(async () => {})]
  let ran = false
  await t.rejects(
    gate.run(async () => {
      ran = true
    }),
    Full,
  )
  t.equal(ran, false)
  t.same(gate.load(), { running: 1, waiting: 2 })
  release.resolve()
  await Promise.all(first)
  t.same(gate.load(), { running: 0, waiting: 0 })
})

t.test('work that fails gives its place on', async (t) => {
  const gate = bounded(1, 10, () => new Full())
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, (_, index) => gate.run(() => (index % 2 ? Promise.reject(new Error('no')) : pause(1)))),
  )
  t.equal(results.filter(({ status }) => status === 'fulfilled').length, 4)
  const thrown = gate.run(() => {
    throw new Error('not even a promise')
  })
  await t.rejects(thrown, /not even/)
  t.same(gate.load(), { running: 0, waiting: 0 })
})

t.test('a turn is ended once, however often that is said', async (t) => {
  const gate = bounded(1, 10, () => new Full())
  const leave = await gate.enter()
  const next = gate.enter()
  leave()
  leave()
  const leaveNext = await next
  t.same(gate.load(), { running: 1, waiting: 0 })
  leaveNext()
  t.same(gate.load(), { running: 0, waiting: 0 })
})
