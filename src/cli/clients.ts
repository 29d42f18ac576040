// Commands for applications and resource servers.
import type { Client } from '../model/client.ts'
import type { ClientRecord } from '../store/clients.ts'
import { type Command, type CommandRooms, type Given, operatorCommand } from './command.ts'
import { argument, atMost, flagOption, listOption, many, textOption } from './options.ts'
import { facts, table } from './print.ts'
import { type ClientWire, clientWire } from './wire.ts'

type Secrets = readonly Readonly<{ id: string; created_at: string; last_used_at: string | null }>[]

const printClient = (client: ClientWire & { client_secret?: string; secrets?: Secrets }): string =>
  facts([
    ['client_id', client.client_id],
    ['client_secret', client.client_secret],
    ['name', client.client_name],
    ['kind', client.token_endpoint_auth_method === 'none' ? 'public' : 'confidential'],
    ['redirect URIs', client.redirect_uris.join(' ')],
    ['grants', client.grant_types.join(' ')],
    ['scope', client.scope],
    ['serves', client.audiences.join(' ')],
    ['PKCE', client.pkce_required ? 'required' : 'not required'],
    ['origin', `${client.origin}${client.verified ? ', verified' : ''}`],
    ['state', client.disabled ? 'disabled' : 'enabled'],
    ['first login', client.first_login_at],
    ...(client.secrets ?? []).map(({ id, created_at, last_used_at }) => {
      return ['secret', `${id}, made ${created_at}, last used ${last_used_at ?? 'never'}`] as const
    }),
  ])

const create = operatorCommand({
  name: 'clients create',
  summary: 'register an application or a resource server; its secret is shown this once',
  examples: [
    'countersign clients create --name "My app" --redirect-uri https://app.example.org/callback',
    'countersign clients create --name "My phone app" --redirect-uri org.example.app:/callback --public',
    'countersign clients create --name "Nightly job" --grant client_credentials --scope reports:read',
    'countersign clients create --name "Orders API" --audience https://orders.example.org',
  ],
  define: (command) =>
    command
      .requiredOption('--name <name>', 'name, as people see it')
      .option('--redirect-uri <uri>', 'where answers may be sent; may be repeated', many)
      .option('--public', 'it cannot keep a secret: browser, phone, desktop or command-line app')
      .option('--grant <grant>', 'authorization_code, refresh_token, client_credentials; may be repeated', many)
      .option('--scope <names>', 'what it may ask for, separated by spaces (default: all that is not privileged)')
      .option('--audience <audience>', 'it is a resource server for this audience; may be repeated', many)
      .option('--no-pkce', 'PKCE is not required of it (confidential clients that cannot do it)'),
  prepare: (given) => ({
    name: textOption(given, 'name') ?? '',
    public: flagOption(given, 'public'),
    redirectUris: listOption(given, 'redirectUri'),
    grantTypes: listOption(given, 'grant'),
    scope: textOption(given, 'scope')
      ?.split(' ')
      .filter((name) => name !== ''),
    audiences: listOption(given, 'audience'),
    pkceRequired: given.options.pkce !== false,
  }),
  run: async ({ operator }, input) => {
    const { client, secret } = await operator.clients.create({ ...input, scope: input.scope })
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
