// Two servers started at the same moment on an empty database and an empty KEYS_DIR: one signing key, one master key.
import { readdirSync } from 'node:fs'
import * as jose from 'jose'
import t from 'tap'
import { person } from '../support/cast.ts'
import { emptyDatabase, execute } from '../support/database.ts'
import { codeFor, introspect, redeem, refresh, register, request, servedBy } from '../support/plain-client.ts'
import { beside, environment, startServer } from '../support/process.ts'
import { isFull, takeTime } from '../support/seed.ts'

takeTime(t)

const rounds = isFull ? 20 : 2

for (let round = 1; round <= rounds; round += 1)
  t.test(`round ${round} of ${rounds}`, async (t) => {
    const databaseUrl = await emptyDatabase(t)
    const settings = await environment(t, { databaseUrl })
    const issuer = `http://localhost:${settings.PORT}`
    const both = [settings, await beside(settings, { ISSUER: issuer })] as const
    const [one, two] = await Promise.all([startServer(t, both[0]), startServer(t, both[1])])
    const servers = [one, two] as const
    const at = servers.map(({ port }) => `http://localhost:${port}`)

    t.same(readdirSync(settings.KEYS_DIR as string), ['master-0001.key'], 'one master key, and no leftovers')
    const [keys] = await execute(databaseUrl, 'select kid from signing_key')
    t.equal(keys?.rows.length, 1, 'one signing key')
    const sets = await Promise.all(at.map((server) => request(`${server}/jwks`)))
    t.same(sets[0]?.body, sets[1]?.body, 'the same JWKS')
    t.equal(sets[0]?.body.keys.length, 1)

    const ada = await person(settings)
    const app = await register(issuer)
    for (const [here, there] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const [mine, other] = [servedBy(app, servers[here]), servedBy(app, servers[there])]
      const { status, body } = await redeem(other, await codeFor(mine, ada))
      t.equal(status, 200, 'a code of one is redeemed at the other')
      const verify = jose.createRemoteJWKSet(new URL(`${at[here]}/jwks`))
      const { payload } = await jose.jwtVerify(body.access_token, verify, { issuer, typ: 'at+jwt' })
      t.equal(payload.sub, ada.sub, 'the JWKS of one verifies the token of the other')
      t.equal((await introspect(mine, body.access_token)).body.active, true, 'so does introspection')
      const refreshed = await refresh(mine, body.refresh_token)
      t.equal(refreshed.status, 200, 'a token of one refreshes at the other')
      t.equal((await refresh(other, refreshed.body.refresh_token)).status, 200, 'and back')
    }
    await Promise.all([one.stop(), two.stop()])
    t.notMatch(one.err() + two.err(), /error/i, 'neither complained')
  })
