// The peer's accounts: a table of people, and whether one of them may still be told about.
import type pg from 'pg'
import type { PeerSettings } from './settings.ts'

const table = `
  CREATE TABLE accounts (
    sub text PRIMARY KEY,
    email text NOT NULL UNIQUE,
    disabled_at timestamptz
  )`

const find = { name: 'account', text: 'SELECT sub FROM accounts WHERE sub = $1 AND disabled_at IS NULL' }

export const openAccounts = async (pool: pg.Pool, { person, accounts }: PeerSettings) => {
  await pool.query(table)
  await pool.query('INSERT INTO accounts (sub, email) VALUES ($1, $2)', [person.sub, person.email])
  if (accounts === 'memory') return (sub: string): boolean => sub === person.sub
  return async (sub: string): Promise<boolean> => (await pool.query({ ...find, values: [sub] })).rowCount === 1
}
