// A step: one call of a flow, perhaps with a cut connection in it, then every check.
import { isRefusal, type OAuthError } from '../../src/protocol/errors.ts'
import { CutConnection, type FaultMoment } from '../support/faulty-database.ts'
import { issuer } from '../support/ingredients.ts'
import { copyOf, type Model, type Turn, Violation } from './model.ts'
import { differences, type Row } from './rows.ts'
import { newestMasterKey, type World } from './world.ts'

export type Outcome<T> =
  | Readonly<{ kind: 'value'; value: T }>
  | Readonly<{ kind: 'refusal'; refusal: OAuthError }>
  /** A statement failed, and the caller was told so: it cannot know what took effect. */
  | Readonly<{ kind: 'cut' }>

export type Step<T, E> = Readonly<{
  /** What the history calls it. */
  says: string
  act: () => Promise<T | OAuthError>
  /** What should happen: changes the model, and says what the answer should be. */
  rule: (turn: Turn) => E
  /** Compares the two; throws a Violation. */
  judge: (expected: E, outcome: Exclude<Outcome<T>, { kind: 'cut' }>) => void | Promise<void>
  /** Words for the history. */
  shows?: (value: T) => string
  /** How often a statement of it fails. */
  risk?: number
  /** Brings the model to what the rows say where the rules leave a choice. */
  adopt?: (rows: readonly Row[], complete: boolean) => void
}>

export const step = async <T, E>(world: World, request: Step<T, E>): Promise<Outcome<T>> => {
  const { says, act, rule, judge, shows, adopt, risk = 0.1 } = request
  const { choices, ground, drawn, story } = world
  drawn.length = 0
  const fault = choices.chance(risk) ? { statement: choices.between(1, 5), moment: choices.pick(moments) } : undefined
  const before = fault && copyOf(world.model)
  if (fault) ground.faults.arm(fault.statement, fault.moment)
  const outcome = await outcomeOf(act)
  await finishLater(world)
  const struck = ground.faults.disarm()
  const words = outcome.kind === 'value' ? (shows?.(outcome.value) ?? 'done') : wordsOf(outcome)
  story.push(
    `${new Date(world.now).toISOString()} ${says} → ${words}${struck && fault ? ` [statement ${fault.statement} cut ${fault.moment} its effect]` : ''}`,
  )
  if (outcome.kind === 'refusal') note(world, says, outcome.refusal)

  const stages: Model[] = []
  const turn: Turn = {
    model: world.model,
    now: world.now,
    drawn: (prefix) =>
      drawn.findLast((each) => (prefix === '' ? /^[0-9a-f]{32}$/.test(each) : each.startsWith(prefix))) ??
      `never drawn: ${prefix}`,
    stage: () => {
      if (struck) stages.push(copyOf(world.model))
    },
    masterKey: newestMasterKey(world),
    issuer,
  }
  const expected = rule(turn)
  const rows = await ground.rows()
  adopt?.(rows, !struck)
  if (outcome.kind !== 'cut') await judge(expected, outcome)
  if (struck && before) settle(world, [before, ...stages, world.model], rows)
  checkAll(world, rows)
  return outcome
}

const moments: readonly FaultMoment[] = ['before', 'after']

const outcomeOf = async <T>(act: () => Promise<T | OAuthError>): Promise<Outcome<T>> => {
  try {
    const value = await act()
    return isRefusal(value) ? { kind: 'refusal', refusal: value } : { kind: 'value', value }
  } catch (error) {
    if (isRefusal(error)) return { kind: 'refusal', refusal: error }
    if (isCut(error)) return { kind: 'cut' }
    throw error
  }
}

const isCut = (error: unknown): boolean =>
  error instanceof CutConnection || (error instanceof Error && isCut(error.cause))

const wordsOf = (outcome: Exclude<Outcome<unknown>, { kind: 'value' }>): string =>
  outcome.kind === 'cut' ? 'failed' : `${outcome.refusal.code} (${outcome.refusal.detail.operator})`

const finishLater = async ({ queue, server }: World): Promise<void> => {
  for (const work of queue.splice(0)) {
    try {
      await work()
    } catch (error) {
      if (!isCut(error)) throw error
      server.log.warn({ err: error }, 'work that no answer waits for failed')
    }
  }
}

/** As the door does it: the event behind a refusal. */
const note = ({ server }: World, endpoint: string, { code, detail }: OAuthError): void => {
  server.flows.record({
    kind: detail.kind ?? 'refused',
    code,
    endpoint: endpoint.slice(0, 40),
    ownerText: detail.owner ?? null,
    operatorText: detail.operator,
    cure: detail.cure ?? null,
    clientId: detail.about?.clientId ?? null,
    sub: detail.about?.sub ?? null,
    familyPublicId: detail.about?.familyPublicId ?? null,
  })
}

/** A cut leaves the rows exactly as they were after one of the statements: never in between, never elsewhere. */
const settle = (world: World, candidates: readonly Model[], rows: readonly Row[]): void => {
  const found = candidates.find((model) => differences(model, rows).length === 0)
  if (found === undefined) {
    const last = differences(world.model, rows).join('\n')
    throw new Violation(`a cut connection left the rows in a state that no statement leads to:\n${last}`)
  }
  world.model = found
}

/** What holds after every step, whatever it was. */
export const check = async (world: World): Promise<void> => checkAll(world, await world.ground.rows())

const checkAll = (world: World, rows: readonly Row[]): void => {
  world.secrets.checkRows(rows)
  world.secrets.checkLines(world.logLines.splice(0))
  const different = differences(world.model, rows)
  if (different.length > 0) throw new Violation(`the rows are not what they should be:\n${different.join('\n')}`)
}
