// Tests of named clients: nobody who is named is overlooked, and nothing that is sent breaks the reading.
import t from 'tap'
import { namedClients } from '../../src/protocol/named-clients.ts'

const part = (claims: unknown) => Buffer.from(JSON.stringify(claims)).toString('base64url')
const jwt = (claims: unknown) => `${part({ alg: 'RS256' })}.${part(claims)}.AAAA`
const basic = (id: string) => `Basic ${btoa(`${id}:secret`)}`
const named = (
  change: Partial<{ authorization: string; form: Record<string, string> | string; inPath: string }> = {},
) =>
  namedClients({
    authorization: change.authorization,
    form: typeof change.form === 'object' ? new URLSearchParams(Object.entries(change.form)).toString() : change.form,
    inPath: change.inPath,
  })
const assertion = (sub: unknown) => ({
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: jwt({ sub }),
})

t.test('RFC 6749 §2.3: by each method of authentication', async (t) => {
  t.same(named({ form: { client_id: 'a' } }), ['a'])
  t.same(named({ form: { client_id: 'a', client_secret: 'x' } }), ['a'])
  t.same(named({ authorization: basic('a') }), ['a'])
  t.same(named({ authorization: basic('https%3A%2F%2Fa.example%2F') }), ['https://a.example/'])
  t.same(named({ form: assertion('a') }), ['a'])
})

t.test('RFC 6750 §2: by the access token that it brings', async (t) => {
  t.same(named({ authorization: `Bearer ${jwt({ client_id: 'a' })}` }), ['a'])
  t.same(named({ authorization: `bearer  ${jwt({ client_id: 'a' })} ` }), ['a'])
  t.same(named({ form: { access_token: jwt({ client_id: 'a' }) } }), ['a'])
})

t.test('all of them, where there are several', async (t) => {
  const all = named({
    authorization: basic('basic'),
    form: { client_id: 'form', ...assertion('assertion'), access_token: jwt({ client_id: 'token' }) },
    inPath: 'path',
  })
  t.same([...all].sort(), ['assertion', 'basic', 'form', 'path', 'token'])
})

t.test('what cannot be read names nobody, and is no error', async (t) => {
  const texts = ['', 'x', 'a=b&a=c', 'client_id=a&client_id=b', '%', 'client_id=%00', `x=${'x'.repeat(9999)}`]
  for (const form of texts) t.same(named({ form }), [], form.slice(0, 30))
  const headers = ['', 'Basic', 'Basic ???', 'Basic AAAA', 'Bearer', 'Bearer x', 'Bearer .e30.', 'Bearer a.bnVsbA.c']
  for (const authorization of headers) t.same(named({ authorization }), [], authorization)
  for (const claims of [null, 7, [], {}, { client_id: 7 }, { client_id: null }])
    t.same(named({ authorization: `Bearer ${jwt(claims)}` }), [], JSON.stringify(claims))
  t.same(named({ form: assertion(7) }), [])
  t.same(named({ authorization: 'Basic ???', form: { client_id: 'a' } }), ['a'], 'the rest still counts')
})
