// Scopes: what applications may ask for, with the words that people read.
import type { Scope } from '../model/scope.ts'
import type { Handle } from './schema.ts'

export const scopes = (handle: Handle) => ({
  list: (): Promise<readonly Scope[]> => handle.selectFrom('scope').selectAll().orderBy('name').execute(),

  /** Adds it, or replaces its words and rules. */
  set: async ({ name, words, optional, privileged }: Scope): Promise<void> => {
    const rules = { words, optional, privileged }
    const query = handle.insertInto('scope').values({ name, ...rules })
    await query.onConflict((conflict) => conflict.column('name').doUpdateSet(rules)).execute()
  },
})
