// Person options: a person's roles, claims and attributes as they are typed, and an account as it is printed.
import type { Command as Commander } from 'commander'
import { OperatorProblem } from '../flows/operator/index.ts'
import type { AccountWire } from '../protocol/wire.ts'
import type { Given } from './command.ts'
import { many, objectOption, pairsOption } from './options.ts'
import { facts } from './print.ts'

export const definePerson = (command: Commander): Commander =>
  command
    .option('--name <name>', 'name, as apps may show it')
    .option('--claim <claim=value>', 'a standard claim (OIDC Core §5.1); address is JSON; may be repeated', many)
    .option('--attribute <name=value>', 'a fact of your own, for the claims of resources; repeated: a list', many)
    .option('--email-verified', 'you know that the address is theirs')

/** Text, but for the two claims that have another type. */
export const claimsOption = (given: Given): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(objectOption(given, 'claim')).map(([name, value]) => [name, claimValue(name, value)]),
  )

const claimValue = (name: string, value: string): unknown => {
  if (name !== 'address' && name !== 'phone_number_verified') return value
  try {
    return JSON.parse(value)
  } catch {
    const form = name === 'address' ? `JSON such as '{"locality":"London"}'` : 'true or false'
    throw new OperatorProblem('wrong-use', `the claim ${name} must be ${form}`)
  }
}

export const attributesOption = (given: Given): Readonly<Record<string, string | readonly string[]>> => {
  const lists = new Map<string, string[]>()
  for (const [name, value] of pairsOption(given, 'attribute')) lists.set(name, [...(lists.get(name) ?? []), value])
  return Object.fromEntries(
    [...lists].map(([name, [first = '', ...more]]) => [name, more.length ? [first, ...more] : first]),
  )
}

export const printAccount = (account: AccountWire): string =>
  facts([
    ['sub', account.sub],
    ['email', `${account.email}${account.email_verified ? ' (verified)' : ''}`],
    ['name', account.name],
    ...Object.entries(account.claims).map(([name, value]) => [name, claimWords(value)] as const),
    ['roles', account.roles.join(', ')],
    ...Object.entries(account.attributes).map(
      ([name, value]) => [`attribute:${name}`, [value].flat().join(', ')] as const,
    ),
    ['state', account.disabled ? 'disabled' : 'enabled'],
    ['created', account.created_at],
    ['updated', account.updated_at],
  ])

const claimWords = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
