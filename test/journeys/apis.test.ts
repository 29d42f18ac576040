// Journeys of APIs with strangers' token libraries, unmodified, over TLS (RFC 9068 §4): what each lets in, and what not.
import { generateKeyPairSync } from 'node:crypto'
import * as jose from 'jose'
import jwt from 'jsonwebtoken'
import jwksRsa from 'jwks-rsa'
import t from 'tap'
import { signingAlgorithms } from '../../src/protocol/signing-algorithms.ts'
import { trustOwnCertificate } from '../support/certificate.ts'
import { listeningStory } from '../support/listening.ts'
import { importSnippet, startSnippet } from '../support/snippets.ts'
import { runningClock } from '../support/steppable-clock.ts'

const trust = trustOwnCertificate(t)
const clock = runningClock()
const hour = 3600
clock.pass(-hour)
const s = await listeningStory(t, 'https', {}, clock)
const settings = { ISSUER: s.issuer, AUDIENCE: s.issuer }
const ada = await s.account('ada')
const app = await s.client('app')
await s.client('notes', { audiences: ['https://notes.example'] })

const logIn = async (client = app, change = {}) =>
  (await s.redeem(client, await s.codeFor(client, ada, { scope: 'openid profile', ...change }))).body

const { access_token: expired } = await logIn()
clock.pass(hour)
const { access_token: good, id_token: idToken } = await logIn()
const { access_token: elsewhere } = await logIn(app, { resource: 'https://notes.example' })
// The keys of every algorithm stand in the JWKS: none may confuse a library that wants another.
for (const idTokenAlg of signingAlgorithms) await logIn(await s.client('other', { idTokenAlg }))

const [header = '', payload = '', signature = ''] = good.split('.')
const forge = (head: object) =>
  new jose.SignJWT(jose.decodeJwt(good))
    .setProtectedHeader({ ...jose.decodeProtectedHeader(good), alg: 'RS256', ...head })
    .sign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
const refused: Record<string, string> = {
  nothing: '',
  'an expired token': expired,
  'an ID token': idToken,
  'a token for another API': elsewhere,
  'changed claims': `${header}.${jose.base64url.encode(JSON.stringify({ ...jose.decodeJwt(good), sub: 'usr_evil' }))}.${signature}`,
  'no signature': `${jose.base64url.encode('{"alg":"none","typ":"at+jwt"}')}.${payload}.`,
  'another key under its kid': await forge({}),
  'a key that nobody published': await forge({ kid: 'unknown' }),
}

type Api = (authorization: string) => Promise<Record<string, unknown> | undefined>

/** It throws at what it does not let in. */
const asModule = (authenticate: Api): Api => {
  return (authorization) => authenticate(authorization).catch(() => undefined)
}

const jwksRsaApi = (): Api => {
  const keys = jwksRsa({ jwksUri: `${s.issuer}/jwks`, cache: true })
  const keyOf: jwt.GetPublicKeyOrSecret = ({ kid }, done) =>
    void keys.getSigningKey(kid).then((key) => done(null, key.getPublicKey()), done)
  const options = { algorithms: ['RS256' as const], issuer: s.issuer, audience: s.issuer, complete: true as const }
  return asModule(
    (authorization) =>
      new Promise((resolve, reject) => {
        jwt.verify(authorization.replace(/^Bearer /, ''), keyOf, options, (error, verified) => {
          if (verified?.header.typ === 'at+jwt') resolve(verified.payload as Record<string, unknown>)
          else reject(error ?? new Error('no access token'))
        })
      }),
  )
}

const overHttp = (origin: string): Api => {
  return async (authorization) => {
    const response = await fetch(origin, { headers: { authorization } })
    if (response.status === 200) return response.json() as Promise<Record<string, unknown>>
    // RFC 6750 §3.1: an empty token is a malformed request.
    if ([400, 401].includes(response.status) && response.headers.has('www-authenticate')) return undefined
    throw new Error(`${response.status} ${await response.text()}`)
  }
}

const apis: Record<string, (name: string) => Promise<Api>> = {
  jose: async (name) => asModule((await importSnippet(t, name, settings)).authenticate),
  'fast-jwt': async (name) => asModule((await importSnippet(t, name, settings)).authenticate),
  'aws-jwt-verify': async (name) => asModule((await importSnippet(t, name, settings)).authenticate),
  'express-oauth2-jwt-bearer': async (name) =>
    overHttp((await startSnippet(t, name, { ...trust, ...settings })).origin),
  'jwks-rsa with jsonwebtoken': async () => jwksRsaApi(),
}

t.test('keys of every algorithm are published side by side', async (t) => {
  const { keys } = (await (await fetch(`${s.issuer}/jwks`)).json()) as { keys: { alg: string }[] }
  t.same(keys.map(({ alg }) => alg).sort(), [...signingAlgorithms].sort())
})

for (const [name, open] of Object.entries(apis))
  t.test(name, async (t) => {
    const call = await open(name)
    t.match(await call(`Bearer ${good}`), { iss: s.issuer, sub: ada.sub, client_id: app.clientId, aud: s.issuer })
    for (const [what, token] of Object.entries(refused)) t.equal(await call(`Bearer ${token}`), undefined, what)
    t.ok(await call(`Bearer ${good}`), 'and then the good one again')
  })
