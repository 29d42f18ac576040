// Scopes: what applications may ask for, with the words that people read.
import { sql } from 'kysely'
import type { Scope } from '../model/scope.ts'
import type { Handle } from './schema.ts'

export const scopes = (handle: Handle) => ({
  list: (): Promise<readonly Scope[]> => handle.selectFrom('scope').selectAll().orderBy('name').execute(),

  /** Nobody else changes it before the transaction ends. */
  locked: (name: string): Promise<Scope | undefined> =>
    handle.selectFrom('scope').selectAll().where('name', '=', name).forUpdate().executeTakeFirst(),

  /** Adds it, or replaces its words and rules. */
  set: async ({ name, words, optional, privileged }: Scope): Promise<void> => {
    const rules = { words, optional, privileged }
    const query = handle.insertInto('scope').values({ name, ...rules })
    await query.onConflict((conflict) => conflict.column('name').doUpdateSet(rules)).execute()
  },

  /** Some of the clients and resources that name it, but for those resources. */
  namedBy: async (name: string, butFor: readonly string[], limit: number): Promise<readonly string[]> => {
    const { rows } = await sql<{ who: string }>`
      select client_id as who from client where ${name} = any(scope)
      union all
      select identifier from resource where ${name} = any(scope) and not identifier = any(${butFor}::text[])
      order by who limit ${limit}`.execute(handle)
    return rows.map(({ who }) => who)
  },

  /** Whether there was such a scope, and no client may ask for it and no resource has it as its own. */
  removeUnused: async (name: string): Promise<boolean> => {
    const result = await handle
      .deleteFrom('scope')
      .where('name', '=', name)
      .where(({ not, exists, selectFrom, val }) =>
        not(
          exists(
            selectFrom('client')
              .select('client_id')
              .where(val(name), '=', (eb) => eb.fn.any('client.scope')),
          ),
        ),
      )
      .where(({ not, exists, selectFrom, val }) =>
        not(
          exists(
            selectFrom('resource')
              .select('identifier')
              .where(val(name), '=', (eb) => eb.fn.any('resource.scope')),
          ),
        ),
      )
      .executeTakeFirst()
    return result.numDeletedRows > 0n
  },
})
