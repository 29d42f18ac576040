// Tests of the rules of logouts that apps ask for (OpenID Connect RP-Initiated Logout §2, §3, §4, §6).
import t from 'tap'
import {
  askingClientId,
  type LogoutHint,
  type LogoutStep,
  logoutHint,
  logoutLocation,
  logoutReturn,
  logoutStep,
  returnsUnasked,
} from '../../src/protocol/logout.ts'
import { parseParams } from '../../src/protocol/params.ts'
import { aClient, at, refusalOf } from './samples.ts'

const issuer = 'https://id.example'
const params = (fields: Record<string, string> = {}) => parseParams(new URLSearchParams(fields).toString())
const hint = (change: Partial<LogoutHint> = {}): LogoutHint => ({
  clientId: 'app_shop',
  subject: 'usr_ada',
  sid: 'sid of now',
  ...change,
})

t.test('RP-Initiated Logout §2: what an ID token says; it need not be fresh', async (t) => {
  const claims = { iss: issuer, aud: 'app_shop', sub: 'usr_ada', sid: 'sid of now', exp: 1 }
  t.same(logoutHint(claims, issuer), hint())
  t.same(logoutHint({ ...claims, sid: undefined }, issuer), hint({ sid: null }))
  for (const wrong of [
    undefined,
    {},
    { ...claims, iss: 'https://evil.example' },
    { ...claims, iss: `${issuer}/` },
    { ...claims, aud: ['app_shop'] },
    { ...claims, aud: undefined },
    { ...claims, sub: 7 },
  ])
    refusalOf(t, () => logoutHint(wrong, issuer), 'invalid_request', JSON.stringify(wrong))
})

t.test('RP-Initiated Logout §2: client_id must be the client that the ID token was issued to', async (t) => {
  t.equal(askingClientId(params(), null), null)
  t.equal(askingClientId(params({ client_id: 'app_shop' }), null), 'app_shop')
  t.equal(askingClientId(params(), hint()), 'app_shop')
  t.equal(askingClientId(params({ client_id: 'app_shop' }), hint()), 'app_shop')
  refusalOf(t, () => askingClientId(params({ client_id: 'app_other' }), hint()), 'invalid_request', 'another')
})

const registered = ['https://shop.example/bye', 'https://shop.example/bye?lang=en', 'com.example.shop:/bye']

t.test('RP-Initiated Logout §3: a person is sent to exactly what is registered, and nowhere else', async (t) => {
  const client = aClient({ postLogoutRedirectUris: registered })
  for (const redirectUri of registered)
    t.same(logoutReturn(params({ post_logout_redirect_uri: redirectUri, state: 's' }), client), {
      client,
      redirectUri,
      state: 's',
    })
  t.equal(logoutReturn(params({ state: 's' }), client), null, 'none asked for, none given')
  const wrong = [
    ...['https://shop.example/bye/', 'https://shop.example/BYE', 'https://shop.example/bye?', 'https://shop.example/'],
    ...['https://shop.example/bye?lang=de', 'https://shop.example/bye#x', 'https://shop.example:443/bye'],
    ...['http://shop.example/bye', 'https://SHOP.example/bye', 'https://shop.example.evil.example/bye'],
    ...['https://shop.example@evil.example/bye', 'https://evil.example/bye', '//shop.example/bye', '/bye', 'bye'],
    ...['https://shop.example/bye%00', 'https://shop.example/bye\r\nx: y', 'javascript:alert(1)', '\\\\evil.example'],
    // A redirect URI is not a place to go after logging out.
    client.redirectUris[0] as string,
  ]
  for (const uri of wrong)
    refusalOf(t, () => logoutReturn(params({ post_logout_redirect_uri: uri }), client), 'invalid_request', uri)
  refusalOf(
    t,
    () => logoutReturn(params({ post_logout_redirect_uri: 'https://a.example/' }), null),
    'invalid_request',
    'no client',
  )
})

