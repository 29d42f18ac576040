// Tests of grant types: what works together, and what strangers get.
import t from 'tap'
import { deviceCodeGrantType } from '../../src/model/client.ts'
import { grantTypes, grantTypesForStrangers, grantTypesProblem } from '../../src/protocol/grant-types.ts'

const problem = (wanted: readonly string[], change: { redirectUris?: string[]; isPublic?: boolean } = {}) =>
  grantTypesProblem({ grantTypes: wanted, redirectUris: ['https://shop.example/'], isPublic: false, ...change })

t.test('RFC 6749 §4.4: strangers act for people who are present, never on their own behalf', async (t) => {
  t.same(
    grantTypes.filter((name) => !grantTypesForStrangers.includes(name)),
    ['client_credentials'],
  )
})

t.test('RFC 7591 §2.1: grants that work together', async (t) => {
  const good: (readonly string[])[] = [
    [],
    ['authorization_code'],
    ['authorization_code', 'refresh_token', 'client_credentials', deviceCodeGrantType],
    [deviceCodeGrantType, 'refresh_token'],
    ['client_credentials'],
  ]
  for (const wanted of good) t.equal(problem(wanted), undefined, wanted.join(' '))
  t.equal(problem([deviceCodeGrantType, 'refresh_token'], { redirectUris: [], isPublic: true }), undefined)
})

t.test('and grants that do not', async (t) => {
  t.match(problem(['password']), /the grant password is not known: use authorization_code, /)
  t.match(problem(['toString']), /not known/)
  t.match(problem(['authorization_code'], { redirectUris: [] }), /needs a redirect URI/)
  t.match(problem(['refresh_token']), /refresh_token needs the grant authorization_code or/)
  t.match(problem(['refresh_token', 'client_credentials']), /refresh_token needs/)
  t.match(problem(['client_credentials'], { isPublic: true }), /it has no credentials/)
})
