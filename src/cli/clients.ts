// Commands for applications and resource servers.
import type { Client } from '../model/client.ts'
import { grantTypes, shortGrantType } from '../protocol/grant-types.ts'
import { clientWire } from '../protocol/wire.ts'
import type { ClientRecord } from '../store/clients.ts'
import { defineClient, printClient, readChanges } from './client-options.ts'
import { setClient } from './clients-set.ts'
import { type Command, type CommandRooms, type Given, operatorCommand } from './command.ts'
import { argument, atMost, flagOption, listOption, many, textOption } from './options.ts'
import { facts, table } from './print.ts'

const create = operatorCommand({
  name: 'clients create',
  summary: 'register an application or a resource server; its secret is shown this once',
  examples: [
    'countersign clients create --name "My app" --redirect-uri https://app.example.org/callback',
    'countersign clients create --name "My phone app" --redirect-uri org.example.app:/callback --public',
    'countersign clients create --name "Nightly job" --grant client_credentials --scope reports:read',
    'countersign clients create --name "My TV app" --public --grant device_code --grant refresh_token',
    'countersign clients create --name "Bank" --redirect-uri https://bank.example/cb --jwks-file keys.json --id-token-alg ES256',
    'countersign clients create --name "Orders API" --audience https://orders.example.org',
  ],
  define: (command) =>
    defineClient(command.requiredOption('--name <name>', 'name, as people see it'))
      .option('--public', 'it cannot keep a secret: browser, phone, desktop or command-line app')
      .option('--grant <grant>', `${grantTypes.map(shortGrantType).join(', ')}; may be repeated`, many)
      .option('--no-pkce', 'PKCE is not required of it (confidential clients that cannot do it)'),
  prepare: (given) => ({
    ...readChanges(given),
    name: textOption(given, 'name') ?? '',
    public: flagOption(given, 'public'),
    redirectUris: listOption(given, 'redirectUri'),
    grantTypes: listOption(given, 'grant'),
    audiences: listOption(given, 'audience'),
  }),
  run: async ({ operator }, input) => {
    const { client, secret } = await operator.clients.create(input)
    return { ...clientWire(client), ...(secret !== undefined && { client_secret: secret }) }
  },
  print: printClient,
})

const list = operatorCommand({
  name: 'clients list',
  summary: 'list applications and resource servers, by client_id',
  examples: ['countersign clients list --json'],
  define: (command) =>
    command
      .option('--limit <count>', 'how many', atMost(10_000), 1000)
      .option('--after <client_id>', 'begin after this client_id'),
  prepare: (given) => ({ limit: Number(given.options.limit), after: textOption(given, 'after') }),
  run: async ({ operator }, page, { report }) => {
    const clients = await operator.clients.list(page)
    const last = clients.at(-1)
    if (last && clients.length === page.limit) await report(`there may be more: --after ${last.clientId}`)
    return clients.map(clientWire)
  },
  print: (clients) =>
    table(
      ['CLIENT_ID', 'NAME', 'KIND', 'ORIGIN', 'STATE'],
      clients.map((client) => [
        client.client_id,
        client.client_name,
        client.token_endpoint_auth_method === 'none' ? 'public' : 'confidential',
        client.origin,
        client.disabled ? 'disabled' : 'enabled',
      ]),
    ),
})

const onClient = <Output>(
  name: string,
  summary: string,
  act: (rooms: CommandRooms, clientId: string) => Promise<Output>,
  print: (output: Output) => string,
): Command =>
  operatorCommand<string, Output>({
    name: `clients ${name}`,
    summary,
    examples: [`countersign clients ${name} app_...`],
    define: (command) => command.argument('<client_id>'),
    prepare: (given) => argument(given, 0),
    run: act,
    print,
  })

const recordWire = ({ client, secrets }: ClientRecord) => ({
  ...clientWire(client),
  secrets: secrets.map(({ id, createdAt, lastUsedAt }) => ({
    id,
    created_at: createdAt.toISOString(),
    last_used_at: lastUsedAt?.toISOString() ?? null,
  })),
})

const disabledWire = ({ client, families }: { client: Client; families: number }) => ({
  ...clientWire(client),
  families_ended: families,
})

const rotateSecret = operatorCommand({
  name: 'clients rotate-secret',
  summary: 'make a new secret; the last one stays valid beside it until it is dropped',
  examples: ['countersign clients rotate-secret app_...', 'countersign clients drop-old app_...'],
  define: (command) => command.argument('<client_id>').option('--drop-old', 'end all older secrets now'),
  prepare: (given: Given) => ({ clientId: argument(given, 0), dropOld: flagOption(given, 'dropOld') }),
  run: async ({ operator }, { clientId, dropOld }) => ({
    client_id: clientId,
    client_secret: await operator.clients.rotateSecret(clientId, dropOld),
  }),
  print: ({ client_id, client_secret }) =>
    facts([
      ['client_id', client_id],
      ['client_secret', client_secret],
    ]),
})

export const clientCommands: readonly Command[] = [
  create,
  setClient,
  list,
  onClient(
    'show',
    'show one, with the last use of its secrets',
    async ({ operator }, id) => recordWire(await operator.clients.show(id)),
    printClient,
  ),
  onClient(
    'disable',
    'disable one; every login with it ends',
    async ({ operator }, id) => disabledWire(await operator.clients.disable(id)),
    ({ client_id, families_ended }) => `${client_id} is disabled; ${families_ended} logins ended`,
  ),
  onClient(
    'enable',
    'enable one again; what was ended stays ended',
    async ({ operator }, id) => clientWire(await operator.clients.enable(id)),
    ({ client_id }) => `${client_id} is enabled`,
  ),
  rotateSecret,
  onClient(
    'drop-old',
    'end all secrets but the newest',
    async ({ operator }, id) => ({ client_id: id, dropped: await operator.clients.dropOld(id) }),
    ({ client_id, dropped }) => `${client_id}: ${dropped} older secret${dropped === 1 ? '' : 's'} ended`,
  ),
]
