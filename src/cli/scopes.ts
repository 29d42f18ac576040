// Commands for scopes: what applications may ask for, in words for people.
import type { Scope } from '../model/scope.ts'
import { type Command, operatorCommand } from './command.ts'
import { argument, flagOption, textOption } from './options.ts'
import { table } from './print.ts'

const printScopes = (scopes: readonly Scope[]): string =>
  table(
    ['NAME', 'RULES', 'THIS APP WOULD LIKE TO …'],
    scopes.map(({ name, words, optional, privileged }) => [
      name,
      [optional && 'optional', privileged && 'privileged'].filter(Boolean).join(', '),
      words,
    ]),
  )

const list = operatorCommand({
  name: 'scopes list',
  summary: 'list what applications may ask for',
  examples: ['countersign scopes list'],
  prepare: () => null,
  run: async ({ operator }) => operator.scopes.list(),
  print: printScopes,
})

const set = operatorCommand({
  name: 'scopes set',
  summary: 'add a scope, or replace its words and rules',
  examples: ['countersign scopes set orders:read --words "see your orders"'],
  define: (command) =>
    command
      .argument('<name>')
      .requiredOption('--words <words>', 'completes "This app would like to …"')
      .option('--optional', 'the person may leave it out')
      .option('--privileged', 'only you give it to clients; those that register themselves never get it'),
  prepare: (given) => ({
    name: argument(given, 0),
    words: textOption(given, 'words') ?? '',
    optional: flagOption(given, 'optional'),
    privileged: flagOption(given, 'privileged'),
  }),
  run: async ({ operator }, scope) => operator.scopes.set(scope),
  print: (scope) => printScopes([scope]),
})

const remove = operatorCommand({
  name: 'scopes remove',
  summary: 'remove a scope that no client and no resource names any more',
  examples: ['countersign scopes remove orders:read'],
  define: (command) => command.argument('<name>'),
  prepare: (given) => argument(given, 0),
  run: async ({ operator }, name) => operator.scopes.remove(name),
  print: ({ name }) => `${name} is removed`,
})

export const scopeCommands: readonly Command[] = [list, set, remove]
