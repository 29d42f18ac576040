// A side: one seeded database with the server on it, and what can be asked of that server.
import { randomBytes } from 'node:crypto'
import pino from 'pino'
import { loadConfig } from '../../src/config/index.ts'
import type { Family } from '../../src/model/family.ts'
import { accessTokenClaims, accessTokenType } from '../../src/protocol/access-token.ts'
import { openRooms } from '../../src/rooms.ts'
import { progress } from './figures.ts'
import { accountOf, familyPublicId, nameOf } from './people.ts'
import { startServer } from './process.ts'
import type { Seeded } from './seed.ts'
import {
  type AccessTokenOf,
  authorizing,
  introspecting,
  loggingIn,
  refreshing,
  refreshTokensOf,
  type Visit,
} from './visits.ts'

export type Side = Readonly<{
  seeded: Seeded
  port: number
  /** What is compared. */
  visits: Readonly<Record<string, () => Visit>>
  logIn: Visit
  stop(): Promise<void>
}>

const environmentOf = ({ url, masterKey }: Seeded, port: number) => ({
  PORT: String(port),
  DATABASE_URL: url,
  MASTER_KEYS: masterKey,
  // All requests come from one address.
  DANGER_NO_RATE_LIMITS: '1',
})

/** @param introspections how many access tokens are drawn for each turn */
export const openSide = async (seeded: Seeded, port: number, introspections: number): Promise<Side> => {
  const server = await startServer(environmentOf(seeded, port))
  progress(`${seeded.families} families: started in ${server.startMillis.toFixed(0)} ms`)
  const tokens = await refreshTokensOf(seeded)
  const accessTokenOf = await accessTokens(seeded, port)
  return {
    seeded,
    port,
    visits: {
      refresh: () => refreshing(seeded, port, tokens),
      'authorize with session and consent': () => authorizing(seeded, port),
      introspection: () => introspecting(seeded, port, introspections, accessTokenOf),
    },
    logIn: loggingIn(seeded, port),
    stop: server.stop,
  }
}

/** Signs as the server would, for any family. */
const accessTokens = async (seeded: Seeded, port: number): Promise<AccessTokenOf> => {
  const loaded = loadConfig(environmentOf(seeded, port))
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'))
  const rooms = await openRooms(loaded.config, pino({ level: 'silent' }))
  const { issuer } = loaded.config
  return (i, clientId) => {
    const family = { publicId: familyPublicId(i), authenticatedAt: new Date(), amr: ['pwd'], sid: nameOf('', 'sid', i) }
    const claims = accessTokenClaims({
      ...{ issuer, clientId, audience: [issuer], scope: ['openid'], family: family as unknown as Family },
      subject: nameOf('usr_', 'account', accountOf(i, seeded.families)),
      ...{ mapped: {}, unique: randomBytes(16).toString('base64url'), lifetimeSeconds: 900, now: new Date() },
    })
    return rooms.keyRing.sign('RS256', accessTokenType, claims)
  }
}
