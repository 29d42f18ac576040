// Tests of what an app's answer to a logout token means, and of the pauses between attempts (OIDC Back-Channel Logout §2.8).
import t from 'tap'
import { deliveryResult, mostAttempts } from '../../src/protocol/logout-delivery.ts'

const answer = (status: number, body = '') => ({ kind: 'answer', status, body }) as const

t.test(
  'Back-Channel Logout §2.8: 200 and 204 are a yes, 400 a no for good, everything else is tried again',
  async (t) => {
    for (const status of [200, 204]) t.same(deliveryResult(answer(status), 1), { kind: 'delivered' })
    t.same(deliveryResult(answer(400), 1), { kind: 'failed', error: 'it answered 400' })
    for (const status of [201, 202, 301, 302, 307, 401, 403, 404, 408, 429, 500, 501, 502, 503, 504])
      t.same(deliveryResult(answer(status), 1), { kind: 'retry', error: `it answered ${status}`, afterSeconds: 5 })
    const reason = 'the connection failed (ECONNREFUSED)'
    t.same(deliveryResult({ kind: 'failed', reason }, 1), { kind: 'retry', error: reason, afterSeconds: 5 })
  },
)

t.test('the pauses grow, all within a day, and then it is over', async (t) => {
  const pauses: number[] = []
  for (let attempts = 1; attempts < mostAttempts; attempts += 1) {
    const result = deliveryResult(answer(503), attempts)
    if (result.kind !== 'retry') return void t.fail(`attempt ${attempts} ended it`)
    t.ok(result.afterSeconds >= (pauses.at(-1) ?? 0), `${result.afterSeconds} s`)
    pauses.push(result.afterSeconds)
  }
  const total = pauses.reduce((sum, pause) => sum + pause, 0)
  t.ok(total > 20 * 3600 && total <= 24 * 3600, `${total} s`)
  t.equal(deliveryResult(answer(503), mostAttempts).kind, 'failed')
  t.equal(deliveryResult({ kind: 'failed', reason: 'x' }, mostAttempts).kind, 'failed')
})

t.test('Back-Channel Logout §2.8: what the app says of its refusal is kept, cut and without tokens', async (t) => {
  const errorOf = (body: string) => (deliveryResult(answer(400, body), 1) as { error: string }).error
  const said = { error: 'invalid_request', error_description: 'wrong aud' }
  t.equal(errorOf(JSON.stringify(said)), 'it answered 400 (invalid_request: wrong aud)')
  t.equal(errorOf('{"error":"x"}'), 'it answered 400 (x)')
  for (const body of ['', '<html>', 'null', '[]', '7', '{}', '{"error":7}', '{"error":""}'])
    t.equal(errorOf(body), 'it answered 400', body)
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
  t.equal(errorOf(`{"error":"no ${token}"}`), 'it answered 400 (no [a token])')
  t.ok(errorOf(JSON.stringify({ error: 'x'.repeat(5000) })).length < 300)
  t.notMatch(errorOf('{"error":"a\\u001b[2Jb\\nc"}'), /[^ -~]/)
})
