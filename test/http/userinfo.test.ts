// UserInfo over HTTP: who may read what, in which form, and for how long (OIDC Core §5.3, RFC 6750).
import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from 'jose'
import t, { type Test } from 'tap'
import { type Answer, type Story, story } from '../support/story.ts'

const ask = async (s: Story, token: string | null, init: RequestInit = {}): Promise<Answer> => {
  const headers = { ...(token !== null && { authorization: `Bearer ${token}` }), ...(init.headers as object) }
  const response = await s.fetch(`${s.issuer}/userinfo`, { ...init, headers })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

const login = async (t: Test, scope = 'openid profile email offline_access', settings = {}) => {
  const s = await story(t, settings)
  const ada = await s.account('ada', {
    profile: { given_name: 'Ada', phone_number: '+441' },
    emailVerifiedAt: s.clock(),
  })
  const web = await s.client('web')
  const at = s.browser()
  const { body } = await s.redeem(web, await s.codeFor(web, ada, { scope }, at))
  return { s, ada, web, at, body }
}

t.test(
  'OAuth 2.1 §5.1.1, OIDC Core §5.3, §5.3.1, §5.3.2: GET and POST, header and body, the claims of the scope',
  async (t) => {
    const { s, ada, body } = await login(t)
    const expected = {
      ...{ sub: ada.sub, name: 'Ada', given_name: 'Ada', email: ada.email, email_verified: true },
      updated_at: Math.floor(s.clock().getTime() / 1000),
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const answers = [
      await ask(s, body.access_token),
      await ask(s, body.access_token, { method: 'POST' }),
      await ask(s, body.access_token, { method: 'POST', headers: form, body: '' }),
      await ask(s, null, { method: 'POST', headers: form, body: `access_token=${body.access_token}` }),
    ]
    for (const answer of answers) {
      t.equal(answer.status, 200)
      t.match(answer.headers.get('content-type'), /^application\/json/)
      t.same(answer.body, expected)
      t.equal(answer.headers.get('cache-control'), 'no-store')
    }
    t.equal(decodeJwt(body.id_token).sub, ada.sub, 'the same subject')
  },
)

t.test(
  'RFC 9068 §4, OIDC Core §3.1.2.1, §5.3.3, §16.4, OAuth 2.1 §5.1, §5.2, §5.3.1, RFC 6750 §3: refusals',
  async (t) => {
    const { s, web, ada, body } = await login(t)
    const nothing = await ask(s, null)
    t.same([nothing.status, nothing.headers.get('www-authenticate')], [401, 'Bearer'], 'RFC 6750 §3.1: no error code')
    for (const token of ['x', body.id_token, body.refresh_token, `${body.access_token}x`]) {
      const wrong = await ask(s, token)
      t.equal(wrong.status, 401)
      t.match(wrong.headers.get('www-authenticate'), /^Bearer error="invalid_token"/)
      t.equal(wrong.body.error, 'invalid_token')
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const twice = await ask(s, body.access_token, {
      method: 'POST',
      headers: form,
      body: `access_token=${body.access_token}`,
    })
    t.same([twice.status, twice.body.error], [400, 'invalid_request'], 'RFC 6750 §2: one way at a time')
    t.equal((await s.fetch(`${s.issuer}/userinfo?access_token=${body.access_token}`)).status, 401, 'never in the URL')

    const bare = await s.redeem(web, await s.codeFor(web, ada, { scope: 'profile' }))
    const narrow = await ask(s, bare.body.access_token)
    t.same([narrow.status, narrow.body.error], [403, 'insufficient_scope'])
    t.notOk('id_token' in bare.body, 'and no ID token without openid')
  },
)

t.test('OAuth 2.1 §5.2: it ends with the token, the family, the session, the person', async (t) => {
  const { s, ada, web, at, body } = await login(t, 'openid')
  t.equal((await ask(s, body.access_token)).status, 200)
  const second = await s.redeem(web, await s.codeFor(web, ada, { scope: 'openid' }, at))
  const form = { client_id: web.clientId, client_secret: web.secret ?? '', token: second.body.access_token }
  await s.fetch(`${s.issuer}/revoke`, { method: 'POST', body: new URLSearchParams(form) })
  t.equal((await ask(s, second.body.access_token)).status, 401, 'revoked')
  t.equal((await ask(s, body.access_token)).status, 200, 'others live')
  await s.rooms.operator.users.disable(ada.email)
  t.equal((await ask(s, body.access_token)).status, 401, 'a disabled person')
  await s.rooms.operator.users.enable(ada.email)
  s.clock.pass(901)
  t.equal((await ask(s, body.access_token)).status, 401, 'expired')
})

t.test('whatever the audience of the token', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  await s.client('api', { audiences: ['https://api.example'] })
  const code = await s.codeFor(web, ada, { resource: 'https://api.example' })
  const { body } = await s.redeem(web, code, { resource: 'https://api.example' })
  t.equal(decodeJwt(body.access_token).aud, 'https://api.example')
  t.equal((await ask(s, body.access_token)).body.sub, ada.sub)
})

t.test(
  'OIDC Core §2, §5.3.2, §10.1: signed for a client that registered an algorithm, and ID tokens in four',
  async (t) => {
    const s = await story(t)
    const ada = await s.account('ada')
    const jwks = createRemoteJWKSet(new URL(`${s.issuer}/jwks`), { [customFetch]: s.fetch, cooldownDuration: 0 })
    for (const alg of ['RS256', 'ES256', 'PS256', 'EdDSA'] as const) {
      const app = await s.client(alg.toLowerCase(), { userinfoAlg: alg, idTokenAlg: alg })
      const { body } = await s.redeem(app, await s.codeFor(app, ada, { nonce: `n ${alg}` }))
      const options = { issuer: s.issuer, audience: app.clientId, currentDate: s.clock(), algorithms: [alg] }
      const idToken = await jwtVerify(body.id_token, jwks, options)
      t.match(idToken.payload, { nonce: `n ${alg}`, sub: ada.sub, acr: 'aal1', amr: ['pwd'] })
      t.type(idToken.protectedHeader.kid, 'string', 'there are several keys')
      const answer = await ask(s, body.access_token)
      t.equal(answer.headers.get('content-type'), 'application/jwt')
      const { payload } = await jwtVerify(answer.body, jwks, options)
      t.match(payload, { iss: s.issuer, aud: app.clientId, sub: ada.sub, name: 'Ada' })
      t.equal(JSON.parse(Buffer.from(body.access_token.split('.')[0], 'base64url').toString()).alg, 'RS256')
    }
  },
)
