// Commands for people's accounts.
import type { ImportLine, ImportResult } from '../flows/operator/import-users.ts'
import { OperatorProblem } from '../flows/operator/index.ts'
import type { Ended } from '../flows/operator/users.ts'
import { printable } from '../protocol/params.ts'
import { accountWire } from '../protocol/wire.ts'
import { type Command, type Given, operatorCommand } from './command.ts'
import { argument, atMost, flagOption, listOption, many, passwordFrom, textOption } from './options.ts'
import { attributesOption, claimsOption, definePerson, printAccount } from './person-options.ts'
import { table } from './print.ts'
import { readGivenFile } from './read-file.ts'
import { inviteUser } from './users-invite.ts'
import { setUser } from './users-set.ts'

const endedWire = ({ account, sessions, families }: Ended) => ({
  ...accountWire(account),
  sessions_ended: sessions,
  families_ended: families,
})

const endedWords = (what: string) => (output: ReturnType<typeof endedWire>) =>
  `${output.email} ${what}; ${output.sessions_ended} sessions and ${output.families_ended} logins of apps ended`

const create = operatorCommand({
  name: 'users create',
  summary: 'make an account',
  examples: ['printf %s "$PASSWORD" | countersign users create --email ada@example.org --name Ada --password-stdin'],
  define: (command) =>
    definePerson(command.requiredOption('--email <email>', 'e-mail address'))
      .option('--role <role>', 'role, stands in access tokens; may be repeated', many)
      .option('--password-stdin', 'read the password from standard input'),
  prepare: async (given) => ({
    email: textOption(given, 'email') ?? '',
    name: textOption(given, 'name') ?? null,
    roles: listOption(given, 'role'),
    emailVerified: flagOption(given, 'emailVerified'),
    claims: claimsOption(given),
    attributes: attributesOption(given),
    password: await passwordFrom(given),
  }),
  run: async ({ operator }, { password, ...person }) => accountWire(await operator.users.create(person, password)),
  print: printAccount,
})

const list = operatorCommand({
  name: 'users list',
  summary: 'list accounts, by e-mail',
  examples: ['countersign users list --limit 50 --json'],
  define: (command) =>
    command
      .option('--limit <count>', 'how many', atMost(10_000), 1000)
      .option('--after <email>', 'begin after this e-mail address'),
  prepare: (given) => ({ limit: Number(given.options.limit), after: textOption(given, 'after')?.toLowerCase() }),
  run: async ({ operator }, page, { report }) => {
    const accounts = await operator.users.list(page)
    const last = accounts.at(-1)
    if (last && accounts.length === page.limit) await report(`there may be more: --after ${last.emailNormalized}`)
    return accounts.map(accountWire)
  },
  print: (accounts) =>
    table(
      ['EMAIL', 'NAME', 'ROLES', 'STATE', 'SUB'],
      accounts.map(({ email, name, roles, disabled, sub }) => [
        email,
        name ?? '',
        roles.join(', '),
        disabled ? 'disabled' : 'enabled',
        sub,
      ]),
    ),
})

const onAccount = <Output>(
  name: string,
  summary: string,
  act: (...arguments_: Parameters<Parameters<typeof operatorCommand<string, Output>>[0]['run']>) => Promise<Output>,
  print: (output: Output) => string,
): Command =>
  operatorCommand<string, Output>({
    name: `users ${name}`,
    summary,
    examples: [`countersign users ${name} ada@example.org`],
    define: (command) => command.argument('<email>', 'e-mail address'),
    prepare: (given) => argument(given, 0),
    run: act,
    print,
  })

const setPassword = operatorCommand({
  name: 'users set-password',
  summary: 'set a new password; every session and every login of apps ends',
  examples: ['printf %s "$PASSWORD" | countersign users set-password ada@example.org --password-stdin'],
  define: (command) =>
    command.argument('<email>', 'e-mail address').option('--password-stdin', 'read the password from standard input'),
  prepare: async (given) => ({ email: argument(given, 0), password: await passwordFrom(given) }),
  run: async ({ operator }, { email, password }) => endedWire(await operator.users.setPassword(email, password)),
  print: endedWords('has a new password'),
})

const largestImportMiB = 256
const linesAtOnce = 500

