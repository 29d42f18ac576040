// Bad client authentication (RFC 6749 §2.3, §5.2): refused without a hint, and the client loses nothing.
import t from 'tap'
import { operatorApp, person } from '../support/cast.ts'
import { cliJson } from '../support/command-line.ts'
import { basic, codeFor, post, postAs, redeem, register } from '../support/plain-client.ts'
import { startServer } from '../support/process.ts'
import { refused } from '../support/refused.ts'

const server = await startServer(t)
const { issuer } = server
const ada = await person(server.environment)
const app = await register(issuer)
const other = await register(issuer)
const publicApp = await register(issuer, { token_endpoint_auth_method: 'none' })
const granted = await codeFor(app, ada)
const fields = {
  grant_type: 'authorization_code',
  code: granted.code,
  redirect_uri: app.redirectUri,
  code_verifier: granted.verifier,
}
const id = app.clientId
const secret = app.secret as string
const encoded = (text: string | Buffer) => `Basic ${Buffer.from(text).toString('base64')}`

t.test('OAuth 2.1 §3.2.4: invalid_client, 401, in the same words for every cause', async (t) => {
  const attempts: Record<string, readonly [Record<string, string>, Record<string, string>]> = {
    'a wrong secret by Basic': [fields, basic({ clientId: id, secret: `${secret}x` })],
    'another client’s secret by Basic': [fields, basic({ clientId: id, secret: other.secret })],
    'a wrong secret in the body': [{ ...fields, client_id: id, client_secret: `${secret}x` }, {}],
    'no secret': [{ ...fields, client_id: id }, {}],
    'an empty secret by Basic': [fields, { authorization: encoded(`${id}:`) }],
    'an unknown client': [fields, basic({ clientId: 'app_nobody', secret })],
    'an unknown client without a secret': [{ ...fields, client_id: 'app_nobody' }, {}],
    'no client at all': [fields, {}],
    'a secret without a client_id': [{ ...fields, client_secret: secret }, {}],
    'a secret of a public client': [{ ...fields, client_id: publicApp.clientId, client_secret: 'x' }, {}],
    'Basic and nothing more': [fields, { authorization: 'Basic' }],
    'Basic that is no base64': [fields, { authorization: 'Basic !!!!' }],
    'Basic without a colon': [fields, { authorization: encoded(id) }],
    'Basic without an id': [fields, { authorization: encoded(`:${secret}`) }],
    'Basic that is no UTF-8': [fields, { authorization: encoded(Buffer.from([0x61, 0xff, 0x3a, 0x62])) }],
    'Basic with NUL': [fields, { authorization: encoded(`a\0b:${secret}`) }],
    'Basic with an escaped NUL': [fields, { authorization: encoded(`a%00b:${secret}`) }],
    'Basic with a broken escape': [fields, { authorization: encoded(`${id}:%zz`) }],
    'Basic with the password in another case': [fields, basic({ clientId: id, secret: secret.toUpperCase() })],
    'the id in another case': [fields, basic({ clientId: id.toUpperCase(), secret })],
    Bearer: [fields, { authorization: `Bearer ${secret}` }],
    Digest: [fields, { authorization: 'Digest username="x"' }],
    'a very long header': [fields, { authorization: encoded(`${id}:${'x'.repeat(20_000)}`) }],
  }
  const words = new Set<string>()
  for (const [what, [body, headers]] of Object.entries(attempts)) {
    const answer = await post(`${issuer}/token`, body, headers)
    refused(t, what, answer, 401, 'invalid_client')
    t.match(answer.headers.get('www-authenticate'), /^Basic /, `${what}: by Basic`)
    words.add(answer.body.error_description)
  }
  t.equal(words.size, 1, 'one text for all')
})

t.test('OAuth 2.1 §2.4.1: what stands in the URI proves nothing', async (t) => {
  const query = new URLSearchParams({ client_id: id, client_secret: secret })
  for (const endpoint of ['token', 'revoke', 'introspect'])
    refused(
      t,
      `/${endpoint}`,
      await post(`${issuer}/${endpoint}?${query}`, { ...fields, token: 'x' }),
      401,
      'invalid_client',
    )
})

t.test(
  'OAuth 2.1 §2.4, RFC 7009 §2.2.1: two methods at once, or a client_id that contradicts: invalid_request',
  async (t) => {
    const right = basic(app)
    const attempts: Record<string, Record<string, string>> = {
      'Basic and the secret in the body': { ...fields, client_id: id, client_secret: secret },
      'Basic and another secret in the body': { ...fields, client_secret: 'x' },
      'Basic and another client_id': { ...fields, client_id: other.clientId },
    }
    for (const [what, body] of Object.entries(attempts))
      for (const endpoint of ['token', 'revoke', 'introspect'])
        refused(
          t,
          `/${endpoint}: ${what}`,
          await post(`${issuer}/${endpoint}`, { ...body, token: 'x' }, right),
          400,
          'invalid_request',
        )
  },
)

t.test('RFC 7662 §2.1, §2.3, §4: introspection is for clients that prove themselves', async (t) => {
  refused(t, 'a public client', await postAs(publicApp, 'introspect', { token: 'x' }), 401, 'invalid_client')
  refused(t, 'nobody', await post(`${issuer}/introspect`, { token: 'x' }), 401, 'invalid_client')
  refused(t, 'no token', await postAs(app, 'introspect', {}), 400, 'invalid_request')
  refused(t, 'no token to revoke', await postAs(app, 'revoke', {}), 400, 'invalid_request')
})

t.test('a disabled client is told so, and can come back', async (t) => {
  const shop = await operatorApp(server.environment, issuer)
  await cliJson(server.environment, ['clients', 'disable', shop.clientId])
  refused(t, 'disabled', await postAs(shop, 'token', fields), 400, 'unauthorized_client')
  const wrong = await postAs({ ...shop, secret: 'x' }, 'token', fields)
  refused(t, 'disabled, and a wrong secret', wrong, 401, 'invalid_client')
  await cliJson(server.environment, ['clients', 'enable', shop.clientId])
  refused(t, 'enabled, with a code of another client', await postAs(shop, 'token', fields), 400, 'invalid_grant')
})

t.test('after all of this the code still works for its own client, by either method', async (t) => {
  t.equal((await redeem(app, granted)).status, 200, 'by Basic')
  const again = await codeFor(app, ada)
  const body = { ...fields, code: again.code, code_verifier: again.verifier, client_id: id, client_secret: secret }
  t.equal((await post(`${issuer}/token`, body)).status, 200, 'in the body')
  t.notMatch(server.err(), /unexpected error/)
})
