// Tests of the session id that clients see.
import t from 'tap'
import { sidFor } from '../../src/protocol/sid.ts'

t.test('OpenID Connect Back-Channel Logout §2.1: one per session and client, and it tells nothing', async (t) => {
  const seed = Buffer.alloc(32, 1)
  t.equal(sidFor(seed, 'app_a'), sidFor(Buffer.alloc(32, 1), 'app_a'), 'stays the same')
  t.not(sidFor(seed, 'app_a'), sidFor(seed, 'app_b'), 'another client')
  t.not(sidFor(seed, 'app_a'), sidFor(Buffer.alloc(32, 2), 'app_a'), 'another session')
  t.match(sidFor(seed, 'app_a'), /^[A-Za-z0-9_-]{22}$/, '128 bits')
  t.notMatch(sidFor(seed, 'app_a'), seed.toString('base64url').slice(0, 10))
  const sids = new Set(Array.from({ length: 1000 }, (_, index) => sidFor(seed, `app_${index}`)))
  t.equal(sids.size, 1000)
})
