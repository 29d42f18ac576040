// Tests of remembered consent: when the page may be skipped, and what is kept.
import t from 'tap'
import type { AuthorizationRequest } from '../../src/model/authorization-request.ts'
import {
  consentCovers,
  destinationOf,
  granted,
  isStanding,
  leftOut,
  newScope,
  optionalScope,
  rememberedConsent,
} from '../../src/protocol/consent.ts'
import { aClient, aConsent, aPublicClient, aRequest, at, start } from './samples.ts'

t.test('RFC 6819 §5.2.3.2: consent covers what was allowed, for the app and place it was given to', async (t) => {
  t.equal(consentCovers(aRequest(), aConsent()), true)
  t.equal(consentCovers(aRequest({ scope: ['openid'] }), aConsent()), true, 'less than was allowed')
  t.equal(consentCovers(aRequest({ scope: [] }), aConsent()), true, 'nothing is asked')
  t.equal(consentCovers(aRequest(), undefined), false, 'never allowed')
  t.equal(consentCovers(aRequest({ scope: ['openid', 'email'] }), aConsent()), false, 'more than was allowed')
  t.equal(consentCovers(aRequest({ client: aClient({ name: 'Bank' }) }), aConsent()), false, 'another name')
  t.equal(consentCovers(aRequest({ client: aClient({ name: 'shop' }) }), aConsent()), false, 'the name in another case')
  t.equal(consentCovers(aRequest({ redirectUri: 'https://evil.example/callback' }), aConsent()), false, 'another host')
  t.equal(
    consentCovers(aRequest({ redirectUri: 'https://shop.example:8443/callback' }), aConsent()),
    false,
    'another port',
  )
  t.equal(
    consentCovers(aRequest({ redirectUri: 'https://shop.example/other' }), aConsent()),
    true,
    'another path of the origin',
  )
})

t.test('RFC 8252 §8.6: a public client on this computer is asked every time', async (t) => {
  const cases: [redirectUri: string, origin: string, isPublic: boolean, covered: boolean][] = [
    ['https://shop.example/callback', 'https://shop.example', false, true],
    ['https://shop.example/callback', 'https://shop.example', true, true],
    ['http://127.0.0.1:3000/cb', 'loopback', true, false],
    ['http://localhost/cb', 'loopback', true, false],
    ['http://[::1]:3000/cb', 'loopback', true, false],
    ['com.example.app:/cb', 'com.example.app:', true, false],
    ['httpsx://shop.example/callback', 'httpsx:', true, false],
    ['http://127.0.0.1:3000/cb', 'loopback', false, true],
  ]
  for (const [redirectUri, redirectOrigin, isPublic, covered] of cases) {
    const client = isPublic ? aPublicClient({ name: 'Shop' }) : aClient()
    const title = `${isPublic ? 'public' : 'confidential'} ${redirectUri}`
    t.equal(consentCovers(aRequest({ client, redirectUri }), aConsent({ redirectOrigin })), covered, title)
  }
})

t.test('the page marks what is new', async (t) => {
  t.same(newScope(aRequest({ scope: ['openid', 'email'] }), aConsent()), ['email'])
  t.same(newScope(aRequest(), undefined), ['openid', 'profile'])
  t.same(newScope(aRequest(), aConsent()), [])
})

t.test('allowing adds to what was allowed under the same name at the same place', async (t) => {
  const request = aRequest({ scope: ['openid', 'email'] })
  const remember = (before?: Parameters<typeof aConsent>[0], asked: AuthorizationRequest = request) =>
    rememberedConsent(asked, 'usr_ada', before && aConsent(before), at(5))
  t.same(remember(), {
    sub: 'usr_ada',
    clientId: 'app_shop',
    redirectOrigin: 'https://shop.example',
    scope: ['openid', 'email'],
    resources: [],
    clientName: 'Shop',
    clientVersion: null,
    grantedAt: at(5),
    declined: [],
    endsAt: null,
  })
  t.same(remember({}).scope, ['openid', 'profile', 'email'])
  t.same(remember({ clientName: 'Other' }).scope, ['openid', 'email'], 'allowed under another name: asked anew')
  t.same(remember({ redirectOrigin: 'https://other.example' }).scope, ['openid', 'email'], 'allowed elsewhere')
  t.not(remember({}).grantedAt, start)
})

t.test('what was just remembered covers the same request, wherever consent can be remembered', async (t) => {
  for (const redirectUri of ['https://shop.example/callback', 'http://127.0.0.1:1/cb', 'https://shop.example:443/']) {
    const request = aRequest({ redirectUri })
    t.equal(consentCovers(request, rememberedConsent(request, 'usr_ada', undefined, start)), true, redirectUri)
  }
})

