// The plan of `apply`: for each thing in the file, what is different there, and what would make it so; nothing is written yet.
import { type Client, usesSecret } from '../../../model/client.ts'
import type { Facts } from '../../../model/event.ts'
import type { Scope } from '../../../model/scope.ts'
import { newAccount, personProblem } from '../../../protocol/person.ts'
import { accountWire, clientWire, resourceWire } from '../../../protocol/wire.ts'
import type { Store } from '../../../store/index.ts'
import { difference } from '../../difference.ts'
import { changeClient } from '../client-changes.ts'
import { changedAccount } from '../describe-user.ts'
import { newClient } from '../new-client.ts'
import type { PasswordProblemOf } from '../password.ts'
import { failed, ifFound, wrongUse } from '../problem.ts'
import { clientChanges, newClientRequest, newPerson, personChange, resourceRequest } from '../read-documents.ts'
import { checkedResource } from '../resources.ts'
import { checkScope } from '../scopes.ts'
import type { ApplyItem } from './document.ts'
import type { Operations } from './operations.ts'

/** What is to be done: `run` does it, and gives a secret where one was made. */
export type Step = Readonly<{
  kind: ApplyItem['kind']
  name: string
  action: 'create' | 'change' | 'disable' | 'remove'
  before: Facts | null
  after: Facts | null
  run: () => Promise<string | undefined>
}>

export type PlanParts = Readonly<{
  store: Pick<Store, 'clients' | 'accounts' | 'resources'>
  operator: Operations
  passwordProblem: PasswordProblemOf
  sha256: (text: string) => Buffer
  fetchLoopback: boolean
  now: Date
}>

/** Undefined: it is so already. @throws OperatorProblem */
export const planItem = async (
  parts: PlanParts,
  item: ApplyItem,
  scopes: readonly Scope[],
): Promise<Step | undefined> => {
  switch (item.kind) {
    case 'scope':
      return planScope(parts, item, scopes)
    case 'resource':
      return planResource(parts, item, scopes)
    case 'client':
      return planClient(parts, item, scopes)
    case 'person':
      return planPerson(parts, item)
  }
}

type Item<Kind> = Extract<ApplyItem, { kind: Kind }>

export const scopeOf = ({ name, fields }: Item<'scope'>): Scope => ({
  name,
  words: fields.words,
  optional: fields.optional ?? false,
  privileged: fields.privileged ?? false,
})

/** Undefined where nothing differs. */
const stepFor = (
  { kind, name }: ApplyItem,
  before: object | null,
  after: object,
  run: Step['run'],
  more: Facts = {},
): Step | undefined => {
  const facts = difference(before, { ...after, ...more })
  if (before !== null && Object.keys(facts.after ?? {}).length + Object.keys(facts.before ?? {}).length === 0)
    return undefined
  return { kind, name, action: before === null ? 'create' : 'change', ...facts, run }
}

const planScope = async ({ operator }: PlanParts, item: Item<'scope'>, scopes: readonly Scope[]) => {
  const scope = scopeOf(item)
  checkScope(scope)
  const before = scopes.find(({ name }) => name === item.name) ?? null
  return stepFor(item, before, scope, async () => void (await operator.scopes.set(scope)))
}

const planResource = async ({ store, operator, now }: PlanParts, item: Item<'resource'>, scopes: readonly Scope[]) => {
  const request = resourceRequest(item.name, item.fields)
  const before = (await store.resources.list()).find(({ identifier }) => identifier === item.name)
  const after = { ...checkedResource(request, scopes, now), createdAt: before?.createdAt ?? now }
  const run = async () => void (await operator.resources.set(request))
  return stepFor(item, before ? resourceWire(before) : null, resourceWire(after), run)
}

const planClient = async (parts: PlanParts, item: Item<'client'>, scopes: readonly Scope[]) => {
  const { operator, store } = parts
  const { name, fields, secret } = item
  const about = { ...parts, scopes }
  const found = await store.clients.find(name)
  const after = found
    ? changeClient(found.client, clientChanges(fields), about)
    : newClient(newClientRequest(fields), name, about)
  checkSecret(after, secret)
  if (found === undefined)
    return stepFor(item, null, clientWire(after), async () => {
      return (await operator.clients.create(newClientRequest(fields), name, secret)).secret
    })
  const isPublic = found.client.tokenEndpointAuthMethod === 'none'
  if (fields.public !== undefined && fields.public !== isPublic)
    throw failed(`${name} is ${isPublic ? 'public' : 'confidential'} and stays so: make a new one`)
  const isNewSecret = secret !== undefined && !found.secrets.some(({ digest }) => digest.equals(parts.sha256(secret)))
  const run = async (): Promise<string | undefined> => {
    const { secret: made } = await operator.clients.set(name, clientChanges(fields))
    if (secret !== undefined && isNewSecret) await operator.clients.addSecret(name, secret)
    return secret === undefined ? made : undefined
  }
  return stepFor(item, clientWire(found.client), clientWire(after), run, isNewSecret ? { secret: 'another one' } : {})
}

const checkSecret = (client: Client, secret: string | undefined): void => {
  if (secret === undefined) return
  if (!usesSecret(client)) throw wrongUse(`${client.clientId} has no use for a secret: leave out secret_env`)
  if (!/^[\x21-\x7e]{32,200}$/.test(secret))
    throw wrongUse('the secret must have 32 to 200 printable characters without spaces')
}

const planPerson = async ({ store, operator, passwordProblem, now }: PlanParts, item: Item<'person'>) => {
  const { name: email, fields, password } = item
  const found = await ifFound(operator.users.show(email))
  if (found === undefined) {
    const person = newPerson({ ...fields, email })
    const problem =
      personProblem(person) ?? (password === undefined ? undefined : await passwordProblem(password, person))
    if (problem !== undefined) throw wrongUse(problem)
    const { sub: _, ...wire } = accountWire(newAccount(person, '', now))
    return stepFor(item, null, wire, async () => void (await operator.users.create(person, password ?? null)))
  }
  // Under no lock: this only says what would be different. `describe` looks again.
  const before = (await store.accounts.bySub(found.sub)) ?? found
  const change = personChange(fields)
  const after = changedAccount(before, change, now)
  const { profile: claims, attributes, name, roles } = after
  const problem = personProblem({ email: before.email, name, roles, claims, attributes, emailVerified: false })
  if (problem !== undefined) throw wrongUse(problem)
  const { updated_at: _, ...wire } = accountWire(after)
  const { updated_at: __, ...wireBefore } = accountWire(before)
  return stepFor(item, wireBefore, wire, async () => void (await operator.users.describe(found.sub, change)))
}
