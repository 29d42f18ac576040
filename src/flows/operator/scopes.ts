// Scopes: what applications may ask for, and the words in which people are asked (RFC 6749 §3.3).
import type { Scope } from '../../model/scope.ts'
import { isAdminScope } from '../../protocol/admin-scopes.ts'
import { isLine } from '../../protocol/line.ts'
import { printable } from '../../protocol/params.ts'
import { isScopeName } from '../../protocol/scope.ts'
import { personalScope } from '../../protocol/standard-claims.ts'
import type { Store } from '../../store/index.ts'
import { difference } from '../difference.ts'
import type { RecordEvent } from '../events.ts'
import type { Guard } from '../guard.ts'
import type { KnownScopes } from '../known-scopes.ts'
import { failed, notFound, wrongUse } from './problem.ts'

export type ScopesParts = Readonly<{
  store: Pick<Store, 'scopes' | 'transaction'>
  scopes: Pick<KnownScopes, 'reload'>
  record: RecordEvent
}>

export const scopeOperations = ({ store, scopes, record }: ScopesParts) => ({
  list: (): Promise<readonly Scope[]> => store.scopes.list(),

  /** Adds it, or replaces its words and rules; at once where it runs, and within seconds elsewhere. */
  set: async (scope: Scope, guard?: Guard<Scope>): Promise<Scope> => {
    checkScope(scope)
    const before = await store.transaction(async (tx) => {
      const before = await tx.scopes.locked(scope.name)
      guard?.(before)
      await tx.scopes.set(scope)
      return before
    })
    await scopes.reload()
    const operatorText = `The operator ${before === undefined ? 'added' : 'changed'} the scope ${scope.name}.`
    record({ kind: 'scope_changed', operatorText, ...difference(before ?? null, scope) })
    return scope
  },

  /** Only one that nothing names any more: taken from an app, its people would lose what they allowed. */
  remove: async (name: string, guard?: Guard<Scope>): Promise<Scope> => {
    const scope = (await store.scopes.list()).find((each) => each.name === name)
    if (scope === undefined) throw notFound(`there is no scope ${printable(name)}`)
    if (isAdminScope(name) || isBuiltIn(name)) throw failed(`the scope ${name} is this server's own`)
    const isRemoved = await store.transaction(async (tx) => {
      guard?.(await tx.scopes.locked(name))
      return tx.scopes.removeUnused(name)
    })
    if (!isRemoved)
      throw failed(`the scope ${name} is in use: take it from the clients and resources that name it first`)
    await scopes.reload()
    record({
      kind: 'scope_changed',
      operatorText: `The operator removed the scope ${name}.`,
      ...difference(scope, null),
    })
    return scope
  },
})

const isBuiltIn = (name: string): boolean => ['openid', 'offline_access'].includes(name) || personalScope.has(name)

/** @throws OperatorProblem */
export const checkScope = ({ name, words, privileged }: Scope): void => {
  if (!isScopeName(name))
    throw wrongUse(`the scope ${printable(name)} has a character that scopes cannot have (RFC 6749 §3.3)`)
  if (!isLine(words, 200)) throw wrongUse('the words must be one line of 1 to 200 characters')
  if (isAdminScope(name) && !privileged)
    throw wrongUse(`the scope ${name} administers this server: it must stay privileged`)
}
