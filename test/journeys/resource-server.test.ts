// A resource server that knows nothing but the JWKS address (RFC 9068 §4): what it lets in, through rotations of the key.
import { createServer } from 'node:http'
import * as jose from 'jose'
import t, { type Test } from 'tap'
import { operatorApp, person } from '../support/cast.ts'
import { cliJson } from '../support/command-line.ts'
import { keepsPromise } from '../support/pace.ts'
import { codeFor, redeem, refresh, register, request } from '../support/plain-client.ts'
import { environment, startServer } from '../support/process.ts'
import { until } from '../support/until.ts'

const settings = { KEY_ANNOUNCE_SECONDS: '2', KEY_ACTIVE_SECONDS: '600', DEFAULT_AUDIENCE: 'https://api.example' }
const server = await startServer(t, await environment(t, { settings }))
const { issuer } = server
const ada = await person(server.environment)
const promisedMillis = 5000
const app = await register(issuer)

/** An API as strangers write it. It asks for keys again after a second, where the default is half a minute. */
const startApi = async (t: Test): Promise<(token: string | null) => Promise<number>> => {
  const keys = jose.createRemoteJWKSet(new URL(`${issuer}/jwks`), { cooldownDuration: 1000, cacheMaxAge: 2000 })
  const api = createServer(async (request, response) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const verified = await jose
      .jwtVerify(token, keys, { issuer, audience: 'https://api.example', typ: 'at+jwt' })
      .catch(() => undefined)
    response.writeHead(verified === undefined ? 401 : 200).end(verified?.payload.sub)
  }).listen(0)
  t.teardown(() => api.close())
  await new Promise((resolve) => api.once('listening', resolve))
  const { port } = api.address() as { port: number }
  return async (token) =>
    (
      await request(
        `http://localhost:${port}/`,
        token === null ? {} : { headers: { authorization: `Bearer ${token}` } },
      )
    ).status
}

const kidOf = (token: string) => jose.decodeProtectedHeader(token).kid
const published = async (): Promise<string[]> =>
  (await request(`${issuer}/jwks`)).body.keys.map(({ kid }: { kid: string }) => kid)

t.test('it lets in tokens of this server, and nothing else', async (t) => {
  const call = await startApi(t)
  const { access_token: token } = (await redeem(app, await codeFor(app, ada))).body
  t.equal(await call(token), 200)
  t.match(jose.decodeProtectedHeader(token), { alg: 'RS256', typ: 'at+jwt', kid: /./ })
  t.match(jose.decodeJwt(token), {
    ...{ iss: issuer, sub: ada.sub, aud: 'https://api.example', client_id: app.clientId, scope: /openid/ },
    ...{ iat: Number, exp: Number, jti: String, auth_time: Number, amr: ['pwd'], sid: String },
  })
  t.equal(await call(null), 401, 'no token')
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = jose.decodeJwt(token)
  const own = await jose.generateKeyPair('RS256')
  const forge = (head: object) =>
    new jose.SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...head }).sign(own.privateKey)
  const forgeries: Record<string, string> = {
    'another key under its kid': await forge({ kid: kidOf(token), typ: 'at+jwt' }),
    'another key': await forge({ kid: 'x', typ: 'at+jwt' }),
    'no signature': `${header}.${payload}.`,
    'alg none': `${jose.base64url.encode('{"alg":"none","typ":"at+jwt"}')}.${payload}.`,
    'changed claims': `${header}.${jose.base64url.encode(JSON.stringify({ ...claims, sub: 'usr_evil' }))}.${signature}`,
  }
  for (const [what, forged] of Object.entries(forgeries)) t.equal(await call(forged), 401, what)
  const { headers } = await request(`${issuer}/jwks`)
  t.match(headers.get('cache-control'), /max-age=300/)
  const again = await request(`${issuer}/jwks`, { headers: { 'if-none-match': headers.get('etag') as string } })
  t.equal(again.status, 304, 'what it has already is not sent again')
})

t.test('a rotation goes unnoticed', async (t) => {
  const call = await startApi(t)
  const { body } = await redeem(app, await codeFor(app, ada))
  const before = kidOf(body.access_token)
  t.equal(await call(body.access_token), 200)
  const { kid } = await cliJson<{ kid: string }>(server.environment, ['keys', 'rotate'])
  await keepsPromise(t, 'the successor is announced', promisedMillis, async () => (await published()).includes(kid))
  let token = body.refresh_token
  let newest = body.access_token
  await until('the successor signs', async () => {
    const refreshed = (await refresh(app, token)).body
    token = refreshed.refresh_token
    newest = refreshed.access_token
    if ((await call(newest)) !== 200) t.fail('a fresh token was not let in')
    return kidOf(newest) === kid
  })
  t.equal(await call(body.access_token), 200, `tokens of the old key ${before} are good as long as they live`)
  t.ok((await published()).includes(before as string), 'it is still published')
})

t.test('a compromised key is out at once', async (t) => {
  const call = await startApi(t)
  const { body } = await redeem(app, await codeFor(app, ada))
  t.equal(await call(body.access_token), 200)
  const stolen = kidOf(body.access_token) as string
  await cliJson(server.environment, ['keys', 'rotate', '--compromised'])
  await keepsPromise(t, 'it is unpublished', promisedMillis, async () => !(await published()).includes(stolen))
  await until('the API lets its tokens in no more', async () => (await call(body.access_token)) === 401)
  const refreshed = await refresh(app, body.refresh_token)
  t.equal(refreshed.status, 200, 'people notice nothing')
  t.not(kidOf(refreshed.body.access_token), stolen)
  t.equal(await call(refreshed.body.access_token), 200)
})

t.test('a token for one API is no token for another; an expired one is none', async (t) => {
  const notes = await operatorApp(server.environment, issuer, [
    '--grant',
    'client_credentials',
    '--audience',
    'https://notes.example',
  ])
  const call = await startApi(t)
  const { body } = await redeem(app, await codeFor(app, ada))
  t.equal(body.expires_in, 900)
  const hasty = await startServer(t, {
    ...(await environment(t, { settings: { ...settings, ACCESS_TOKEN_SECONDS: '1' } })),
  })
  t.ok(hasty.pid, 'a server whose tokens live a second')
  const bob = await person(hasty.environment, 'bob')
  const there = await register(hasty.issuer)
  const short = (await redeem(there, await codeFor(there, bob))).body.access_token
  const keys = jose.createRemoteJWKSet(new URL(`${hasty.issuer}/jwks`))
  const verify = (currentDate: Date) =>
    jose.jwtVerify(short, keys, { issuer: hasty.issuer, audience: 'https://api.example', typ: 'at+jwt', currentDate })
  const { iat = 0 } = jose.decodeJwt(short)
  t.ok(await verify(new Date(iat * 1000)), 'at first it is good')
  await t.rejects(verify(new Date((iat + 1) * 1000)), { code: 'ERR_JWT_EXPIRED' }, 'a second later it has expired')
  const { body: granted } = await codeForResource(notes)
  t.equal(await call(granted.access_token), 401, 'for another audience')
})

const codeForResource = (notes: { clientId: string; secret: string | null }) =>
  request(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${notes.clientId}:${notes.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: 'https://notes.example' }),
  })
