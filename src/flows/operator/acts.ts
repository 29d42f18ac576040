// Acts: each act of administration is an event that says who, and what was different before (OWASP ASVS 16.2).
import type { Actor } from '../../model/actor.ts'
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
