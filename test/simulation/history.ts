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
import { type Model, Violation } from './model.ts'
import { settle } from './settlers.ts'
import { openWorld, type Tamper, type World } from './world.ts'

type Action = (world: World) => Promise<void>

/** What there is to do; most of it has to do with tokens once there are some. */
const actionsOf = ({
  wallets,
  codes,
  accessTokens,
  model,
  backup,
}: World): readonly (readonly [weight: number, action: Action])[] => {
  const onlyIf = (there: boolean, weight: number): number => (there ? weight : 0)
  const disabled = (things: Iterable<{ disabled: boolean }>): boolean => [...things].some((thing) => thing.disabled)
  return [
    [wallets.length > 0 ? 14 : 40, someoneIsSent],
    [onlyIf(wallets.length > 0, 30), refreshToken],
    [onlyIf(codes.length > 0, 3.5), redeemCode],
    [16, timePasses],
    [1.5, someoneLogsIn],
    [1.8, someoneLogsOut],
    [onlyIf(accessTokens.length > 0, 2.5), revokeToken],
    [onlyIf(accessTokens.length > 0, 7), introspectToken],
    [1.5, askForOwnToken],
    [1.5, cookieIsPlanted],
    [0.3, strangerGuesses],
    [wallets.length > 0 ? 1 : 0.2, operators.personIsDisabled],
    [onlyIf(disabled(model.people.values()), 5), operators.personIsEnabled],
    [wallets.length > 0 ? 0.7 : 0.2, operators.passwordIsSet],
    [wallets.length > 0 ? 0.7 : 0.2, operators.appIsDisabled],
    [onlyIf(disabled(model.apps.values()), 5), operators.appIsEnabled],
    [1, operators.secretIsRotated],
    [1.5, operators.rolesChange],
    [0.12, operators.keysRotate],
    [1.2, operators.serverRestarts],
    [wallets.length > 0 ? 4 : 0.5, operators.backupIsMade],
    // Where families have moved on since, a restore is worth most.
    [isAhead(model, backup) ? 9 : onlyIf(backup !== undefined, 1.5), operators.backupIsRestored],
    [1, strangerRegisters],
    [1.2, registrationIsManaged],
    [1.2, secretIsMisplaced],
    [1.5, serverSweeps],
    [1.5, eventsAreWritten],
  ]
}

const isAhead = (model: Model, backup: World['backup']): boolean =>
  [...model.families.values()].some(
    ({ name, generation }) => generation > (backup?.model.families.get(name)?.generation ?? generation),
  )

/** What happened, line by line, and which promise was broken, if any was. */
export type History = Readonly<{ seed: string; story: readonly string[]; broken: Error | undefined }>

const linesOf = (choices: Choices): number => choices.between(25, 70)

export const simulate = async (ground: Ground, seed: string, tamper: Tamper = (same) => same): Promise<History> => {
  const world = await openWorld(ground, seed, tamper)
  const { story } = world
  try {
    await settle(world)
    for (const lines = linesOf(world.choices); story.length < lines; )
      await world.choices.weighted(actionsOf(world))(world)
    await eventsAreWritten(world)
    return { seed, story, broken: undefined }
  } catch (error) {
    ground.faults.disarm()
    return { seed, story, broken: error instanceof Error ? error : new Error(String(error)) }
  }
}

/** Everything that is needed to see it again. */
export const tell = ({ seed, story, broken }: History): string => {
  const stack = broken instanceof Violation ? '' : broken?.stack
  return [...story, '', `${broken?.name}: ${broken?.message}`, stack, `replay: SIMULATION_SEED=${seed}`].join('\n')
}
