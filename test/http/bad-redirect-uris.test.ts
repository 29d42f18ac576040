// Bad redirect URIs (RFC 6749 §3.1.2, RFC 8252 §7, RFC 9700 §4.1): what nobody may register, however it is written.
import t from 'tap'
import { execute } from '../support/database.ts'
import { postJson, register } from '../support/plain-client.ts'
import { startServer } from '../support/process.ts'
import { refused } from '../support/refused.ts'

const server = await startServer(t)
const endpoint = `${server.issuer}/register`

t.test('redirect URIs that nobody may have: invalid_redirect_uri', async (t) => {
  const never = [
    'https://app.example/#fragment',
    'https://app.example/#',
    'https://*.app.example/',
    'https://app.example/*',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://app.example/x',
    'about:blank',
    'intent://x#Intent;end',
    'ws://app.example/',
    'wss://app.example/',
    'https://user@app.example/',
    'https://user:password@app.example/',
    'https://app.example@evil.example/',
    'https://app.example\\@evil.example/',
    'https:\\\\app.example/',
    'https:app.example',
    'https:///app.example',
    'https://',
    'https://APP.example/',
    'https://app.example:443x/',
    'https://app.example/ space',
    'https://app.example/\u0000',
    'https://app.example/\r\nLocation: https://evil.example',
    'https://app.example/ü',
    'http://app.example/',
    'http://127.0.0.1.evil.example/',
    'http://localhost.evil.example/',
    'http://127.1/',
    'http://0x7f.0.0.1/',
    'http://2130706433/',
    'http://127.0.0.2/',
    'http://[::ffff:127.0.0.1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://LOCALHOST/',
    'http://localhost./',
    'http://localho\u00adst/',
    'http://loc%61lhost/',
    'http://127。0。0。1/',
    'http://localhost@evil.example/',
    'http://localhost:99999/',
    '//app.example/',
    '/callback',
    '',
    ' ',
    `https://app.example/${'x'.repeat(3000)}`,
  ]
  for (const uri of never)
    for (const method of ['client_secret_basic', 'none']) {
      const body = { redirect_uris: ['https://app.example/fine', uri], token_endpoint_auth_method: method }
      refused(t, JSON.stringify(uri).slice(0, 60), await postJson(endpoint, body), 400, 'invalid_redirect_uri')
    }
  const shapes: readonly unknown[] = [
    undefined,
    null,
    [],
    {},
    'https://app.example/',
    [1],
    [null],
    [['https://app.example/']],
  ]
  for (const redirect_uris of shapes)
    refused(
      t,
      `as ${JSON.stringify(redirect_uris)}`,
      await postJson(endpoint, { redirect_uris }),
      400,
      'invalid_redirect_uri',
    )
  const many = Array.from({ length: 21 }, (_, at) => `https://app.example/${at}`)
  refused(t, 'too many', await postJson(endpoint, { redirect_uris: many }), 400, 'invalid_redirect_uri')
  const app = { redirect_uris: ['com.example.app:/callback'] }
  refused(t, 'a private scheme with a secret', await postJson(endpoint, app), 400, 'invalid_redirect_uri')
  const [stored] = await execute(server.environment.DATABASE_URL as string, 'select 1 from client')
  t.equal(stored?.rows.length, 0, 'nothing was stored')
  t.match(await register(server.issuer), { clientId: /^app_/ }, 'and a good one works')
  t.notMatch(server.err(), /unexpected error/)
})
