// Operators: they disable and enable, set passwords and roles, make new secrets, rotate keys, restart, and restore old backups.
import { randomBytes } from 'node:crypto'
import type { OAuthError } from '../../../src/protocol/errors.ts'
import { judgeRefusal } from '../judging.ts'
import { copyOf, type Person, type Turn } from '../model.ts'
import * as rules from '../rules/operator.ts'
import { check, type Outcome, step } from '../step.ts'
import { apps, newestMasterKey, people, startServer, type World } from '../world.ts'

const order = <T>(
  world: World,
  says: string,
  act: () => Promise<T | OAuthError>,
  rule: (turn: Turn) => void,
): Promise<Outcome<T>> =>
  step(world, {
    says: `the operator ${says}`,
    act,
    rule,
    judge: (_, answer) => void judgeRefusal({}, answer),
    risk: 0.4,
  })

/** Mostly somebody who has something to lose. */
const someoneWithTokens = (world: World): Person => {
  const subs = new Set([...world.model.families.values()].flatMap(({ ended, sub }) => (ended === null ? [sub] : [])))
  const some = people(world).filter(({ sub }) => subs.has(sub))
  return world.choices.pick(some.length > 0 ? some : people(world))
}

export const personIsDisabled = async (world: World): Promise<void> => {
  const { users } = world.server.flows.operator
  const { sub, email } = someoneWithTokens(world)
  await order(
    world,
    `disables ${email}`,
    () => users.disable(email),
    (turn) => rules.disablePerson(turn, sub),
  )
}

export const personIsEnabled = async (world: World): Promise<void> => {
  const { users } = world.server.flows.operator
  const disabled = people(world).filter((person) => person.disabled)
  if (disabled.length === 0) return
  const { sub, email } = world.choices.pick(disabled)
  await order(
    world,
    `enables ${email}`,
    () => users.enable(email),
    (turn) => rules.enablePerson(turn, sub),
  )
}

export const passwordIsSet = async (world: World): Promise<void> => {
  const { users } = world.server.flows.operator
  const { sub, email } = someoneWithTokens(world)
  const password = world.random.id('new password ')
  world.secrets.add('a password', password)
  await order(
    world,
    `sets a new password for ${email}`,
    () => users.setPassword(email, password),
    (turn) => rules.setPassword(turn, sub, password),
  )
}

export const appIsDisabled = async (world: World): Promise<void> => {
  const { clients } = world.server.flows.operator
  const { clientId, name } = world.choices.pick(apps(world))
  await order(
    world,
    `disables ${name}`,
    () => clients.disable(clientId),
    (turn) => rules.disableApp(turn, clientId),
  )
}

export const appIsEnabled = async (world: World): Promise<void> => {
  const { clients } = world.server.flows.operator
  const disabled = apps(world).filter((app) => app.disabled)
  if (disabled.length === 0) return
  const { clientId, name } = world.choices.pick(disabled)
  await order(
    world,
    `enables ${name}`,
    () => clients.enable(clientId),
    (turn) => rules.enableApp(turn, clientId),
  )
}

export const secretIsRotated = async (world: World): Promise<void> => {
  const { clients } = world.server.flows.operator
  const { clientId, name } = world.choices.pick(apps(world).filter((app) => !app.isPublic))
  const drops = world.choices.chance(0.3)
  const says = `makes a new secret for ${name}${drops ? ', ending the others' : ''}`
  await order(
    world,
    says,
    () => clients.rotateSecret(clientId, drops),
    (turn) => rules.rotateSecret(turn, clientId, drops),
  )
}

/** No flow changes roles yet: an operator does it in the database. */
export const rolesChange = async (world: World): Promise<void> => {
  const { choices, ground, story } = world
  const person = choices.pick(people(world))
  person.roles = choices.some(['owner', 'editor', 'clerk'])
  await ground.sql('update account set roles = $2 where sub = $1', [person.sub, person.roles])
  story.push(`${person.email} has the roles ${person.roles.join(', ') || 'none'} now`)
  await check(world)
}

export const keysRotate = async (world: World): Promise<void> => {
  const { choices, server } = world
  const { keys } = server.flows.operator
  if (choices.chance(0.6))
    await order(
      world,
      'rotates the signing key',
      () => keys.rotate(),
      () => {},
    )
  else
    await order(
      world,
      'withdraws the signing key as compromised',
      () => keys.replaceCompromised(undefined),
      () => {},
    )
}

/** Nothing but the database, the settings and the master keys survives a restart. */
export const serverRestarts = async (world: World): Promise<void> => {
  const { choices, story, queue, server } = world
  const newKey = choices.chance(0.4)
  if (newKey) world.masterKeys = [world.random.bytes(32).toString('base64url'), ...world.masterKeys]
  world.secrets.add('a master key', world.masterKeys[0] ?? randomBytes(32).toString('base64url'))
  await server.events.flush()
  queue.length = 0
  await startServer(world)
  story.push(`the server restarts${newKey ? ` with a new master key, ${newestMasterKey(world)}` : ''}`)
  await check(world)
}

export const backupIsMade = async (world: World): Promise<void> => {
  const { ground, story } = world
  world.backup = { rows: await ground.backup(), model: copyOf(world.model), at: world.now }
  story.push('the operator makes a backup')
}

/** The database goes back in time; browsers and apps do not. */
export const backupIsRestored = async (world: World): Promise<void> => {
  const { ground, story, backup } = world
  if (backup === undefined) return
  await ground.restore(backup.rows)
  world.model = copyOf(backup.model)
  story.push(`the operator restores the backup of ${new Date(backup.at).toISOString()}`)
  await check(world)
}
