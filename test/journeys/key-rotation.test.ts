// Keys that replace each other by the clock, seconds apart: announced before they sign, and no API ever notices (RFC 7517, RFC 9068 §4).
import * as jose from 'jose'
import t from 'tap'
import { person } from '../support/cast.ts'
import { cliJson } from '../support/command-line.ts'
import { codeFor, redeem, refresh, register, request, servedBy } from '../support/plain-client.ts'
import { beside, environment, startServer } from '../support/process.ts'
import { until } from '../support/until.ts'

const settings = { KEY_ANNOUNCE_SECONDS: '4', KEY_ACTIVE_SECONDS: '6' }
const one = await startServer(t, await environment(t, { settings }))
const two = await startServer(t, await beside(one.environment, { ISSUER: one.issuer }))

t.test('three keys in a row, on two servers', async (t) => {
  const ada = await person(one.environment)
  const app = await register(one.issuer)
  const at = [app, servedBy(app, two)] as const
  let token: string = (await redeem(app, await codeFor(app, ada))).body.refresh_token
  const keys = at.map(({ server }) => jose.createRemoteJWKSet(new URL(`${server}/jwks`), { cooldownDuration: 500 }))
  const signers = new Set<string>()
  const look = async (): Promise<boolean> => {
    for (const server of at) {
      const askedAt = performance.now()
      const { body } = await request(`${server.server}/jwks`)
      const published: string[] = body.keys.map(({ kid }: { kid: string }) => kid)
      const refreshed = await refresh(server, token)
      token = refreshed.body.refresh_token
      const { kid = '' } = jose.decodeProtectedHeader(refreshed.body.access_token)
      signers.add(kid)
      // Each server looks every two seconds, and so knows a key for a second or two before it may sign; an answer that took
      // longer proves nothing.
      if (!published.includes(kid) && performance.now() - askedAt < 1000)
        t.fail(`${kid} signs and was not published before`)
      for (const set of keys)
        await jose.jwtVerify(refreshed.body.access_token, set, { issuer: one.issuer, typ: 'at+jwt' })
    }
    return signers.size === 3
  }
  await until('three keys have signed', look, 100)
  type Key = Readonly<{ kid: string; created_at: string; active_from: string }>
  const list = await cliJson<Key[]>(one.environment, ['keys', 'list'])
  const [, ...successors] = [...signers].map((kid) => list.find((key) => key.kid === kid))
  for (const key of successors) {
    const announcedMillis = Date.parse(key?.active_from ?? '') - Date.parse(key?.created_at ?? '')
    // Four seconds, less what a slow machine needs to make a key.
    t.ok(announcedMillis > 2000, `a successor was published ${announcedMillis} ms before it signed`)
  }
})
