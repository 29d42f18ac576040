// Device authorization: the response, and what a poll is answered (RFC 8628 §3.2, §3.5).
import t from 'tap'
import type { DeviceAuthorization } from '../../src/model/device-authorization.ts'
import { deviceAuthorizationResponse, pollProblem } from '../../src/protocol/device-authorization.ts'
import { at, start } from './samples.ts'

const asked = (change: Partial<DeviceAuthorization> = {}): DeviceAuthorization => ({
  digest: Buffer.alloc(32),
  clientId: 'app_tv',
  scope: ['openid'],
  resources: [],
  address: '192.0.2.1',
  userAgent: null,
  intervalSeconds: 5,
  polledAt: start,
  polledTooSoon: false,
  issuedAt: start,
  expiresAt: at(900),
  answer: null,
  spentAt: null,
  familyPublicId: 'fam_1',
  ...change,
})
const allowed = { decision: 'allowed', sub: 'usr_ada', at: start } as const
const denied = { decision: 'denied', sub: 'usr_ada', at: start } as const

t.test('RFC 8628 §3.2: the response', async (t) => {
  const made = { issuer: 'https://id.example', deviceCode: 'cs_dev_x', userCode: 'BCDFGHJK', lifetimeSeconds: 900 }
  t.strictSame(deviceAuthorizationResponse(made), {
    device_code: 'cs_dev_x',
    user_code: 'BCDF-GHJK',
    verification_uri: 'https://id.example/device',
    verification_uri_complete: 'https://id.example/device?user_code=BCDF-GHJK',
    expires_in: 900,
    interval: 5,
  })
})

t.test('RFC 8628 §3.5: one answer for each state, the more final one first', async (t) => {
  const table: [what: string, state: Partial<DeviceAuthorization>, seconds: number, code: string | undefined][] = [
    ['nobody has answered', {}, 1, 'authorization_pending'],
    ['the first poll', { polledAt: null }, 0, 'authorization_pending'],
    ['too soon', { polledTooSoon: true }, 1, 'slow_down'],
    ['allowed', { answer: allowed }, 1, undefined],
    ['allowed: the tokens do not wait', { answer: allowed, polledTooSoon: true }, 1, undefined],
    ['denied', { answer: denied }, 1, 'access_denied'],
    ['denied, later', { answer: denied }, 2000, 'access_denied'],
    ['expired', {}, 900, 'expired_token'],
    ['expired: no slow_down any more', { polledTooSoon: true }, 901, 'expired_token'],
    ['allowed, but fetched too late', { answer: allowed }, 900, 'expired_token'],
    ['the last millisecond', { answer: allowed }, 899.999, undefined],
    ['used', { answer: allowed, spentAt: at(3) }, 4, 'invalid_grant'],
    ['used, later', { answer: allowed, spentAt: at(3) }, 2000, 'invalid_grant'],
  ]
  for (const [what, state, seconds, code] of table) t.equal(pollProblem(asked(state), at(seconds))?.code, code, what)
})

t.test('the refusals name whom they concern, and only there', async (t) => {
  const used = pollProblem(asked({ answer: allowed, spentAt: at(3) }), at(4))
  t.same(used?.detail.about, { clientId: 'app_tv', sub: 'usr_ada', familyPublicId: 'fam_1' })
  t.notMatch(used?.message, /usr_|fam_/)
  t.same(pollProblem(asked(), at(1))?.detail.about, { clientId: 'app_tv' })
  t.match(pollProblem(asked({ polledTooSoon: true, intervalSeconds: 10 }), at(1))?.message, /wait 10 seconds/)
})
