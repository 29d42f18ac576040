// Master key uses: what still needs each master key, so that none is dropped too early.
import { sql } from 'kysely'
import type { Handle } from './schema.ts'

export type MasterKeyUse = Readonly<{
  fingerprint: string
  signingKeys: number
  /** Those of people's apps for codes among them. */
  sealedSecrets: number
  /** Living ones whose newest refresh token it authenticates. */
  families: number
}>

type Row = { fingerprint: string; signing_keys: number; sealed_secrets: number; families: number }

/**
 * Which keys sealed rows name. Families are not looked at: a start must not read them all. Of people's secrets, of which there
 * may be as many, the index gives the few different names one after the other.
 */
export const sealingKeys = async (handle: Handle): Promise<readonly string[]> => {
  const { rows } = await sql<{ fingerprint: string }>`
    with recursive named as (
      select min(sealed_by) as fingerprint from totp
      union all
      select (select min(sealed_by) from totp where sealed_by > named.fingerprint) from named
        where named.fingerprint is not null)
    select sealed_by as fingerprint from signing_key where sealed_private is not null
    union select sealed_by from sealed_secret
    union select fingerprint from named where fingerprint is not null order by 1`.execute(handle)
  return rows.map(({ fingerprint }) => fingerprint)
}

export const masterKeyUses = async (handle: Handle, now: Date): Promise<readonly MasterKeyUse[]> => {
  const { rows } = await sql<Row>`
    select fingerprint, count(*) filter (where thing = 'key')::integer as signing_keys,
      count(*) filter (where thing = 'secret')::integer as sealed_secrets,
      count(*) filter (where thing = 'family')::integer as families
    from (
      select sealed_by as fingerprint, 'key' as thing from signing_key where sealed_private is not null
      union all select sealed_by, 'secret' from sealed_secret
      union all select sealed_by, 'secret' from totp
      union all select master_key, 'family' from family
        where revoked_at is null and idle_expires_at > ${now} and absolute_expires_at > ${now}
    ) uses
    group by fingerprint order by fingerprint`.execute(handle)
  return rows.map(({ fingerprint, signing_keys, sealed_secrets, families }) => ({
    fingerprint,
    signingKeys: signing_keys,
    sealedSecrets: sealed_secrets,
    families,
  }))
}
