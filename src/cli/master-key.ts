// Commands for the master key, which seals the signing keys and authenticates refresh tokens.
import type { MasterKeyInUse } from '../flows/operator/master-keys.ts'
import { type Command, operatorCommand } from './command.ts'
import { argument } from './options.ts'
import { table } from './print.ts'

const keyWire = ({ fingerprint, newest, signingKeys, sealedSecrets, families }: MasterKeyInUse) => ({
  fingerprint,
  newest,
  signing_keys: signingKeys,
  sealed_secrets: sealedSecrets,
  families,
})

const list = operatorCommand({
  name: 'master-key list',
  summary: 'list master keys and what still needs each',
  examples: ['countersign master-key list'],
  prepare: () => null,
  run: async ({ operator }) => (await operator.masterKeys.list()).map(keyWire),
  print: (keys) =>
    table(
      ['FINGERPRINT', 'NEWEST', 'SIGNING KEYS', 'SECRETS', 'LOGINS'],
      keys.map((key) => [
        key.fingerprint,
        key.newest ? 'yes' : '',
        String(key.signing_keys),
        String(key.sealed_secrets),
        String(key.families),
      ]),
    ),
})

const add = operatorCommand({
  name: 'master-key add',
  summary: 'make a new master key in KEYS_DIR; it seals from now on, the older ones still open',
  examples: ['countersign master-key add', 'countersign master-key reseal', 'countersign master-key drop'],
  prepare: () => null,
  run: async ({ operator }) => keyWire(await operator.masterKeys.add()),
  print: ({ fingerprint }) =>
    `master key ${fingerprint} was added: back it up, give it to every server, then "master-key reseal"`,
})

const reseal = operatorCommand({
  name: 'master-key reseal',
  summary: 'seal everything under the newest master key',
  examples: ['countersign master-key reseal'],
  prepare: () => null,
  run: async ({ operator }) => {
    const { signingKeys, sealedSecrets, familiesOnOlderKeys } = await operator.masterKeys.reseal()
    return { signing_keys: signingKeys, sealed_secrets: sealedSecrets, families_on_older_keys: familiesOnOlderKeys }
  },
  print: ({ signing_keys, sealed_secrets, families_on_older_keys }) =>
    `${signing_keys} signing keys and ${sealed_secrets} secrets were re-sealed; ${families_on_older_keys} logins come over when they refresh`,
})

const drop = operatorCommand({
  name: 'master-key drop',
  summary: 'remove older master keys that nothing needs any more; refused while something does',
  examples: ['countersign master-key drop', 'countersign master-key drop 0123456789abcdef'],
  define: (command) => command.argument('[fingerprint]', 'which one; all but the newest, if none is named'),
  prepare: (given) => ({ fingerprint: argument(given, 0) || undefined }),
  run: async ({ operator }, { fingerprint }) => ({ dropped: await operator.masterKeys.drop(fingerprint) }),
  print: ({ dropped }) => dropped.map((fingerprint) => `master key ${fingerprint} was dropped`).join('\n'),
})

export const masterKeyCommands: readonly Command[] = [list, add, reseal, drop]
