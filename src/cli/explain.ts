// The command that explains a reference: why something was refused, and what helps.

import { eventWire } from '../protocol/wire.ts'
import { operatorCommand } from './command.ts'
import { argument } from './options.ts'
import { facts } from './print.ts'

export const explain = operatorCommand({
  name: 'explain',
  summary: 'explain the reference that came with a refusal: its cause and its cure',
  examples: ['countersign explain 7f3k9q2m4x8w1n5p'],
  define: (command) => command.argument('<reference>', 'from the page, the X-Reference header or error_description'),
  prepare: (given) => argument(given, 0),
  run: async ({ operator }, reference) => eventWire(await operator.explain(reference)),
  print: (event) =>
    facts([
      ['reference', event.reference],
      ['at', event.at],
      ['what', [event.kind, event.error].filter(Boolean).join(', ')],
      ['endpoint', event.endpoint],
      ['client_id', event.client_id],
      ['sub', event.sub],
      ['login', event.family],
      ['address', event.address],
      ['done by', event.actor],
      ['before', event.before && JSON.stringify(event.before)],
      ['after', event.after && JSON.stringify(event.after)],
      ['cause', event.cause],
      ['cure', event.cure],
    ]),
})
