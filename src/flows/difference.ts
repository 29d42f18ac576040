// What an act changed: the facts that differ, before and after, for its event (OWASP ASVS 16.2).
import type { Facts } from '../model/event.ts'

const longestFact = 1000

/** Only what differs; null stands for what was or is not there at all. */
export const difference = (
  before: object | null,
  after: object | null,
): Readonly<{ before: Facts | null; after: Facts | null }> => {
  const [old, young] = [before as Facts | null, after as Facts | null]
  const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(young ?? {})])]
  const changed = names.filter((name) => JSON.stringify(old?.[name]) !== JSON.stringify(young?.[name]))
  const of = (facts: Facts | null): Facts | null =>
    facts &&
    Object.fromEntries(changed.filter((name) => facts[name] !== undefined).map((name) => [name, cut(facts[name])]))
  return { before: of(old), after: of(young) }
}

const cut = (value: unknown): unknown => {
  const text = JSON.stringify(value) ?? 'null'
  return text.length > longestFact ? `${text.slice(0, longestFact)}...` : value
}
