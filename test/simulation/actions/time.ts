// Time: it passes, it jumps, and the server sweeps and looks after its keys as it goes.
import { createHash } from 'node:crypto'
import { judgeRefusal } from '../judging.ts'
import type { Model } from '../model.ts'
import type { Row } from '../rows.ts'
import { type Found, forget } from '../rules/sweep.ts'
import { step } from '../step.ts'
import type { World } from '../world.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

export const timePasses = async (world: World): Promise<void> => {
  const { choices, story } = world
  const [words, millis] = choices.weighted<readonly [string, number]>([
    [30, ['seconds pass', choices.between(1, 50) * second]],
    // The very edges of what a code, a retry, an access token, a session and a family live.
    [12, ['exactly a minute passes', minute]],
    [6, ['exactly 15 minutes pass', 15 * minute]],
    [20, ['minutes pass', choices.between(1, 20) * minute]],
    [10, ['hours pass', choices.between(1, 23) * hour]],
    [4, ['exactly a day passes', day]],
    [8, ['days pass', choices.between(1, 13) * day]],
    [4, ['weeks pass', choices.between(14, 35) * day]],
    [1, ['months pass', choices.between(60, 200) * day]],
    [5, ['the clock is set back', -choices.between(1, 50) * second]],
    [1.5, ['the clock is set back by hours', -choices.between(1, 3) * hour]],
  ])
  world.now += millis
  story.push(`${new Date(world.now).toISOString()} ${words}`)
  // The server looks after its keys every minute, and has done so meanwhile.
  if (millis >= minute) await keysAreKept(world)
}

export const letSecondsPass = (world: World, seconds: number): void => {
  world.now += seconds * second
  world.story.push(`${new Date(world.now).toISOString()} ${seconds} seconds pass`)
}

export const keysAreKept = async (world: World): Promise<void> => {
  await step(world, {
    says: 'the server looks after its keys',
    act: () => world.server.keyRing.upkeep(),
    rule: () => {},
    judge: (_, answer) => void judgeRefusal({}, answer),
  })
}

export const serverSweeps = async (world: World): Promise<void> => {
  await step(world, {
    says: 'the server sweeps',
    act: () => world.server.flows.sweep(new Date(world.now)),
    rule: () => {},
    judge: (_, answer) => void judgeRefusal({}, answer),
    adopt: (rows, complete) => forget(world.model, foundIn(rows, world.model), world.now, complete),
  })
}

export const eventsAreWritten = async (world: World): Promise<void> => {
  await step(world, {
    says: 'the server writes its events',
    act: () => world.server.events.flush(),
    rule: () => {},
    judge: (_, answer) => void judgeRefusal({}, answer),
  })
}

const foundIn = (rows: readonly Row[], model: Model): Found => {
  const column = (table: Row['table'], name: string): ReadonlySet<string> =>
    new Set(rows.filter((row) => row.table === table).map((row) => String(row[name])))
  const digests = column('authorization_code', 'digest')
  const digestOf = (code: string): string => `\\x${createHash('sha256').update(code).digest('hex')}`
  return {
    sessions: column('session', 'id'),
    codes: new Set([...model.codes.keys()].filter((code) => digests.has(digestOf(code)))),
    families: column('family', 'public_id'),
    revokedTokens: column('revoked_token', 'jti'),
    apps: column('client', 'client_id'),
    attempts: rows.filter((row) => row.table === 'attempt').length,
  }
}
