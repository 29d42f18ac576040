// A connection of the pool, as Kysely uses it: statements under names, repeated where that does no harm, never used again once in doubt.
import type { PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import { isRepeatable, statementName } from './prepared.ts'
import { isLostConnection, isNamingTrouble, isOwnTimeout } from './unavailable.ts'

/** What the connections of one pool share. */
export type Pool = Readonly<{
  take(): Promise<pg.PoolClient>
  /** From now on connections that are as old as this one are not taken any more. */
  distrust(client: pg.PoolClient): void
  /** Whether statements are prepared under names; no longer, once a connection forgot or mixed up one. */
  naming: { on: boolean }
}>

type Query = (text: string, parameters: unknown[]) => Promise<pg.QueryResult>

export const openConnection = async (pool: Pool): Promise<PostgresPoolClient> => {
  let client = await pool.take()
  let isHeld = true
  let broken: unknown
  let inTransaction = false

  const send: Query = async (text, parameters) => {
    // In a transaction nothing has a name: a name that was lost would take the whole transaction with it.
    const name = pool.naming.on && !inTransaction ? statementName(text) : undefined
    try {
      // Without a name a statement is parsed and planned each time: half as much again on this side alone.
      return await (name === undefined
        ? client.query(text, parameters)
        : client.query({ name, text, values: parameters }))
    } catch (error) {
      if (name !== undefined && isNamingTrouble(error)) {
        pool.naming.on = false
        // It was refused before it did anything.
        return send(text, parameters)
      }
      if (isLostConnection(error)) pool.distrust(client)
      // A timed-out statement still occupies its connection: that must never serve anybody again either.
      if (isLostConnection(error) || isOwnTimeout(error)) broken = error
      throw error
    }
  }

  const release = (discard?: boolean): void => {
    if (isHeld) client.release(Boolean(discard || broken))
    isHeld = false
  }

  const renew = async (): Promise<void> => {
    release()
    client = await pool.take()
    isHeld = true
    broken = undefined
  }

  const query: Query = async (text, parameters) => {
    if (broken) throw broken
    const wasInTransaction = inTransaction
    if (parameters.length === 0)
      inTransaction = /^(begin|start)/.test(text) || (inTransaction && !/^(commit|rollback$)/.test(text))
    try {
      return await send(text, parameters)
    } catch (error) {
      // Nobody knows whether it was done. Who may do it twice does it again, once; not after a timeout, which has cost enough.
      if (wasInTransaction || !isLostConnection(error) || !isRepeatable(text)) throw error
      await renew()
      return send(text, parameters)
    }
  }
  return { query, release } as unknown as PostgresPoolClient
}
