// Prepared statements: the few that every request needs, compiled once and kept ready by the database's connections.
import { createHash } from 'node:crypto'
import { type CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Handle } from './schema.ts'

/** Stands in the statement where the request's value of this name will be. */
type Placeholder = Readonly<{ placeholder: string }>

type Compiled<Row> = Readonly<{ query: CompiledQuery<Row>; names: readonly string[] }>

/** By the statement's text: its name on a connection. Whoever else prepares the same text may share it, pooler or not. */
const statementNames = new Map<string, string>()
export const statementName = (text: string): string | undefined => statementNames.get(text)

/**
 * The statement is written once, with `value('name')` wherever the request's value belongs.
 * Saves a refresh about 20 µs of its CPU here, and the database the planning.
 */
export const prepared = <Request extends Readonly<Record<string, unknown>>, Row>(
  write: (value: (name: keyof Request & string) => RawBuilder<unknown>) => RawBuilder<Row>,
): ((handle: Handle, request: Request) => Promise<readonly Row[]>) => {
  let compiled: Compiled<Row> | undefined
  return async (handle, request) => {
    compiled ??= compile(write((name) => sql.val({ placeholder: name } satisfies Placeholder)).compile(handle))
    const parameters = compiled.names.map((name) => request[name])
    const { rows } = await handle.executeQuery<Row>({ ...compiled.query, parameters })
    return rows
  }
}

/** Each value is sent once, however often the statement names it. */
const compile = <Row>(written: CompiledQuery<Row>): Compiled<Row> => {
  const places = written.parameters.map((parameter) => (parameter as Placeholder).placeholder)
  const names = [...new Set(places)]
  const text = written.sql.replace(
    /\$(\d+)/g,
    (_, place) => `$${names.indexOf(places[Number(place) - 1] as string) + 1}`,
  )
  const query = { ...written, sql: text }
  const digest = createHash('sha256').update(query.sql).digest('hex')
  statementNames.set(query.sql, `cs_${digest.slice(0, 24)}`)
  return { query, names }
}
