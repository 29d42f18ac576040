// Tests of errors: their codes, and what of them is public.
import t from 'tap'
import {
  concerning,
  describable,
  type ErrorCode,
  errorCodes,
  invalidClient,
  invalidGrant,
  invalidRequest,
  isRefusal,
  OAuthError,
} from '../../src/protocol/errors.ts'

t.test('OAuth 2.1 §3.2.4, §5.3.2: each code has its status', async (t) => {
  const statuses: [code: ErrorCode, status: number][] = [
    ['invalid_request', 400],
    ['invalid_client', 401],
    ['invalid_grant', 400],
    ['unauthorized_client', 400],
    ['unsupported_grant_type', 400],
    ['invalid_scope', 400],
    ['invalid_target', 400],
    ['invalid_token', 401],
    ['insufficient_scope', 403],
    ['invalid_redirect_uri', 400],
    ['invalid_client_metadata', 400],
    ['temporarily_unavailable', 503],
    ['too_many_requests', 429],
    ['method_not_allowed', 405],
    ['unsupported_media_type', 415],
    ['payload_too_large', 413],
  ]
  for (const [code, status] of statuses) t.equal(new OAuthError(code, 'x').status, status, code)
  for (const [code, status] of Object.entries(errorCodes)) {
    t.match(code, /^[a-z_]+$/)
    t.ok(status >= 400 && status < 600)
  }
})

t.test('OAuth 2.1 §3.2.4, §4.1.2.1, §5.3.1: a description has only characters that may be sent', async (t) => {
  t.equal(describable('all of !#$[]~ is fine'), 'all of !#$[]~ is fine')
  t.equal(new OAuthError('invalid_request', 'a "quoted\\" §\r\n\u0000é').message, 'a ?quoted?? ?????')
  t.equal(new OAuthError('invalid_request', 'see §5').detail.operator, 'see §5', 'the operator reads it as it was')
})

t.test('what is public is one thing, the detail another', async (t) => {
  const error = new OAuthError('invalid_grant', 'public', { owner: 'owner', cure: 'cure' }, 7)
  t.same(error.detail, { operator: 'public', owner: 'owner', cure: 'cure' })
  t.equal(error.retryAfterSeconds, 7)
  t.equal(String(error), 'OAuthError: public')
  t.equal(invalidRequest('x').code, 'invalid_request')
  t.equal(isRefusal(error), true)
  for (const other of [new Error('x'), { code: 'invalid_grant' }, null, undefined]) t.equal(isRefusal(other), false)
})

t.test('OAuth 2.1 §3.2.4: a wrong grant or client is told the same, whatever the cause', async (t) => {
  t.equal(invalidGrant('expired').message, invalidGrant('unknown').message)
  t.notMatch(invalidGrant('hush').message, 'hush')
  t.equal(invalidGrant('hush').detail.operator, 'hush')
  t.equal(invalidClient('wrong secret').message, invalidClient('unknown').message)
  t.notMatch(invalidClient('hush').message, 'hush')
})

t.test('whom it concerns is added, and what was known already stays', async (t) => {
  const error = new OAuthError('invalid_grant', 'x', { kind: 'refresh_reused', about: { clientId: 'a' } }, 3)
  const same = concerning(error, { clientId: 'b', sub: 's' })
  t.same(same.detail, { operator: 'x', kind: 'refresh_reused', about: { clientId: 'a', sub: 's' } })
  t.match(same, { code: 'invalid_grant', message: 'x', retryAfterSeconds: 3 })
})
