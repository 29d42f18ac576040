// Pruning: what `apply` once made and its file names no more; what anybody else made is never touched.
import type { AppliedKind } from '../../../store/applied.ts'
import type { Store } from '../../../store/index.ts'
import type { ApplyItem } from './document.ts'
import type { Operations } from './operations.ts'
import type { Step } from './plan.ts'

type Parts = Readonly<{
  store: Pick<Store, 'applied' | 'clients' | 'resources' | 'scopes'>
  operator: Operations
}>

export type Pruning = Readonly<{
  steps: readonly Step[]
  /** What stays although the file does not name it, and why. */
  notes: readonly string[]
}>

const someNames = 3

/**
 * Apps are disabled, because their history and their people's consents are worth keeping; so a scope that one of them names
 * is kept, too. People stay as they are.
 */
export const planPruning = async ({ store, operator }: Parts, items: readonly ApplyItem[]): Promise<Pruning> => {
  const leftOut = async (kind: AppliedKind): Promise<readonly string[]> => {
    const named = new Set(items.filter((item) => item.kind === kind).map(({ name }) => name))
    return (await store.applied.list(kind)).filter((name) => !named.has(name))
  }
  const [resources, scopes] = [await store.resources.list(), await store.scopes.list()]
  const [steps, notes]: [Step[], string[]] = [[], []]
  for (const name of await leftOut('client')) {
    const client = (await store.clients.find(name))?.client
    if (client === undefined || client.disabledAt !== null) continue
    const run = async () => void (await operator.clients.disable(name))
    steps.push({ kind: 'client', name, action: 'disable', before: { disabled: false }, after: { disabled: true }, run })
  }
  for (const name of await leftOut('resource')) {
    if (!resources.some(({ identifier }) => identifier === name)) continue
    const run = async () => {
      await operator.resources.remove(name)
      await store.applied.remove('resource', name)
      return undefined
    }
    steps.push({ kind: 'resource', name, action: 'remove', before: null, after: null, run })
  }
  const removed = steps.flatMap(({ kind, name }) => (kind === 'resource' ? [name] : []))
  for (const name of await leftOut('scope')) {
    if (!scopes.some((scope) => scope.name === name)) continue
    const users = await store.scopes.namedBy(name, removed, someNames)
    if (users.length > 0) {
      notes.push(`the scope ${name} stays: ${users.join(', ')} ${users.length === 1 ? 'names' : 'name'} it`)
      continue
    }
    const run = async () => {
      await operator.scopes.remove(name)
      await store.applied.remove('scope', name)
      return undefined
    }
    steps.push({ kind: 'scope', name, action: 'remove', before: null, after: null, run })
  }
  return { steps, notes }
}
