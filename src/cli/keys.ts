// Commands for signing keys (RFC 7517).

import { type KeyWire, keyWire } from '../protocol/wire.ts'
import { type Command, operatorCommand } from './command.ts'
import { table } from './print.ts'

const printKeys = (keys: readonly KeyWire[]): string =>
  table(
    ['KID', 'ALG', 'STATE', 'ACTIVE FROM', 'COVERS UNTIL'],
    keys.map(({ kid, alg, state, active_from, covers_until }) => [
      kid,
      alg,
      state,
      active_from ?? '',
      covers_until ?? '',
    ]),
  )

const list = operatorCommand({
  name: 'keys list',
  summary: 'list signing keys with their states and times',
  examples: ['countersign keys list'],
  prepare: () => null,
  run: async ({ operator }) => (await operator.keys.list()).map(keyWire),
  print: printKeys,
})

const rotate = operatorCommand({
  name: 'keys rotate',
  summary: 'announce a successor now; with --compromised, replace and unpublish a key at once',
  examples: ['countersign keys rotate', 'countersign keys rotate --compromised'],
  define: (command) =>
    command.option('--compromised [kid]', 'this key (the active one) is in wrong hands: its tokens die with it'),
  prepare: ({ options: { compromised } }) => ({
    compromised: compromised !== undefined,
    kid: typeof compromised === 'string' ? compromised : undefined,
  }),
  run: async ({ operator }, { compromised, kid }) =>
    keyWire(compromised ? await operator.keys.replaceCompromised(kid) : await operator.keys.rotate()),
  print: (key) => printKeys([key]),
})

export const keyCommands: readonly Command[] = [list, rotate]
