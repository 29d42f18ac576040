// Connected apps: what a person allowed and what lives of it, by app; both ranges of an index that begins with the person.
import { sql } from 'kysely'
import type { ConnectedApp } from '../model/connected-app.ts'
import type { Handle } from './schema.ts'

type Row = Readonly<{
  client_id: string
  /** As JSON has them. */
  consents: readonly Readonly<{
    scope: readonly string[]
    resources: readonly string[]
    redirect_origin: string
    granted_at: string
    ends_at: string | null
  }>[]
  scopes: readonly (readonly string[])[]
  resources: readonly (readonly string[])[]
  families: number
  since: Date
  used_at: Date | null
  /** The end that the person set, of the family that lives longest; null: one has none. */
  ends_at: Date | null
}>

// A person may have thousands of families of one app; what is told of them is added up where they are.
const listStatement = (sub: string, now: Date, clientId: string | null, limit: number, offset: number) => sql<Row>`
  with allowed as (
    select client_id, min(granted_at) as since, json_agg(json_build_object('scope', scope, 'resources', resources,
      'redirect_origin', redirect_origin, 'granted_at', granted_at, 'ends_at', ends_at) order by granted_at desc) as consents
    from consent
    where sub = ${sub} and (ends_at is null or ends_at > ${now}::timestamptz)
      and (${clientId}::text is null or client_id = ${clientId}::text)
    group by client_id
  ), alive as (
    select client_id, count(*)::integer as families, min(created_at) as since, max(rotated_at) as used_at,
      case when count(access_ends_at) = count(*) then max(access_ends_at) end as ends_at,
      json_agg(distinct to_jsonb(scope)) as scopes, json_agg(distinct to_jsonb(resources)) as resources
    from family
    where sub = ${sub} and revoked_at is null and idle_expires_at > ${now}::timestamptz
      and absolute_expires_at > ${now}::timestamptz and (${clientId}::text is null or client_id = ${clientId}::text)
    group by client_id
  )
  select client_id, coalesce(consents, '[]') as consents, coalesce(scopes, '[]') as scopes,
    coalesce(resources, '[]') as resources, coalesce(families, 0) as families,
    least(allowed.since, alive.since) as since, used_at, ends_at
  from allowed full join alive using (client_id)
  order by coalesce(used_at, allowed.since) desc, client_id
  limit ${limit}::integer offset ${offset}::integer`

const unique = (lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())]

const toConnectedApp = (row: Row): ConnectedApp => ({
  clientId: row.client_id,
  scope: unique([...row.consents.map(({ scope }) => scope), ...row.scopes]),
  resources: unique([...row.consents.map(({ resources }) => resources), ...row.resources]),
  redirectOrigins: row.consents.map(({ redirect_origin }) => redirect_origin),
  since: row.since,
  lastUsedAt: row.used_at,
  families: row.families,
  endsAt: endOf(row),
})

/** The end that the person set, where all has one: what they allowed, and what lives of it, as devices do without a consent. */
const endOf = ({ consents, families, ends_at: lastFamilyEnd }: Row): Date | null => {
  const ends = [...consents.map(({ ends_at }) => ends_at), ...(families > 0 ? [lastFamilyEnd] : [])]
  if (ends.length === 0 || ends.includes(null)) return null
  return new Date(Math.max(...ends.map((end) => new Date(end ?? 0).getTime())))
}

export const connectedApps = (handle: Handle) => ({
  /** The one used last first. */
  list: async (
    sub: string,
    now: Date,
    { limit, offset }: Readonly<{ limit: number; offset: number }>,
  ): Promise<readonly ConnectedApp[]> => {
    const { rows } = await listStatement(sub, now, null, limit, offset).execute(handle)
    return rows.map(toConnectedApp)
  },

  find: async (sub: string, clientId: string, now: Date): Promise<ConnectedApp | undefined> => {
    const [row] = (await listStatement(sub, now, clientId, 1, 0).execute(handle)).rows
    return row && toConnectedApp(row)
  },

  /** Forgets what the person allowed the app, so that it asks again. */
  forget: async (sub: string, clientId: string): Promise<number> => {
    const query = handle.deleteFrom('consent').where('sub', '=', sub).where('client_id', '=', clientId)
    return Number((await query.executeTakeFirst()).numDeletedRows)
  },
})
