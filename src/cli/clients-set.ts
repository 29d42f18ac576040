// The command that changes a client: only what is named (RFC 7591 §2).
import type { ClientChanges } from '../flows/operator/client-changes.ts'
import { OperatorProblem } from '../flows/operator/index.ts'
import { clientWire } from '../protocol/wire.ts'
import { defineClient, printClient, readChanges } from './client-options.ts'
import { type Command, operatorCommand } from './command.ts'
import { argument, listOption, many } from './options.ts'

/** What `--remove` takes away, by the name of its option, and what it is then. */
const removals: Readonly<Record<string, ClientChanges>> = {
  'redirect-uri': { redirectUris: [] },
  'post-logout-redirect-uri': { postLogoutRedirectUris: [] },
  'backchannel-logout-uri': { backchannelLogoutUri: null },
  origin: { webOrigins: [] },
  scope: { scope: [] },
  'optional-scope': { optionalScope: [] },
  audience: { audiences: [] },
  jwks: { jwks: null, jwksUri: null },
  pairwise: { pairwise: false },
  'userinfo-alg': { userinfoAlg: null },
  'default-max-age': { defaultMaxAgeSeconds: null },
  'retry-seconds': { refreshRetrySeconds: null },
  'tokens-per-minute': { tokensPerMinute: null },
  verified: { verified: false },
}
const removable = Object.keys(removals)

type Input = Readonly<{ clientId: string; changes: ClientChanges }>
type Output = ReturnType<typeof clientWire> & { client_secret?: string }

const remove = (names: readonly string[], named: ClientChanges): ClientChanges => {
  const unknown = names.find((name) => !removable.includes(name))
  if (unknown !== undefined)
    throw new OperatorProblem('wrong-use', `--remove ${unknown}: it is one of ${removable.join(', ')}`)
  const twice = names.find((name) => Object.keys(removals[name] ?? {}).some((field) => field in named))
  if (twice !== undefined)
    throw new OperatorProblem('wrong-use', `${twice} is set and removed at once: say one of the two`)
  return Object.assign({}, ...names.map((name) => removals[name]))
}

export const setClient: Command = operatorCommand<Input, Output>({
  name: 'clients set',
  summary: 'change a client; what is not named stays as it is, and a list replaces the one before',
  examples: [
    'countersign clients set app_... --redirect-uri https://app.example.org/callback --redirect-uri http://127.0.0.1/callback',
    'countersign clients set app_... --post-logout-redirect-uri https://app.example.org/bye',
    'countersign clients set app_... --backchannel-logout-uri https://app.example.org/backchannel-logout',
    'countersign clients set app_... --origin https://app.example.org      # its scripts and no others (CORS)',
    'countersign clients set app_... --jwks-uri https://app.example.org/jwks      # private_key_jwt; its secrets end',
    'countersign clients set app_... --remove jwks      # a secret again; it is printed this once',
    'countersign clients set app_... --pairwise --sector example.org',
    'countersign clients set app_... --verified      # the consent page does not warn of it any more',
  ],
  define: (command) =>
    defineClient(command.argument('<client_id>').option('--name <name>', 'name, as people see it'))
      .option('--pkce', 'PKCE is required of it')
      .option('--no-pkce', 'PKCE is not required of it (confidential clients that cannot do it)')
      .option('--verified', 'you know who is behind it, though it registered itself')
      .option('--remove <what>', `${removable.join(', ')}; may be repeated`, many),
  prepare: (given) => {
    const named = readChanges(given)
    const changes = { ...named, ...remove(listOption(given, 'remove'), named) }
    if (Object.keys(changes).length === 0)
      throw new OperatorProblem('wrong-use', 'say what to change: see countersign clients set --help')
    return { clientId: argument(given, 0), changes }
  },
  run: async ({ operator }, { clientId, changes }) => {
    const { client, secret } = await operator.clients.set(clientId, changes)
    return { ...clientWire(client), ...(secret !== undefined && { client_secret: secret }) }
  },
  print: printClient,
})