t.test('RP-Initiated Logout §3: loopback ports are not free here: the address must match exactly', async (t) => {
  const client = aClient({ postLogoutRedirectUris: ['http://127.0.0.1/bye'] })
  refusalOf(
    t,
    () => logoutReturn(params({ post_logout_redirect_uri: 'http://127.0.0.1:8080/bye' }), client),
    'invalid_request',
    'a port',
  )
})

t.test('the app’s owner learns what differs', async (t) => {
  const detailOf = (uris: readonly string[]) => {
    try {
      logoutReturn(params({ post_logout_redirect_uri: `${registered[0]}/` }), aClient({ postLogoutRedirectUris: uris }))
    } catch (error) {
      return (error as { detail: { owner: string } }).detail.owner
    }
    return undefined
  }
  t.match(detailOf(registered), /differs from the registered https:\/\/shop\.example\/bye at character 25/)
  t.match(detailOf([]), /no registered post_logout_redirect_uri/)
})

t.test('RP-Initiated Logout §2, §6: when the person is asked', async (t) => {
  const current = { subject: 'usr_ada', sid: 'sid of now' }
  const rows: readonly (readonly [string, LogoutHint | null, typeof current | null, LogoutStep])[] = [
    ['nobody is logged in, no hint', null, null, { step: 'go-on' }],
    ['nobody is logged in, a hint', hint(), null, { step: 'go-on' }],
    ['no hint', null, current, { step: 'ask', doubt: 'no-hint' }],
    ['this very session', hint(), current, { step: 'end' }],
    ['this session, whose person has another name by now', hint({ subject: 'pair_x' }), current, { step: 'end' }],
    ['another session', hint({ sid: 'old' }), current, { step: 'ask', doubt: 'other-session' }],
    ['another person', hint({ subject: 'usr_eve', sid: 'x' }), current, { step: 'ask', doubt: 'other-person' }],
    [
      'no session named (a signed /userinfo answer)',
      hint({ sid: null }),
      current,
      { step: 'ask', doubt: 'other-session' },
    ],
    ['no sid, another', hint({ sid: null, subject: 'usr_eve' }), current, { step: 'ask', doubt: 'other-person' }],
  ]
  for (const [what, given, now, expected] of rows) t.same(logoutStep(given, now), expected, what)
})

t.test('RP-Initiated Logout §3, §6: who is sent on although nobody is logged in', async (t) => {
  const back = (change: Parameters<typeof aClient>[0]) => ({ client: aClient(change), redirectUri: 'x:/', state: null })
  t.equal(returnsUnasked(back({}), null), true, 'the operator’s client')
  t.equal(returnsUnasked(back({ origin: 'self-registered', verifiedAt: at(1) }), null), true, 'a checked one')
  t.equal(returnsUnasked(back({ origin: 'self-registered' }), null), false, 'a stranger')
  t.equal(returnsUnasked(back({ origin: 'metadata-document' }), null), false, 'a stranger by its document')
  t.equal(returnsUnasked(back({ origin: 'self-registered' }), hint()), true, 'a stranger with an ID token')
})

t.test('RP-Initiated Logout §3: state goes back as it came, and nothing else', async (t) => {
  const client = aClient()
  const location = (redirectUri: string, state: string | null) => logoutLocation({ client, redirectUri, state })
  t.equal(location('https://shop.example/bye', null), 'https://shop.example/bye')
  t.equal(
    location('https://shop.example/bye', 'a+b/c== &x=1\r\n'),
    'https://shop.example/bye?state=a%2Bb%2Fc%3D%3D%20%26x%3D1%0D%0A',
  )
  t.equal(location('https://shop.example/bye?lang=en', 's'), 'https://shop.example/bye?lang=en&state=s')
  t.equal(location('com.example.shop:/bye', 's'), 'com.example.shop:/bye?state=s')
})
