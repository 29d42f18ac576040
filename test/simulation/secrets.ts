// Secrets: everything that was handed out, and the proof that neither a stored row nor a log line holds any of it.

import { Violation } from './model.ts'
import type { Row } from './rows.ts'

export type Secrets = Readonly<{
  /** A token or a password, as a client or person holds it. */
  add(what: string, text: string): void
  /** The internal id of a family: inside refresh tokens and two columns, and nowhere else. */
  addFamilyId(id: string): void
  checkRows(rows: readonly Row[]): void
  checkLines(lines: readonly string[]): void
}>

type Needle = Readonly<{ what: string; text: string }>

export const openSecrets = (): Secrets => {
  const needles: Needle[] = []
  const seen = new Map<string, string>()
  const known = new Set<string>()
  let checked = 0

  const add = (what: string, ...forms: readonly string[]): void => {
    for (const text of forms) if (!known.has(text)) needles.push({ what, text })
    for (const text of forms) known.add(text)
  }

  const search = (where: string, text: string, some: readonly Needle[]): void => {
    const found = some.find((needle) => text.includes(needle.text))
    if (found !== undefined) throw new Violation(`a stored secret or a logged one: ${found.what} in ${where}: ${text}`)
  }

  return {
    add: (what, text) => add(what, ...formsOf(text)),
    addFamilyId: (id) => add('the internal id of a family', id, Buffer.from(id, 'hex').toString('base64url')),
    checkRows: (rows) => {
      const fresh = needles.slice(checked)
      checked = needles.length
      const texts = new Map(rows.map((row) => [textOf(row), row.table]))
      for (const [text, table] of texts) search(`table ${table}`, text, seen.has(text) ? fresh : needles)
      seen.clear()
      for (const [text, table] of texts) seen.set(text, table)
    },
    checkLines: (lines) => {
      for (const line of lines) search('the log', line, needles)
    },
  }
}

/** As text and as bytes, which PostgreSQL shows in hexadecimal; without the prefix, which is no secret. */
const formsOf = (text: string): readonly string[] => {
  const body = text.replace(/^cs_[a-z]+_/, '')
  const bytes = Buffer.from(body)
  const forms = [body, bytes.toString('hex'), bytes.toString('base64url')]
  const raw = Buffer.from(body, 'base64url')
  return body === text || raw.length < 16
    ? forms
    : [...forms, raw.toString('hex'), raw.toString('base64').replace(/=+$/, '')]
}

const idColumns: Readonly<Record<string, string>> = { family: 'id', authorization_code: 'family_id' }

const textOf = (row: Row): string => {
  const column = idColumns[row.table]
  return JSON.stringify(column === undefined ? row : { ...row, [column]: undefined })
}
