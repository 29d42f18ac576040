// A history: a seed decides who does what, when it fails, and how the clock moves; every step is checked.
import type { Choices } from '../support/seeded-random.ts'
import { someoneIsSent } from './actions/authorizations.ts'
import { redeemCode } from './actions/codes.ts'
import { secretIsMisplaced } from './actions/mistakes.ts'
import * as operators from './actions/operators.ts'
import { cookieIsPlanted, someoneLogsIn, someoneLogsOut, strangerGuesses } from './actions/people.ts'
import { refreshToken } from './actions/refreshes.ts'
import { registrationIsManaged, strangerRegisters } from './actions/registrations.ts'
import { eventsAreWritten, serverSweeps, timePasses } from './actions/time.ts'
import { askForOwnToken, introspectToken, revokeToken } from './actions/tokens.ts'
import type { Ground } from './ground.ts'
import { Violation } from './model.ts'
import { settle } from './settlers.ts'
import { openWorld, type Tamper, type World } from './world.ts'

type Action = (world: World) => Promise<void>

const actions: readonly (readonly [weight: number, action: Action])[] = [
  [16, someoneIsSent],
  [22, refreshToken],
  [6, redeemCode],
  [16, timePasses],
  [4, someoneLogsIn],
  [3, someoneLogsOut],
  [2.5, revokeToken],
  [6, introspectToken],
  [2, askForOwnToken],
  [1.5, cookieIsPlanted],
  [0.4, strangerGuesses],
  [1.2, operators.personIsDisabled],
  [2, operators.personIsEnabled],
  [1, operators.passwordIsSet],
  [1, operators.appIsDisabled],
  [2, operators.appIsEnabled],
  [1, operators.secretIsRotated],
  [2, operators.rolesChange],
  [0.15, operators.keysRotate],
  [1.5, operators.serverRestarts],
  [1.5, operators.backupIsMade],
  [1, operators.backupIsRestored],
  [1, strangerRegisters],
  [1, registrationIsManaged],
  [2, secretIsMisplaced],
  [2, serverSweeps],
  [2, eventsAreWritten],
]

/** What went wrong, and all that is needed to see it again. */
export type Broken = Readonly<{ seed: string; because: Error; story: readonly string[] }>

const stepsOf = (choices: Choices): number => choices.between(20, 45)

/** @returns undefined where every promise was kept. */
export const simulate = async (ground: Ground, seed: string, tamper: Tamper = (same) => same): Promise<Broken | undefined> => {
  const world = await openWorld(ground, seed, tamper)
  try {
    await settle(world)
    for (let left = stepsOf(world.choices); left > 0; left -= 1) await world.choices.weighted(actions)(world)
    await eventsAreWritten(world)
    return undefined
  } catch (error) {
    ground.faults.disarm()
    const because = error instanceof Error ? error : new Error(String(error))
    return { seed, because, story: world.story }
  }
}

export const isViolation = (broken: Broken): boolean => broken.because instanceof Violation

export const tell = ({ seed, because, story }: Broken): string =>
  [...story, '', `${because.name}: ${because.message}`, isViolation({ seed, because, story }) ? '' : because.stack, `replay: SIMULATION_SEED=${seed}`].join('\n')
