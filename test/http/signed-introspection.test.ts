// Introspection answered by a signed JWT (RFC 9701): for the one who asked, and never to be taken for an access token.
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import t from 'tap'
import { asserting, clientKey } from '../support/client-key.ts'
import { type Story, type StoryClient, story } from '../support/story.ts'

const mediaType = 'application/token-introspection+jwt'
const api = 'https://api.example/v1'

t.test('RFC 9701: signed introspection', async (t) => {
  const s = await story(t)
  const web = await s.client('web')
  const server = await s.client('api', { redirectUris: [], grantTypes: [], audiences: [api] })
  const stranger = await s.client('stranger', {
    redirectUris: [],
    grantTypes: [],
    audiences: ['https://other.example'],
  })
  const ada = await s.account('ada')
  const code = await s.codeFor(web, ada, { scope: 'openid offline_access', resource: api })
  const tokens = (await s.redeem(web, code)).body
  const keys = createLocalJWKSet(JSON.parse(await (await s.fetch(`${s.issuer}/jwks`)).text()))

  const ask = async (who: StoryClient, token: string, accept: string | null = mediaType, fields = {}) => {
    const proof = { client_id: who.clientId, client_secret: who.secret ?? '' }
    const response = await s.fetch(`${s.issuer}/introspect`, {
      method: 'POST',
      body: new URLSearchParams({ token, ...proof, ...fields }),
      headers: accept === null ? {} : { accept },
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  type Asked = Awaited<ReturnType<typeof ask>>
  const read = async ({ text }: Asked, who: StoryClient) =>
    (
      await jwtVerify(text, keys, {
        issuer: s.issuer,
        audience: who.clientId,
        algorithms: ['RS256'],
        currentDate: s.clock(),
      })
    ).payload

  t.test('§5: type, issuer, audience, instant and the very answer of RFC 7662', async (t) => {
    const plain = await ask(server, tokens.access_token, 'application/json')
    t.equal(plain.headers.get('content-type'), 'application/json; charset=utf-8')
    const signed = await ask(server, tokens.access_token)
    t.equal(signed.status, 200)
    t.equal(signed.headers.get('content-type'), mediaType)
    t.equal(signed.headers.get('cache-control'), 'no-store')
    for (const { headers } of [plain, signed]) t.match(headers.get('vary'), /accept/i)
    t.match(decodeProtectedHeader(signed.text), { alg: 'RS256', typ: 'token-introspection+jwt' })
    const introspection = JSON.parse(plain.text)
    t.match(introspection, { active: true, aud: api, client_id: web.clientId })
    t.same(await read(signed, server), {
      iss: s.issuer,
      aud: server.clientId,
      iat: Math.floor(s.clock().getTime() / 1000),
      token_introspection: introspection,
    })
  })

  t.test('§5: each asker is its audience; a refresh token is for its own client', async (t) => {
    t.match(await read(await ask(web, tokens.access_token), web), { token_introspection: { active: true } })
    t.match(await read(await ask(web, tokens.refresh_token), web), { token_introspection: { active: true } })
    await t.rejects(read(await ask(web, tokens.access_token), server), 'another’s answer is not for this one')
  })

  t.test('§5: what is dead, unknown or not for the asker is inactive, and nothing more', async (t) => {
    const inactive = async (who: StoryClient, token: string, what: string): Promise<void> => {
      const { token_introspection } = await read(await ask(who, token), who)
      t.same(token_introspection, { active: false }, what)
    }
    await inactive(stranger, tokens.access_token, 'for another audience')
    await inactive(server, tokens.refresh_token, 'a refresh token of another client')
    await inactive(web, 'nonsense', 'nonsense')
    const { text } = await ask(server, tokens.access_token)
    await inactive(server, text, 'an answer of introspection is no token')
    const revoke = { token: tokens.access_token, client_id: web.clientId, client_secret: web.secret ?? '' }
    await s.fetch(`${s.issuer}/revoke`, { method: 'POST', body: new URLSearchParams(revoke) })
    await inactive(server, tokens.access_token, 'revoked')
  })

  t.test('§8.1: it is no access token, and no ID token hint', async (t) => {
    const { text } = await ask(web, tokens.refresh_token)
    const answer = await s.fetch(`${s.issuer}/userinfo`, { headers: { authorization: `Bearer ${text}` } })
    t.equal(answer.status, 401)
  })

  t.test('errors stay JSON, whatever is accepted', async (t) => {
    const wrong = await ask({ ...server, secret: 'wrong' }, 'x')
    t.equal(wrong.status, 401)
    t.match(JSON.parse(wrong.text), { error: 'invalid_client' })
    t.match(wrong.headers.get('content-type'), /^application\/json/)
    t.equal((await ask(server, '')).status, 400)
  })

  t.test('RFC 9110 §12.5.1: whoever does not name it gets JSON', async (t) => {
    for (const accept of [null, '*/*', 'application/*', `application/json, ${mediaType};q=0.5`, 'text/html'])
      t.same(JSON.parse((await ask(server, 'x', accept)).text), { active: false }, accept ?? 'nothing')
    t.match((await ask(server, 'x', `${mediaType}, application/json;q=0.5`)).text, /^eyJ/)
  })

  t.test('a resource server may prove itself by private_key_jwt', async (t) => {
    const key = clientKey()
    const change: Parameters<Story['client']>[1] = {
      redirectUris: [],
      grantTypes: [],
      audiences: [api],
      jwks: key.jwks,
    }
    const keyed = await s.client('keyed', { ...change, tokenEndpointAuthMethod: 'private_key_jwt' })
    const proof = asserting(await key.assertion(keyed.clientId, s.issuer, s.clock()))
    const response = await s.fetch(`${s.issuer}/introspect`, {
      method: 'POST',
      body: new URLSearchParams({ token: 'x', ...proof }),
      headers: { accept: mediaType },
    })
    const signed = { status: response.status, headers: response.headers, text: await response.text() }
    t.match(await read(signed, keyed), { aud: keyed.clientId, token_introspection: { active: false } })
  })

  t.test('§7: the metadata says with which algorithm', async (t) => {
    const metadata = await (await s.fetch(`${s.issuer}/.well-known/oauth-authorization-server`)).text()
    t.same(JSON.parse(metadata).introspection_signing_alg_values_supported, ['RS256'])
  })
})
