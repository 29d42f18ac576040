// Scopes: what applications may ask for, and the words in which people are asked (RFC 6749 §3.3).
import type { Scope } from '../../model/scope.ts'
import { isLine } from '../../protocol/line.ts'
import { printable } from '../../protocol/params.ts'
import { isScopeName } from '../../protocol/scope.ts'
import type { Store } from '../../store/index.ts'
import type { KnownScopes } from '../known-scopes.ts'
import { wrongUse } from './problem.ts'

type Parts = Readonly<{ store: Pick<Store, 'scopes'>; scopes: Pick<KnownScopes, 'reload'> }>

export const scopeOperations = ({ store, scopes }: Parts) => ({
  list: (): Promise<readonly Scope[]> => store.scopes.list(),

  /** Adds it, or replaces its words and rules; at once where it runs, and within seconds elsewhere. */
  set: async (scope: Scope): Promise<Scope> => {
    if (!isScopeName(scope.name))
      throw wrongUse(`the scope ${printable(scope.name)} has a character that scopes cannot have (RFC 6749 §3.3)`)
    if (!isLine(scope.words, 200)) throw wrongUse('the words must be one line of 1 to 200 characters')
    await store.scopes.set(scope)
    await scopes.reload()
    return scope
  },
})
