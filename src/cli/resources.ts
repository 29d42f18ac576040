// Commands for resources: the APIs that access tokens are for (RFC 8707).
import type { ResourceRequest } from '../flows/operator/resources.ts'
import { type ResourceWire, resourceWire } from '../protocol/wire.ts'
import { type Command, type Given, operatorCommand } from './command.ts'
import { argument, atMost, listOption, many, objectOption, textOption } from './options.ts'
import { facts, table } from './print.ts'

const printResource = (resource: ResourceWire): string =>
  facts([
    ['resource', resource.resource],
    ['name', resource.resource_name],
    ['audience', resource.audience],
    ['scope', resource.scope],
    ['tokens', `${resource.access_token_seconds ?? 'as others'}${resource.access_token_seconds === null ? '' : ' s'}`],
    ['signed by', resource.signing_alg],
    ...Object.entries(resource.claims).map(([claim, source]) => ['claim', `${claim} from ${source}`] as const),
    ['created', resource.created_at],
  ])

const request = (given: Given): ResourceRequest => {
  const seconds = given.options.tokenSeconds
  const claims = objectOption(given, 'claim')
  return {
    identifier: argument(given, 0),
    name: textOption(given, 'name') ?? '',
    audience: textOption(given, 'audience') ?? null,
    scope: listOption(given, 'scope').flatMap((names) => names.split(' ').filter((name) => name !== '')),
    accessTokenSeconds: typeof seconds === 'number' ? seconds : null,
    signingAlg: textOption(given, 'alg') ?? 'RS256',
    claims: given.options.claims === false ? {} : Object.keys(claims).length === 0 ? null : claims,
  }
}

const set = operatorCommand({
  name: 'resources set',
  summary: 'add an API that tokens may be for, or replace everything that was said of it',
  examples: [
    'countersign resources set https://orders.example.org --name "Orders"',
    'countersign resources set https://orders.example.org --name "Orders" --scope orders:read --scope orders:write \\',
    '    --audience orders --token-seconds 300 --alg ES256 --claim roles=roles --claim department=attribute:department',
    'countersign resources set rabbitmq --name "Messages" --claim groups=roles:mq-',
  ],
  define: (command) =>
    command
      .argument('<resource>', 'what apps send as resource=…: its address (a URI without #), or a word')
      .requiredOption('--name <name>', 'name, as people see it')
      .option('--scope <names>', 'scopes that mean something to this API only; may be repeated', many)
      .option('--audience <audience>', 'the aud of its tokens (default: the resource itself)')
      .option('--token-seconds <seconds>', 'life of its access tokens (default: ACCESS_TOKEN_SECONDS)', atMost(86_400))
      .option('--alg <alg>', 'what signs its tokens: RS256 (default), ES256, PS256, EdDSA')
      .option(
        '--claim <claim=source>',
        'a claim of its tokens; source: roles, roles:PREFIX, attribute:NAME or a standard claim; may be repeated (default: roles=roles)',
        many,
      )
      .option('--no-claims', 'its tokens say nothing about the person but who it is'),
  prepare: request,
  run: async ({ operator }, input) => resourceWire(await operator.resources.set(input)),
  print: printResource,
})

const list = operatorCommand({
  name: 'resources list',
  summary: 'list the APIs that tokens may be for',
  examples: ['countersign resources list --json'],
  prepare: () => null,
  run: async ({ operator }) => (await operator.resources.list()).map(resourceWire),
  print: (resources) =>
    table(
      ['RESOURCE', 'NAME', 'AUDIENCE', 'SECONDS', 'ALG', 'SCOPE'],
      resources.map(({ resource, resource_name, audience, access_token_seconds: seconds, signing_alg, scope }) => [
        resource,
        resource_name,
        audience === resource ? '' : audience,
        seconds === null ? '' : String(seconds),
        signing_alg,
        scope,
      ]),
    ),
})

const show = operatorCommand({
  name: 'resources show',
  summary: 'show one, with its claims',
  examples: ['countersign resources show https://orders.example.org'],
  define: (command) => command.argument('<resource>'),
  prepare: (given) => argument(given, 0),
  run: async ({ operator }, identifier) => resourceWire(await operator.resources.show(identifier)),
  print: printResource,
})

const remove = operatorCommand({
  name: 'resources remove',
  summary: 'remove one; its tokens live on until they expire, new ones are refused',
  examples: ['countersign resources remove https://orders.example.org'],
  define: (command) => command.argument('<resource>'),
  prepare: (given) => argument(given, 0),
  run: async ({ operator }, identifier) => resourceWire(await operator.resources.remove(identifier)),
  print: ({ resource }) => `${resource} is removed`,
})

export const resourceCommands: readonly Command[] = [set, list, show, remove]
