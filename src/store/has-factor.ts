// Whether a person has a second factor, beside whatever else a statement reads of them.
import { type RawBuilder, sql } from 'kysely'

/**
 * Recovery codes alone are none. Scalar subqueries: for `exists` the planner may read a whole table into memory.
 * @param sub a column, a constant of this code, never input
 */
export const hasFactor = (sub: string): RawBuilder<boolean> => sql`coalesce(
    (select true from totp where totp.sub = ${sql.ref(sub)}),
    (select true from passkey where passkey.sub = ${sql.ref(sub)} limit 1), false)`
