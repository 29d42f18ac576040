// Resources: the APIs that tokens are for (RFC 8707 §2).
import type { Selectable } from 'kysely'
import type { Resource } from '../model/resource.ts'
import type { Handle, ResourceTable } from './schema.ts'

const toResource = (row: Selectable<ResourceTable>): Resource => ({
  identifier: row.identifier,
  audience: row.audience,
  name: row.name,
  scope: row.scope,
  accessTokenSeconds: row.access_token_seconds,
  signingAlg: row.signing_alg,
  claims: row.claims,
  createdAt: row.created_at,
})

export const resources = (handle: Handle) => ({
  list: async (): Promise<readonly Resource[]> =>
    (await handle.selectFrom('resource').selectAll().orderBy('identifier').execute()).map(toResource),

  /** Nobody else changes it before the transaction ends. */
  locked: async (identifier: string): Promise<Resource | undefined> => {
    const query = handle.selectFrom('resource').selectAll().where('identifier', '=', identifier).forUpdate()
    const row = await query.executeTakeFirst()
    return row && toResource(row)
  },

  /** Adds it, or replaces everything but its beginning. */
  set: async (resource: Resource): Promise<void> => {
    const change = {
      audience: resource.audience,
      name: resource.name,
      scope: resource.scope,
      access_token_seconds: resource.accessTokenSeconds,
      signing_alg: resource.signingAlg,
      claims: JSON.stringify(resource.claims),
    }
    await handle
      .insertInto('resource')
      .values({ ...change, identifier: resource.identifier, created_at: resource.createdAt })
      .onConflict((conflict) => conflict.column('identifier').doUpdateSet(change))
      .execute()
  },

  /** Whether there was such a resource. */
  remove: async (identifier: string): Promise<boolean> => {
    const result = await handle.deleteFrom('resource').where('identifier', '=', identifier).executeTakeFirst()
    return result.numDeletedRows > 0n
  },
})
