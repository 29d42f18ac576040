// Acts: each act of administration is an event that says who, and what was different before (OWASP ASVS 16.2).
import type { Actor } from '../../model/actor.ts'
import type { Facts } from '../../model/event.ts'
import type { RecordEvent } from '../events.ts'

/** The same recorder, for what this actor does. */
export const recordingAs =
  (record: RecordEvent, actor: Actor): RecordEvent =>
  (event) =>
    record({
      ...event,
      actor: actorName(actor),
      operatorText:
        actor.kind === 'app' && actor.sub !== null ? through(event.operatorText, actor) : event.operatorText,
      ...('address' in actor && { address: actor.address }),
    })

const through = (text: string, { clientId }: Extract<Actor, { kind: 'app' }>): string =>
  `${text} (Through ${clientId}.)`

export const actorName = (actor: Actor): string => {
  switch (actor.kind) {
    case 'command-line':
      return '(command line)'
    case 'setup-link':
      return '(setup link)'
    case 'person':
      return actor.sub
    case 'app':
      return actor.sub ?? actor.clientId
  }
}

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
