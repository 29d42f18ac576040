// Applying: makes clients, resources, scopes and people as a file says; as often as one likes, with the same result.
import type { Facts } from '../../../model/event.ts'
import type { Scope } from '../../../model/scope.ts'
import type { Store } from '../../../store/index.ts'
import type { PasswordProblemOf } from '../password.ts'
import { OperatorProblem } from '../problem.ts'
import type { ApplyItem } from './document.ts'
import type { Operations } from './operations.ts'
import { planItem, type Step, scopeOf } from './plan.ts'
import { planPruning } from './prune.ts'

export type ApplyOptions = Readonly<{ dryRun: boolean; prune: boolean }>

export type Applied = Readonly<{
  dryRun: boolean
  changes: readonly Readonly<{
    kind: Step['kind']
    name: string
    action: Step['action']
    before: Facts | null
    after: Facts | null
    /** Shown this once. */
    client_secret?: string
  }>[]
  unchanged: number
  /** What is not as one might think. */
  notes: readonly string[]
  /** Where there is one while planning, nothing is done at all; one while working leaves what was done. */
  problems: readonly Readonly<{ line: number | null; problem: string }>[]
}>

type Parts = Readonly<{
  store: Store
  sha256: (text: string) => Buffer
  passwordProblem: PasswordProblemOf
  fetchLoopback: boolean
  clock: () => Date
  operator: Operations
}>

type Problem = Applied['problems'][number]

export const applying =
  (parts: Parts) =>
  async (items: readonly ApplyItem[], { dryRun, prune }: ApplyOptions): Promise<Applied> => {
    const { steps, problems, unchanged } = await planAll(parts, items)
    const pruning = prune ? await planPruning(parts, items) : { steps: [], notes: [] }
    const all = [...steps, ...pruning.steps]
    const notes = [...(await stillDisabled(parts, items)), ...pruning.notes]
    if (dryRun) return { dryRun, changes: all.map((step) => changeOf(step)), unchanged, notes, problems }
    if (problems.length > 0) return { dryRun, changes: [], unchanged, notes, problems }
    const changes: Applied['changes'][number][] = []
    let found = unchanged
    for (const step of all) {
      try {
        const done = await runStep(parts, items, step)
        if (done === undefined) found += 1
        else changes.push(done)
      } catch (error) {
        if (!(error instanceof OperatorProblem)) throw error
        return {
          dryRun,
          changes,
          unchanged: found,
          notes,
          problems: [{ line: lineOf(items, step), problem: `${step.name}: ${error.message}` }],
        }
      }
      // What was there before is not this file's to take away.
      if (step.action === 'create' && step.kind !== 'person') await parts.store.applied.add(step.kind, step.name)
    }
    return { dryRun, changes, unchanged: found, notes, problems: [] }
  }

/** Undefined: another `apply` of the same file was quicker, and made it so. */
const runStep = async (parts: Parts, items: readonly ApplyItem[], step: Step) => {
  try {
    return changeOf(step, await step.run())
  } catch (error) {
    if (step.action !== 'create') throw error
    const same = items.filter(({ kind, name }) => kind === step.kind && name === step.name)
    const { steps, problems } = await planAll(parts, same)
    const [again] = steps
    if (problems.length > 0 || again?.action === 'create') throw error
    return again && changeOf(again, await again.run())
  }
}

/** Why somebody disabled an app is not in the file, so the file does not enable it. */
const stillDisabled = async ({ store }: Parts, items: readonly ApplyItem[]): Promise<readonly string[]> => {
  const notes: string[] = []
  for (const { kind, name } of items) {
    if (kind !== 'client' || ((await store.clients.find(name))?.client.disabledAt ?? null) === null) continue
    notes.push(`${name} is disabled, and stays so: countersign clients enable ${name}`)
  }
  return notes
}

/** Scopes first, because all others name them; then APIs, apps and people. */
const order: readonly ApplyItem['kind'][] = ['scope', 'resource', 'client', 'person']

const planAll = async (parts: Parts, items: readonly ApplyItem[]) => {
  const steps: Step[] = []
  const problems: Problem[] = []
  let unchanged = 0
  const before = await parts.store.scopes.list()
  const about = { ...parts, now: parts.clock() }
  for (const item of order.flatMap((kind) => items.filter((each) => each.kind === kind))) {
    try {
      const step = await planItem(about, item, item.kind === 'scope' ? before : withThose(before, items))
      if (step === undefined) unchanged += 1
      else steps.push(step)
    } catch (error) {
      if (!(error instanceof OperatorProblem)) throw error
      problems.push({ line: item.line, problem: `${item.kind} ${item.name}: ${error.message}` })
    }
  }
  return { steps, problems, unchanged }
}

/** As they will be when it is an app's turn. */
const withThose = (scopes: readonly Scope[], items: readonly ApplyItem[]): readonly Scope[] => {
  const wanted = items.flatMap((item) => (item.kind === 'scope' ? [scopeOf(item)] : []))
  return [...scopes.filter(({ name }) => !wanted.some((each) => each.name === name)), ...wanted]
}

const changeOf = ({ kind, name, action, before, after }: Step, secret?: string) => ({
  ...{ kind, name, action, before, after },
  ...(secret !== undefined && { client_secret: secret }),
})

const lineOf = (items: readonly ApplyItem[], { kind, name }: Step): number | null =>
  items.find((item) => item.kind === kind && item.name === name)?.line ?? null
