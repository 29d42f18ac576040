// Tests of the figure of people who use an app: never exact.
import t from 'tap'
import { popularityOf } from '../../src/protocol/popularity.ts'

t.test('it is rough, and says nothing of the first nine', async (t) => {
  for (const people of [0, 1, 9]) t.same(popularityOf(people, 1000), { kind: 'few' })
  t.same(popularityOf(10, 1000), { kind: 'about', people: 10 })
  t.same(popularityOf(49, 1000), { kind: 'about', people: 40 })
  t.same(popularityOf(999, 1000), { kind: 'about', people: 900 })
  t.same(popularityOf(1000, 1000), { kind: 'many', people: 1000 })
})
