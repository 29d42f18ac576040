// Clients: applications (RFC 6749 §2, RFC 7591), with their secrets and registration tokens (RFC 7592).
import { sql } from 'kysely'
import type { Client, ClientOrigin, ClientSecret } from '../model/client.ts'
import { atomically } from './atomically.ts'
import { type ClientRow, fromClient, fromMetadata, toClient, toSecret } from './client-row.ts'
import { clientSecrets } from './client-secrets.ts'
import { lowerName, nameBegins } from './columns.ts'
import type { Handle } from './schema.ts'

export type ClientRecord = Readonly<{
  client: Client
  /** The newest first; two at most. */
  secrets: readonly ClientSecret[]
  registrationTokenDigest: Buffer | null
}>

export type NewClient = Readonly<{
  client: Client
  secretDigest: Buffer | null
  secretId: string
  registrationTokenDigest: Buffer | null
}>

export type ClientQuery = Readonly<{
  /** How its name begins, whatever the capitals. */
  name?: string | undefined
  /** The last one that was seen. */
  after?: Pick<Client, 'clientId' | 'name'> | undefined
  limit: number
}>

type JoinedRow = ClientRow & {
  secret_id: string | null
  secret_digest: Buffer
  secret_created_at: Date
  secret_last_used_at: Date | null
}

const toRecord = ([first, ...more]: readonly JoinedRow[]): ClientRecord | undefined => {
  if (first === undefined) return undefined
  const secrets = [first, ...more].flatMap((row) => {
    const {
      secret_id: id,
      secret_digest: digest,
      secret_created_at: created_at,
      secret_last_used_at: last_used_at,
    } = row
    return id === null ? [] : [toSecret({ id, digest, created_at, last_used_at })]
  })
  return { client: toClient(first), secrets, registrationTokenDigest: first.registration_token_digest }
}

const reading = (handle: Handle) => {
  const find = async (clientId: string): Promise<ClientRecord | undefined> => {
    // PostgreSQL's text has no NUL, so nobody has such an id; asking for it would be an error.
    if (clientId.includes('\0')) return undefined
    const { rows } = await sql<JoinedRow>`
      select client.*, secret.id as secret_id, secret.digest as secret_digest,
        secret.created_at as secret_created_at, secret.last_used_at as secret_last_used_at
      from client left join client_secret secret on secret.client_id = client.client_id
      where client.client_id = ${clientId} order by secret.position desc`.execute(handle)
    return toRecord(rows)
  }

  return {
    find,

    /** Found, and held until the transaction ends: whoever else changes it waits. */
    lock: async (clientId: string): Promise<ClientRecord | undefined> => {
      if (clientId.includes('\0')) return undefined
      const query = handle.selectFrom('client').select('client_id').where('client_id', '=', clientId).forNoKeyUpdate()
      return (await query.executeTakeFirst()) === undefined ? undefined : find(clientId)
    },
  }
}

export const clients = (handle: Handle) => ({
  ...clientSecrets(handle),
  ...reading(handle),

  create: ({ client, secretDigest, secretId, registrationTokenDigest }: NewClient): Promise<void> =>
    atomically(handle, async (inside) => {
      const row = { ...fromClient(client), registration_token_digest: registrationTokenDigest }
      await inside.insertInto('client').values(row).execute()
      if (secretDigest === null) return
      const secret = { id: secretId, digest: secretDigest, created_at: client.createdAt, last_used_at: null }
      await inside
        .insertInto('client_secret')
        .values({ ...secret, client_id: client.clientId })
        .execute()
    }),

  /** In the order of their ids, beginning after the one given. */
  list: async (page: { after?: string | undefined; limit: number }): Promise<readonly Client[]> => {
    const query = handle.selectFrom('client').selectAll().orderBy('client_id').limit(page.limit)
    const rows = await (page.after === undefined ? query : query.where('client_id', '>', page.after)).execute()
    return rows.map(toClient)
  },

  /** A range of one index, in the order of names. */
  search: async ({ name = '', after, limit }: ClientQuery): Promise<readonly Client[]> => {
    let query = handle.selectFrom('client').selectAll().orderBy(lowerName).orderBy('client_id').limit(limit)
    if (name !== '') query = query.where(nameBegins(name))
    if (after !== undefined)
      query = query.where(sql<boolean>`(${lowerName}, client_id) > (lower(${after.name}::text), ${after.clientId})`)
    return (await query.execute()).map(toClient)
  },

  /** Those of the given audiences that some live client serves (RFC 8707: an unknown one is refused). */
  knownAudiences: async (audiences: readonly string[]): Promise<readonly string[]> => {
    const { rows } = await sql<{ audience: string }>`
      select distinct audience from client, unnest(client.audiences) audience
      where client.audiences && ${audiences}::text[] and client.disabled_at is null
        and audience = any(${audiences}::text[])`.execute(handle)
    return rows.map((row) => row.audience)
  },

  /** Replaces the metadata; whether there is such a client. Who vouched for its redirect URIs did not vouch for others. */
  update: async (client: Client): Promise<boolean> => {
    const publisher_verified_at = sql<Date | null>`
      case when redirect_uris = ${client.redirectUris}::text[] then publisher_verified_at end`
    const set = { ...fromMetadata(client), publisher_verified_at }
    const query = handle.updateTable('client').set(set).where('client_id', '=', client.clientId)
    return (await query.executeTakeFirst()).numUpdatedRows > 0n
  },

  /** With its secrets, consents, codes and families. */
  remove: (clientId: string): Promise<boolean> =>
    atomically(handle, async (inside) => {
      // Codes before families: a code that is being redeemed is waited for, and its new family is then found.
      const result = await inside.deleteFrom('client').where('client_id', '=', clientId).executeTakeFirst()
      await inside.deleteFrom('authorization_code').where('client_id', '=', clientId).execute()
      await inside.deleteFrom('device_authorization').where('client_id', '=', clientId).execute()
      await inside.deleteFrom('family').where('client_id', '=', clientId).execute()
      await inside.deleteFrom('logout_delivery').where('client_id', '=', clientId).execute()
      return result.numDeletedRows > 0n
    }),

  /** Whether there is such a client; one that is disabled already keeps the first instant. */
  setDisabled: async (clientId: string, at: Date | null): Promise<boolean> => {
    const result = await handle
      .updateTable('client')
      .set((eb) => ({ disabled_at: at && eb.fn.coalesce('disabled_at', eb.val(at)) }))
      .where('client_id', '=', clientId)
      .executeTakeFirst()
    return result.numUpdatedRows > 0n
  },

  /**
   * Forgets registrations that never completed a login; one that completes it meanwhile stays. So does a document that an
   * operator disabled: it would come back by itself.
   */
  forgetUnused: async (origin: ClientOrigin, createdBefore: Date, limit: number): Promise<number> => {
    const { rows } = await sql`
      delete from client where client_id = any(array(
        select client_id from client where origin = ${origin} and first_login_at is null and verified_at is null
          and created_at < ${createdBefore}
          and (disabled_at is null or origin <> 'metadata-document')
        order by created_at limit ${limit}::integer for update skip locked))
      returning client_id`.execute(handle)
    return rows.length
  },
})
