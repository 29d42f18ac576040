// Token quotas: so many in a minute, then 429 until the next (RFC 6585 §4).
import t from 'tap'
import { checkingQuotas } from '../../src/flows/token-quota.ts'
import { type Client, usualClient } from '../../src/model/client.ts'

const now = new Date('2026-11-22T10:20:30Z')
const client = (clientId: string, tokensPerMinute: number | null) =>
  ({ ...usualClient, clientId, tokensPerMinute }) as unknown as Client

t.test('RFC 6585 §4: each client by itself, each minute anew', async (t) => {
  const check = checkingQuotas({ workers: 1 })
  const web = client('app_web', 2)
  check(web, now)
  check(web, now)
  t.throws(() => check(web, now), { code: 'too_many_requests', retryAfterSeconds: 30 })
  check(client('app_other', 1), now)
  for (let times = 0; times < 100; times += 1) check(client('app_free', null), now)
  check(web, new Date('2026-11-22T10:21:00Z'))
})

t.test('workers share it', async (t) => {
  const check = checkingQuotas({ workers: 4 })
  check(client('app_web', 5), now)
  check(client('app_web', 5), now)
  t.throws(() => check(client('app_web', 5), now), { code: 'too_many_requests' })
})