const readLines = async (given: Given): Promise<readonly ImportLine[]> => {
  const file = argument(given, 0)
  const text = (file === '-' ? await given.stdin() : readGivenFile(file, largestImportMiB)).toString('utf8')
  // No good line is that long; what is cut is reported as no JSON.
  return text.split(/\r?\n/).map((each, index) => ({ line: index + 1, text: each.slice(0, 10_000) }))
}

const importAll = operatorCommand<Readonly<{ lines: readonly ImportLine[]; of: number }>, ImportResult>({
  name: 'users import',
  summary: 'import accounts with the password hashes of another system; good lines are imported, bad ones reported',
  examples: [
    `echo '{"email":"ada@example.org","name":"Ada","password_hash":"$2b$12$..."}' > people.jsonl`,
    'countersign users import people.jsonl',
  ],
  define: (command) => command.argument('<file>', 'JSON lines; - is standard input'),
  prepare: async (given) => {
    const lines = await readLines(given)
    return { lines, of: lines.length }
  },
  pieces: ({ lines, of }) =>
    Array.from({ length: Math.ceil(of / linesAtOnce) }, (_, piece) => ({
      lines: lines.slice(piece * linesAtOnce, (piece + 1) * linesAtOnce),
      of,
    })),
  join: (results) => ({
    imported: results.reduce((sum, { imported }) => sum + imported, 0),
    skipped: results.flatMap(({ skipped }) => skipped),
    failed: results.flatMap(({ failed }) => failed),
  }),
  run: async ({ operator }, { lines, of }, { report }) => {
    const result = await operator.users.import(lines)
    if (of > linesAtOnce) await report(`${lines.at(-1)?.line} of ${of} lines`)
    return result
  },
  print: ({ imported, skipped, failed }) =>
    [
      ...skipped.map(({ line, email }) => `line ${line}: skipped, ${email} is there already`),
      ...failed.map(({ line, reason }) => `line ${line}: ${reason}`),
      `${imported} imported, ${skipped.length} skipped, ${failed.length} failed`,
    ].join('\n'),
  failed: ({ failed }) => failed.length > 0,
})

/** The only act on a person that cannot be undone: a typing error must not be one. */
const remove = operatorCommand({
  name: 'users delete',
  summary: 'delete an account and everything that is stored about its person, for ever',
  examples: ['countersign users delete ada@example.org --yes'],
  define: (command) =>
    command.argument('<email>', 'e-mail address').option('--yes', 'you are sure; without it nothing is deleted'),
  prepare: (given) => ({ who: argument(given, 0), isSure: flagOption(given, 'yes') }),
  run: async ({ operator }, { who, isSure }) => {
    if (isSure) return endedWire(await operator.users.remove(who))
    const { email, name } = await operator.users.show(who)
    const person = name === null ? email : `${name} <${email}>`
    throw new OperatorProblem('wrong-use', `this deletes ${printable(person, 200)} for ever: add --yes`)
  },
  print: endedWords('is deleted'),
})

export const userCommands: readonly Command[] = [
  create,
  list,
  setUser,
  onAccount(
    'show',
    'show an account',
    async ({ operator }, email) => accountWire(await operator.users.show(email)),
    printAccount,
  ),
  onAccount(
    'disable',
    'disable an account; every session and every login of apps ends',
    async ({ operator }, email) => endedWire(await operator.users.disable(email)),
    endedWords('is disabled'),
  ),
  onAccount(
    'enable',
    'enable an account again; what was ended stays ended',
    async ({ operator }, email) => accountWire(await operator.users.enable(email)),
    ({ email }) => `${email} is enabled`,
  ),
  setPassword,
  onAccount(
    'reset-factors',
    'remove the app for codes, passkeys and recovery codes of somebody who has lost them; the password is enough then',
    async ({ operator }, email) => {
      const { account, totp, passkeys } = await operator.users.resetFactors(email)
      return { ...accountWire(account), totp_removed: totp, passkeys_removed: passkeys }
    },
    ({ email, totp_removed, passkeys_removed }) =>
      `${email}: ${totp_removed ? 'the app for codes' : 'no app for codes'} and ${passkeys_removed} passkeys were removed`,
  ),
  onAccount(
    'sign-out',
    'sign out everywhere; every session and every login of apps ends',
    async ({ operator }, email) => endedWire(await operator.users.signOut(email)),
    endedWords('is signed out'),
  ),
  remove,
  inviteUser,
  importAll,
]
