// Authorization codes: redeemed once, by one statement that also founds the family (RFC 6749 §4.1.2, §10.5).
import { type RawBuilder, sql } from 'kysely'
import type { Account } from '../model/account.ts'
import type { AuthorizationCode } from '../model/authorization-code.ts'
import type { Family } from '../model/family.ts'
import { anyResources, type ResourceCondition } from '../model/resource.ts'
import { redirectOrigin } from '../protocol/redirect-uri.ts'
import { type AccountRow, accountColumns, toAccount } from './account-row.ts'
import { besideKey } from './beside-key.ts'
import { type CodeRow, codeBytes, codeColumns, toCode } from './code-row.ts'
import { type FamilyRow, familyBytes, familyColumns, toFamily } from './family-row.ts'
import { type Founding, founding } from './founding.ts'
import { type Packed, packed } from './packed-columns.ts'
import { prepared } from './prepared.ts'
import { resourcesAre } from './resource-condition.ts'
import type { Handle } from './schema.ts'
import { sweep } from './sweep.ts'

export type Redemption = Founding & Readonly<{ digest: Buffer }>

export type Redeemed = Readonly<{ code: AuthorizationCode; family: Family; account: Account }>

const columns = {
  code: packed<CodeRow>('spent', codeColumns, codeBytes),
  family: packed<FamilyRow>('founded', familyColumns, familyBytes),
  account: packed<AccountRow>('account', accountColumns),
}

// Who comes second waits for the first one's commit, then finds spent_at set and changes nothing.
const redeemStatement = prepared<
  Redemption & ResourceCondition,
  Readonly<Record<'code' | 'family' | 'account', Packed>>
>(
  (value) => sql`
  with spent as (
    update authorization_code set spent_at = ${value('now')}
    from account
    where digest = ${value('digest')} and ${besideKey('client_id')} = ${value('clientId')} and spent_at is null
      and account.sub = ${besideKey('authorization_code.sub')} and account.disabled_at is null and ${resourcesAre(value)}
    returning authorization_code.*
  ), ${founding(value, { sessionId: sql`session_id`, requestedClaims: sql`requested_claims`, accessEndsAt: sql`access_ends_at` })}
  select ${columns.code.all} as code, ${columns.family.all} as family, ${columns.account.all} as account
  from spent join founded on founded.id = spent.family_id join account on account.sub = founded.sub`,
)

const insertStatement = prepared<AuthorizationCode & Readonly<{ redirectOrigin: string }>, { digest: Buffer }>(
  (value) => sql`
  insert into authorization_code (digest, client_id, sub, session_id, sid, redirect_uri, redirect_uri_sent, code_challenge,
    scope, resources, requested_claims, nonce, authenticated_at, amr, family_id, family_public_id, issued_at, expires_at, access_ends_at)
  select ${value('digest')}::bytea, ${value('clientId')}, session.sub, session.id, ${value('sid')}, ${value('redirectUri')},
    ${value('redirectUriSent')}::boolean, ${value('codeChallenge')}, ${value('scope')}::text[],
    ${value('resources')}::text[], ${value('requestedClaims')}::jsonb, ${value('nonce')},
    ${value('authenticatedAt')}::timestamptz, ${value('amr')}::text[], ${value('familyId')}::bytea,
    ${value('familyPublicId')}, ${value('issuedAt')}::timestamptz, ${value('expiresAt')}::timestamptz,
    ${value('accessEndsAt')}::timestamptz
  from session, client, consent
  where session.id = ${value('sessionId')} and ${besideKey('session.sub')} = ${value('sub')}
    and client.client_id = ${value('clientId')} and client.disabled_at is null
    and consent.sub = ${value('sub')} and ${besideKey('consent.client_id')} = ${value('clientId')}
    and consent.redirect_origin = ${value('redirectOrigin')}
  for key share of session, consent for share of client
  returning digest`,
)

/**
 * Only what could still be redeemed: a spent code is kept, so that its replay is seen. What a device was allowed and has not
 * fetched yet goes with it, in the same statement, so that nobody who ends access can forget the one of the two.
 */
const removeUnspent = async (handle: Handle, whose: RawBuilder<unknown>): Promise<number> => {
  const unspent = sql`${whose} and spent_at is null`
  const { numAffectedRows } = await sql`
    with devices as (delete from device_authorization where ${unspent})
    delete from authorization_code where ${unspent}`.execute(handle)
  return Number(numAffectedRows ?? 0n)
}

export const codes = (handle: Handle) => ({
  /**
   * False if the session has ended, the client is disabled or what the person allowed it is taken back: the locks wait for who
   * is just doing so.
   */
  create: async (code: AuthorizationCode): Promise<boolean> => {
    const row = { ...code, redirectOrigin: redirectOrigin(code.redirectUri) }
    return (await insertStatement(handle, row)).length === 1
  },

  /** Undefined: no such code of that client, spent already, for other resources, or its person is disabled. Not judged yet. */
  redeem: async (redemption: Redemption, condition = anyResources): Promise<Redeemed | undefined> => {
    const [row] = await redeemStatement(handle, { ...redemption, ...condition })
    return (
      row && {
        code: toCode(columns.code.row(row.code)),
        family: toFamily(columns.family.row(row.family)),
        account: toAccount(columns.account.row(row.account)),
      }
    )
  },

  find: async (digest: Buffer): Promise<AuthorizationCode | undefined> => {
    const query = handle.selectFrom('authorization_code').select(codeColumns).where('digest', '=', digest)
    const row = await query.executeTakeFirst()
    return row && toCode(row)
  },

  removeForAccount: (sub: string): Promise<number> => removeUnspent(handle, sql`sub = ${sub}`),

  /** Of one person and one app. */
  removeForConnection: (sub: string, clientId: string): Promise<number> =>
    removeUnspent(handle, sql`sub = ${sub} and client_id = ${clientId}`),

  removeForClient: (clientId: string): Promise<number> => removeUnspent(handle, sql`client_id = ${clientId}`),

  removeForSession: (sessionId: string): Promise<number> => removeUnspent(handle, sql`session_id = ${sessionId}`),

  removeForSessions: (sessionIds: readonly string[]): Promise<number> =>
    removeUnspent(handle, sql`session_id = any(${sessionIds}::text[])`),

  /** Deletes codes a day after their end: until then a late replay is still seen. */
  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`expires_at <= ${now}::timestamptz - interval '24 hours'`
    return sweep(handle, { table: 'authorization_code', key: 'digest', expiry: 'expires_at', expired, limit })
  },
})
