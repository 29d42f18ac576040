// Keys that replace each other by the clock, seconds apart: announced before they sign, and no API ever notices (RFC 7517, RFC 9068 §4).
import * as jose from 'jose'
import t from 'tap'
import { person } from '../support/cast.ts'
import { codeFor, redeem, refresh, register, request, servedBy } from '../support/plain-client.ts'
import { beside, environment, startServer } from '../support/process.ts'
import { until } from '../support/until.ts'

const settings = { KEY_ANNOUNCE_SECONDS: '2', KEY_ACTIVE_SECONDS: '5' }
const one = await startServer(t, await environment(t, { settings }))
const two = await startServer(t, await beside(one.environment, { ISSUER: one.issuer }))

t.test('three keys in a row, on two servers', async (t) => {
  const ada = await person(t, one.environment)
  const app = await register(one.issuer)
  const at = [app, servedBy(app, two)] as const
  let token: string = (await redeem(app, await codeFor(app, ada))).body.refresh_token
  const keys = at.map(({ server }) => jose.createRemoteJWKSet(new URL(`${server}/jwks`), { cooldownDuration: 500 }))
  const [seenAt, signedAt] = [new Map<string, number>(), new Map<string, number>()]
  const note = (map: Map<string, number>, kid: string) => map.has(kid) || map.set(kid, performance.now())

  await until('three keys have signed', 40_000, async () => {
    for (const server of at) {
      const { body } = await request(`${server.server}/jwks`)
      for (const { kid } of body.keys) note(seenAt, kid)
      const refreshed = await refresh(server, token)
      token = refreshed.body.refresh_token
      const { kid = '' } = jose.decodeProtectedHeader(refreshed.body.access_token)
      if (!seenAt.has(kid)) t.fail(`${kid} signs and was never published`)
      note(signedAt, kid)
      for (const set of keys)
        await jose.jwtVerify(refreshed.body.access_token, set, { issuer: one.issuer, typ: 'at+jwt' })
    }
    return signedAt.size === 3
  })
  const [, ...successors] = signedAt.keys()
  for (const kid of successors) {
    const announced = (signedAt.get(kid) as number) - (seenAt.get(kid) as number)
    // Two seconds, less what a poll and a slow machine may take of them.
    t.ok(announced > 300, `a successor was published ${Math.round(announced)} ms before it signed`)
  }
  t.equal(seenAt.size >= 3, true)
})
