// Tests of resource indicators: whose token one may ask for, and by which terms it is made (RFC 8707 §2, RFC 9068 §3).
import t from 'tap'
import type { Resource } from '../../src/model/resource.ts'
import { usualClaims } from '../../src/protocol/claim-mapping.ts'
import {
  checkResources,
  isResourceName,
  narrowResources,
  someCannotShare,
  tokenTerms,
} from '../../src/protocol/resource.ts'
import { refusalOf, start } from './samples.ts'

const known = ['https://api.example', 'https://mail.example/v1', 'rabbitmq']

t.test('RFC 8707 §2: only registered resources may be asked for', async (t) => {
  t.same(checkResources([], known), [])
  t.same(checkResources(['rabbitmq'], known), ['rabbitmq'])
  t.same(checkResources(['rabbitmq', 'https://api.example', 'rabbitmq'], known), ['rabbitmq', 'https://api.example'])
  const unknown = [
    'https://api.example//',
    'https://mail.example/v1/',
    'https://mail.example',
    'https://API.example',
    'https://api.example#x',
    'https://evil.example',
    'RABBITMQ',
    'rabbitmq ',
    '*',
  ]
  for (const resource of unknown) {
    refusalOf(t, () => checkResources([resource], known), 'invalid_target', resource)
    refusalOf(t, () => checkResources(['rabbitmq', resource], known), 'invalid_target', `a known one and ${resource}`)
  }
  refusalOf(t, () => checkResources(['rabbitmq'], []), 'invalid_target', 'nothing is registered')
})

t.test('RFC 8707 §2.2: a token request narrows what was authorized, and never widens it', async (t) => {
  const authorized = ['https://api.example', 'rabbitmq']
  t.same(narrowResources([], authorized, 'default'), authorized)
  t.same(narrowResources(['rabbitmq'], authorized, 'default'), ['rabbitmq'])
  t.same(narrowResources(['rabbitmq', 'rabbitmq'], authorized, 'default'), ['rabbitmq'])
  t.same(narrowResources([], [], 'default'), ['default'])
  t.same(narrowResources(['default'], [], 'default'), ['default'])
  refusalOf(
    t,
    () => narrowResources(['https://mail.example/v1'], authorized, 'default'),
    'invalid_target',
    'known, not authorized',
  )
  refusalOf(t, () => narrowResources(['rabbitmq', 'x'], authorized, 'default'), 'invalid_target', 'one of two')
  refusalOf(
    t,
    () => narrowResources(['default'], authorized, 'default'),
    'invalid_target',
    'the default was not authorized',
  )
  refusalOf(
    t,
    () => narrowResources(['rabbitmq'], [], 'default'),
    'invalid_target',
    'nothing but the default was authorized',
  )
})

t.test('RFC 8707 §2: the refusal repeats what was sent cut and escaped', async (t) => {
  const { detail } = refusalOf(
    t,
    () => checkResources([`x"\n${'y'.repeat(500)}`], known),
    'invalid_target',
    'a long one',
  )
  t.match(detail.owner, 'x??yyy')
  t.ok((detail.owner as string).length < 300)
})

t.test('RFC 3986 §6.2.3: the slash that URL libraries add to an empty path makes no other resource', async (t) => {
  t.same(checkResources(['https://api.example/', 'https://api.example'], known), ['https://api.example'])
  t.same(checkResources(['http://localhost:3002'], ['http://localhost:3002/']), ['http://localhost:3002/'])
  t.same(narrowResources(['https://api.example/'], ['https://api.example'], 'default'), ['https://api.example'])
  t.same(narrowResources(['https://id.example/'], [], 'https://id.example'), ['https://id.example'])
  const both = ['https://api.example', 'https://api.example/']
  t.same(checkResources(both.toReversed(), both), both.toReversed(), 'who registers both means both')
  const others = ['https://api.example/?x', 'https://api.example?', 'custom://api.example/', 'rabbitmq/']
  for (const sent of others) refusalOf(t, () => checkResources([sent], known), 'invalid_target', sent)
})

t.test('RFC 8707 §2: an absolute URI without a fragment, or a word', async (t) => {
  const good = [
    'https://api.example',
    'https://api.example/v1?x=1',
    'urn:example:api',
    'rabbitmq',
    'a',
    'My_API-2.0',
    'api:1',
  ]
  for (const name of good) t.equal(isResourceName(name), true, name)
  const bad = [
    '',
    'two words',
    'https://api.example#',
    'https://api.example/#x',
    'https://',
    'https://[x',
    'é',
    'a\nb',
    '#',
  ]
  for (const name of [...bad, 'x'.repeat(2049)]) t.equal(isResourceName(name), false, name)
})

