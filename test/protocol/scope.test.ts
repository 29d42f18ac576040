// Tests of scopes: their names, and that a request never gets more than is allowed.
import t from 'tap'
import { formatScope, isScopeName, missingFrom, narrowScope, parseScope } from '../../src/protocol/scope.ts'
import { numbers, refusalOf } from './samples.ts'

t.test('RFC 6749 §3.3: a scope is a set of names, in the order they came', async (t) => {
  t.same(parseScope('openid'), ['openid'])
  t.same(parseScope('b a b c a'), ['b', 'a', 'c'])
  t.same(parseScope('  a   b '), ['a', 'b'])
  t.same(parseScope('A a'), ['A', 'a'], 'case matters')
  t.equal(formatScope(['a', 'b']), 'a b')
  t.equal(formatScope([]), '')
})

t.test('RFC 6749 §3.3: every character of scope-token is allowed and no other', async (t) => {
  const odd = [
    'orders:read',
    'rabbitmq.write:*/*',
    'https://api.example/auth/mail.read',
    'a,b',
    "it's",
    '*',
    '~',
    '[x]',
    '!',
  ]
  for (const name of odd) t.same(parseScope(name), [name], name)
  for (let code = 0; code < 0x180; code += 1) {
    const allowed = code === 0x21 || (code >= 0x23 && code <= 0x5b) || (code >= 0x5d && code <= 0x7e)
    const character = String.fromCodePoint(code)
    if (isScopeName(character) !== allowed) t.fail(`U+${code.toString(16)}`)
    if (!allowed && code !== 0x20)
      refusalOf(t, () => parseScope(`a${character}b`), 'invalid_scope', `U+${code.toString(16)}`)
  }
})

t.test('OIDC Core §14, RFC 6749 §3.3: a scope that names nothing, or too much, is refused', async (t) => {
  for (const text of ['', ' ', '    ']) refusalOf(t, () => parseScope(text), 'invalid_scope', JSON.stringify(text))
  const names = (count: number): string => Array.from({ length: count }, (_, index) => `s${index}`).join(' ')
  t.equal(parseScope(names(100)).length, 100)
  refusalOf(t, () => parseScope(names(101)), 'invalid_scope', '101 names')
  t.equal(isScopeName('x'.repeat(255)), true)
  t.equal(isScopeName('x'.repeat(256)), false)
  t.equal(isScopeName(''), false)
  refusalOf(t, () => parseScope('x'.repeat(256)), 'invalid_scope', 'a long name')
  for (const separator of ['\t', '\n', '\u00a0', '\u3000'])
    refusalOf(t, () => parseScope(`a${separator}b`), 'invalid_scope', 'only a space separates')
})

t.test('RFC 6749 §3.3 and §6: without a scope all that is allowed, with one no more than that', async (t) => {
  const allowed = ['openid', 'orders:read', 'orders:*']
  t.same(narrowScope(undefined, allowed, 'it'), allowed)
  t.same(narrowScope('orders:*', allowed, 'it'), ['orders:*'])
  t.same(narrowScope('orders:read openid', allowed, 'it'), ['orders:read', 'openid'])
  // A star is a character and not a pattern.
  for (const more of ['orders:write', 'openid orders:write', 'Openid', 'orders:', 'orders'])
    refusalOf(t, () => narrowScope(more, allowed, 'it'), 'invalid_scope', more)
  refusalOf(t, () => narrowScope('openid', [], 'it'), 'invalid_scope', 'nothing is allowed')
  t.same(narrowScope(undefined, [], 'it'), [])
})

t.test('RFC 6749 §6: whatever is asked for, the result lies inside what is allowed', async (t) => {
  const all = ['a', 'b', 'c', 'd', 'e', 'f']
  const next = numbers(1)
  const some = (): string[] => all.filter(() => next() % 2 === 0)
  const narrowed = (requested: readonly string[], allowed: readonly string[]): readonly string[] | 'refused' => {
    try {
      return narrowScope(requested.join(' '), allowed, 'it')
    } catch {
      return 'refused'
    }
  }
  const rounds = Array.from({ length: 1000 }, () => ({ requested: some(), allowed: some() }))
  const inside = rounds.filter(({ requested, allowed }) => requested.every((name) => allowed.includes(name)))
  const nothing = inside.filter(({ requested }) => requested.length === 0)
  const outside = rounds.filter((round) => !inside.includes(round))
  const named = inside.filter(({ requested }) => requested.length > 0)
  t.ok(named.length > 50 && outside.length > 500, 'there are both kinds')
  t.strictSame(
    named.map(({ requested, allowed }) => narrowed(requested, allowed)),
    named.map(({ requested }) => requested),
    'what lies inside is given as it was asked for',
  )
  t.ok(
    nothing.every(({ requested, allowed }) => narrowed(requested, allowed) === 'refused'),
    'nothing is no scope',
  )
  t.ok(
    outside.every(({ requested, allowed }) => narrowed(requested, allowed) === 'refused'),
    'what lies outside is refused',
  )
})

t.test('the refusal says what is outside, to the public cut and escaped', async (t) => {
  const refusal = refusalOf(
    t,
    () => narrowScope(`openid ${'x'.repeat(250)}`, ['openid'], 'the scope'),
    'invalid_scope',
    'long',
  )
  t.ok(refusal.message.length < 300)
  t.notMatch(refusal.message, 'openid')
  t.match(refusal.detail.owner, 'openid', 'the owner reads what is allowed')
})

t.test('missingFrom is what is wanted and not there', async (t) => {
  t.same(missingFrom(['a', 'b'], ['b', 'c', 'd']), ['c', 'd'])
  t.same(missingFrom([], ['a']), ['a'])
  t.same(missingFrom(['a'], []), [])
})
