// Applied: what `apply` made, and may take away again when its file names it no more.
import type { Handle } from './schema.ts'

export type AppliedKind = 'client' | 'resource' | 'scope'

export const applied = (handle: Handle) => ({
  list: async (kind: AppliedKind): Promise<readonly string[]> => {
    const rows = await handle.selectFrom('applied').select('name').where('kind', '=', kind).orderBy('name').execute()
    return rows.map(({ name }) => name)
  },

  add: async (kind: AppliedKind, name: string): Promise<void> => {
    const query = handle.insertInto('applied').values({ kind, name })
    await query.onConflict((conflict) => conflict.doNothing()).execute()
  },

  remove: async (kind: AppliedKind, name: string): Promise<void> => {
    await handle.deleteFrom('applied').where('kind', '=', kind).where('name', '=', name).execute()
  },
})