const orders: Resource = {
  identifier: 'https://orders.example',
  audience: 'orders',
  name: 'Orders',
  scope: ['orders:read', 'shared'],
  accessTokenSeconds: 300,
  signingAlg: 'RS256',
  claims: usualClaims,
  createdAt: start,
}
const wiki: Resource = {
  ...orders,
  identifier: 'https://wiki.example',
  audience: 'https://wiki.example',
  scope: ['wiki:edit', 'shared'],
  accessTokenSeconds: null,
}
const terms = (named: readonly string[], scope: readonly string[], registered: readonly Resource[] = [orders, wiki]) =>
  tokenTerms(named, scope, registered, { audience: 'default', lifetimeSeconds: 900 })

t.test('RFC 9068 §3, §5: the audience is what the API calls itself', async (t) => {
  t.same(terms([orders.identifier], []).audience, ['orders'])
  t.same(terms([orders.identifier, wiki.identifier], []).audience, ['orders', 'https://wiki.example'])
  t.same(terms(['default'], []).audience, ['default'])
  const twin = { ...orders, identifier: 'https://orders.example/v2' }
  t.same(terms([orders.identifier, twin.identifier], [], [orders, twin]).audience, ['orders'], 'once')
})

t.test('RFC 9068 §2.2.3, RFC 8707 §2.2: a token carries no scope that belongs to other APIs alone', async (t) => {
  const all = ['openid', 'orders:read', 'wiki:edit', 'shared', 'anyones']
  t.same(terms([orders.identifier], all).scope, ['openid', 'orders:read', 'shared', 'anyones'])
  t.same(terms([orders.identifier, wiki.identifier], all).scope, all)
  t.same(terms(['https://served.example'], all).scope, ['openid', 'anyones'], 'an API that registered nothing')
  t.same(terms(['default'], all).scope, all, 'the default audience stands for all')
  t.same(terms(['default', orders.identifier], all).scope, ['openid', 'orders:read', 'shared', 'anyones'])
  const registered = [{ ...orders, identifier: 'default', audience: 'default' }, wiki]
  t.same(
    terms(['default'], all, registered).scope,
    ['openid', 'orders:read', 'shared', 'anyones'],
    'unless it is registered',
  )
})

t.test('RFC 8707 §2, RFC 9068 §3: the default audience has the terms of the resource that it is', async (t) => {
  for (const identifier of ['default', 'https://elsewhere.example']) {
    const own: Resource = { ...orders, identifier, audience: 'default', signingAlg: 'ES256', claims: {} }
    t.match(terms(['default'], [], [own]), { audience: ['default'], lifetimeSeconds: 300, alg: 'ES256', claims: {} })
  }
  t.match(terms(['default'], []), { lifetimeSeconds: 900, alg: 'RS256', claims: usualClaims })
})

t.test('a token for several APIs lives as long as the shortest of them allows', async (t) => {
  t.equal(terms([orders.identifier], []).lifetimeSeconds, 300)
  t.equal(terms([orders.identifier, wiki.identifier], []).lifetimeSeconds, 300)
  const long = { ...orders, accessTokenSeconds: 86_400 }
  t.equal(terms([orders.identifier], [], [long, wiki]).lifetimeSeconds, 86_400)
  t.equal(
    terms([orders.identifier, wiki.identifier], [], [long, wiki]).lifetimeSeconds,
    900,
    'as others is a limit too',
  )
  t.equal(terms([orders.identifier, 'default'], [], [long, wiki]).lifetimeSeconds, 900)
})

t.test(
  'RFC 9068 §3, RFC 8707 §2: resources that want different signatures or claims cannot share a token',
  async (t) => {
    const others: readonly Partial<Resource>[] = [
      { signingAlg: 'PS256' },
      // An admin of the wiki must not be one of the orders.
      { claims: { roles: 'roles:wiki:' } },
      { claims: {} },
      { claims: { ...usualClaims, email: 'email' } },
      { claims: { groups: 'roles' } },
    ]
    t.equal(someCannotShare([orders, wiki]), false)
    for (const change of others) {
      const what = JSON.stringify(change)
      const registered = [orders, { ...wiki, ...change }]
      const { alg, claims } = terms([wiki.identifier], [], registered)
      t.same({ alg, claims }, { alg: change.signingAlg ?? 'RS256', claims: change.claims ?? usualClaims }, what)
      t.equal(someCannotShare(registered), true, what)
      for (const pair of [
        [orders.identifier, wiki.identifier],
        [wiki.identifier, 'default'],
        ['served', wiki.identifier],
      ]) {
        const { detail } = refusalOf(t, () => terms(pair, [], registered), 'invalid_target', `${what} ${pair}`)
        t.match(detail.owner, /differ/)
      }
    }
    const both = { a: 'roles', b: 'email' }
    const reversed = { b: 'email', a: 'roles' }
    t.same(
      terms(
        [orders.identifier, wiki.identifier],
        [],
        [
          { ...orders, claims: both },
          { ...wiki, claims: reversed },
        ],
      ).claims,
      both,
      'the order of a mapping means nothing',
    )
  },
)
