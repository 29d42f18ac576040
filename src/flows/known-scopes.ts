// The scopes as last read: discovery must answer while the database is away, and every consent page needs them.
import type { Scope } from '../model/scope.ts'
import type { Store } from '../store/index.ts'

export type KnownScopes = Readonly<{ list(): readonly Scope[]; reload(): Promise<void> }>

/** Reads them once; call `reload` every few seconds to follow what operators change. */
export const knowingScopes = async (scopes: Pick<Store['scopes'], 'list'>): Promise<KnownScopes> => {
  let known = await scopes.list()
  return {
    list: () => known,
    reload: async () => {
      known = await scopes.list()
    },
  }
}
