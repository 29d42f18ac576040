// The command that says what is known of a person: standard claims, roles, attributes (OpenID Connect Core §5.1).
import type { PersonChange } from '../flows/operator/describe-user.ts'
import { OperatorProblem } from '../flows/operator/index.ts'
import { accountWire } from '../protocol/wire.ts'
import { type Command, type Given, operatorCommand } from './command.ts'
import { argument, listOption, many, textOption } from './options.ts'
import { attributesOption, claimsOption, definePerson, printAccount } from './person-options.ts'

const change = (given: Given): PersonChange => {
  const { role, emailVerified } = given.options
  return {
    name: textOption(given, 'name'),
    emailVerified: typeof emailVerified === 'boolean' ? emailVerified : undefined,
    roles: role === undefined ? undefined : listOption(given, 'role'),
    addedRoles: listOption(given, 'addRole'),
    claims: claimsOption(given),
    attributes: attributesOption(given),
    removed: listOption(given, 'remove'),
  }
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

export const setUser: Command = operatorCommand<Readonly<{ email: string; change: PersonChange }>, AccountOutput>({
  name: 'users set',
  summary: 'say what is known of a person; what is not named stays as it is',
  examples: [
    'countersign users set ada@example.org --name "Ada Lovelace" --claim given_name=Ada --claim birthdate=1815-12-10',
    `countersign users set ada@example.org --claim 'address={"locality":"London","country":"UK"}' --email-verified`,
    'countersign users set ada@example.org --role admin --role staff      # these and no others',
    'countersign users set ada@example.org --add-role analyst --remove role:staff',
    'countersign users set ada@example.org --attribute department=Sales --attribute team=a --attribute team=b',
    'countersign users set ada@example.org --remove birthdate --remove attribute:team',
  ],
  define: (command) =>
    definePerson(command.argument('<email>', 'e-mail address'))
      .option('--no-email-verified', 'nobody knows whether the address is theirs')
      .option('--role <role>', 'replaces all roles; may be repeated', many)
      .option('--add-role <role>', 'one more role; may be repeated', many)
      .option(
        '--remove <what>',
        "a claim's name, name, roles, role:ROLE, attributes or attribute:NAME; may be repeated",
        many,
      ),
  prepare: (given) => {
    const wanted = change(given)
    if (Object.values(wanted).every(isEmpty))
      throw new OperatorProblem('wrong-use', 'say what to change: see countersign users set --help')
    return { email: argument(given, 0), change: wanted }
  },
  run: async ({ operator }, { email, change: wanted }) => accountWire(await operator.users.describe(email, wanted)),
  print: printAccount,
})

type AccountOutput = ReturnType<typeof accountWire>