t.test('OWASP ASVS 10.4.7: the page says where the code goes', async (t) => {
  t.same(destinationOf('https://shop.example/callback'), { kind: 'host', host: 'shop.example' })
  t.same(destinationOf('https://shop.example:8443/'), { kind: 'host', host: 'shop.example:8443' })
  t.same(
    destinationOf('https://xn--pple-43d.example/'),
    { kind: 'host', host: 'xn--pple-43d.example' },
    'no look-alike letters',
  )
  for (const uri of ['http://127.0.0.1:3000/shop.example', 'http://localhost', 'http://[::1]/', 'com.shop.example:/cb'])
    t.same(destinationOf(uri), { kind: 'program' }, uri)
})

t.test(
  'CIMD §9.4: another description of the app asks again, and keeps nothing of what was allowed before',
  async (t) => {
    const client = aClient({ origin: 'metadata-document', clientId: 'https://app.example/client.json' })
    const request = aRequest({ client })
    const allowed = rememberedConsent(request, 'usr_ada', undefined, at(5))
    t.equal(consentCovers(request, allowed), true)
    const changed = aRequest({ client: { ...client, display: { policyUri: 'https://app.example/other' } } })
    t.equal(consentCovers(changed, allowed), false)
    t.same(rememberedConsent({ ...changed, scope: ['email'] }, 'usr_ada', allowed, at(6)).scope, ['email'])
  },
)

const scope = (name: string, optional = true) => ({ name, words: name, optional, privileged: false })
const scopes = [scope('openid'), scope('profile'), scope('email'), scope('orders', false)]
const wide = (change = {}) =>
  aRequest({
    scope: ['openid', 'profile', 'email', 'orders'],
    client: aClient({ optionalScope: ['openid', 'email', 'orders'], ...change }),
  })

t.test('only what both the operator and the app can do without may be left out, and never openid', async (t) => {
  t.same(optionalScope(wide(), scopes), ['email'])
  t.same(optionalScope(wide({ optionalScope: [] }), scopes), [])
  t.same(optionalScope(aRequest({ scope: ['openid'], client: wide().client }), scopes), [], 'not asked for')
})

t.test(
  'what was left out is answered, as long as it may be left out; prompt=consent is the way to ask again',
  async (t) => {
    const consent = aConsent({ scope: ['openid', 'profile', 'orders'], declined: ['email'] })
    t.equal(consentCovers(wide(), consent, ['email']), true)
    t.equal(consentCovers(wide(), consent, []), false, 'the app cannot do without it any more')
    t.same(leftOut(consent, ['email']), ['email'])
    t.same(leftOut(consent, ['profile']), [])
    t.same(leftOut(undefined, ['email']), [])
  },
)

t.test('an app gets neither the scope that was left out nor the claims that tell the same', async (t) => {
  const request = { ...wide(), requestedClaims: { idToken: ['email', 'name'], userinfo: ['email_verified'] } }
  const { scope, requestedClaims } = granted(request, ['email'])
  t.same(scope, ['openid', 'profile', 'orders'])
  t.same(requestedClaims, { idToken: ['name'], userinfo: [] })
  t.equal(granted(request, []), request)
})

t.test('what is remembered follows the newest answer', async (t) => {
  const first = rememberedConsent(wide(), 'usr_ada', undefined, start, { declined: ['email'], duration: 'hour' })
  t.same([first.scope, first.declined], [['openid', 'profile', 'orders'], ['email']])
  t.same(first.endsAt, new Date(start.getTime() + 3_600_000))
  const second = rememberedConsent(wide(), 'usr_ada', first, start, { declined: [], duration: 'as-before' })
  const gone = rememberedConsent(wide(), 'usr_ada', undefined, start, { declined: [], duration: 'as-before' })
  t.same(gone.endsAt, first.endsAt, 'what is not there any more lasts no longer than the shortest')
  t.same([second.scope.toSorted(), second.declined], [['email', 'openid', 'orders', 'profile'], []])
  t.same(second.endsAt, first.endsAt)
  const third = rememberedConsent(wide(), 'usr_ada', second, start, { declined: ['email'], duration: 'month' })
  t.notOk(third.scope.includes('email'), 'taken back')
  t.same(third.endsAt, new Date(start.getTime() + 30 * 86_400_000))
  t.equal(rememberedConsent(wide(), 'usr_ada', third, start).endsAt, null)
  t.strictSame([isStanding(third, start), isStanding(third, third.endsAt as Date)], [true, false])
})
