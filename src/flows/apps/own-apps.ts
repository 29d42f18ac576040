// A person's apps: register, change, remove; each act says whose app it is to the database itself (RFC 7591 §2, OWASP ASVS 8.2.2).
import { type AppKind, type Client, usesSecret, usualClient } from '../../model/client.ts'
import type { Scope } from '../../model/scope.ts'
import { kindOf, kindsFor, mayRegisterApps } from '../../protocol/app-rules.ts'
import { OAuthError } from '../../protocol/errors.ts'
import { stillVouchedFor } from '../../protocol/registration-update.ts'
import type { ClientRecord } from '../../store/clients.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'
import { type AppForm, type AppProblem, type Developer, firstScope, readAppForm } from './app-form.ts'

export type AppsParts = Readonly<{
  store: Pick<Store, 'apps' | 'transaction'>
  issuer: string
  fetchLoopback: boolean
  appRegistration: 'everyone' | 'invited' | 'nobody'
  appsPerPerson: number
  scopes: () => readonly Scope[]
  random: { id(prefix: string): string; token(prefix: string): string }
  sha256: (text: string) => Buffer
  record: RecordEvent
}>

/** `secret`: shown this once, where the app needs one. */
export type Registered =
  | Readonly<{ kind: 'made'; client: Client; secret: string | undefined }>
  | Readonly<{ kind: 'problems'; problems: readonly AppProblem[] }>

export type NewAppForm = Readonly<{ kind: AppKind; name: string; redirectUris: string }>

export const ownApps = (parts: AppsParts) => {
  const { store, random, sha256, record, scopes } = parts
  const ground = () => ({ ...parts, scopes: scopes() })
  const noted = (person: Developer, clientId: string, operatorText: string): void => {
    record({ kind: 'client_changed', clientId, actor: person.sub, operatorText })
  }

  const find = async (person: Developer, clientId: string): Promise<ClientRecord> => {
    const found = await store.apps.findOf(clientId, person.sub)
    if (found === undefined) throw noSuchApp(person)
    return found
  }

  const register = async (person: Developer, form: NewAppForm, now: Date): Promise<Registered> => {
    if (!mayRegisterApps(parts.appRegistration, person)) throw mayNot(person)
    if (!kindsFor(person).includes(form.kind))
      return problem('kind', 'Services are for people whom this server’s operator made developers.')
    const scope = firstScope(form.kind, scopes())
    const read = readAppForm({ ...blankForm, ...form, scope }, form.kind, undefined, ground())
    if ('problems' in read) return { kind: 'problems', problems: read.problems }
    const client: Client = {
      ...usualClient,
      ...read.settings,
      clientId: random.id('app_'),
      origin: 'person',
      ownerSub: person.sub,
      createdAt: now,
    }
    const secret = usesSecret(client) ? random.token('cs_sec_') : undefined
    const secretDigest = secret === undefined ? null : sha256(secret)
    const created = { client, secretDigest, secretId: random.id('sec_'), registrationTokenDigest: null }
    const admission = await store.apps.createFor(created, parts.appsPerPerson)
    if (admission === 'nobody') throw mayNot(person)
    if (admission === 'full') return problem('kind', await fullWords(store, person, parts.appsPerPerson))
    noted(person, client.clientId, 'A person registered the app.')
    return { kind: 'made', client, secret }
  }

  /** Empty where it was done. Whoever vouched for what is different now does not any more. */
  const change = async (person: Developer, clientId: string, form: AppForm): Promise<readonly AppProblem[]> => {
    const problems = await store.transaction(async (tx) => {
      // Held from here on: what an operator changes meanwhile is not written back.
      const before = (await tx.apps.lockOf(clientId, person.sub))?.client
      if (before === undefined) throw noSuchApp(person)
      const read = readAppForm(form, kindOf(before), before, ground())
      if ('problems' in read) return read.problems
      const after: Client = { ...before, ...read.settings }
      const isVouched = stillVouchedFor(before, after)
      await tx.clients.update({ ...after, verifiedAt: isVouched ? before.verifiedAt : null })
      return []
    })
    if (problems.length === 0) noted(person, clientId, 'The owner changed the app.')
    return problems
  }

  const remove = async (person: Developer, clientId: string): Promise<void> => {
    if (!(await store.apps.removeOf(clientId, person.sub))) throw noSuchApp(person)
    noted(person, clientId, 'The owner removed the app, and every login with it.')
  }

  return {
    list: (person: Developer): Promise<readonly Client[]> => store.apps.listOf(person.sub),
    quota: async (person: Developer) => {
      const { own, used } = await store.apps.quota(person.sub)
      return { most: own ?? parts.appsPerPerson, used }
    },
    mayRegister: (person: Pick<Developer, 'roles'>): boolean => mayRegisterApps(parts.appRegistration, person),
    ...{ find, register, change, remove },
  }
}

const blankForm: AppForm = {
  ...{ name: '', redirectUris: '', postLogoutRedirectUris: '', backchannelLogoutUri: '' },
  ...{ clientUri: '', policyUri: '', tosUri: '', scope: [], optionalScope: [] },
}

const problem = (field: string, words: string): Registered => ({ kind: 'problems', problems: [{ field, words }] })

export const fullWords = async (
  { apps }: Pick<Store, 'apps'>,
  { sub }: Developer,
  appsPerPerson: number,
): Promise<string> => {
  const most = (await apps.quota(sub)).own ?? appsPerPerson
  return `You may have ${most} app${most === 1 ? '' : 's'}. Remove one first, or ask the people who run this server for more.`
}

/** The same whether it never was, is gone, or is somebody else's. */
export const noSuchApp = ({ sub }: Developer): OAuthError =>
  new OAuthError('not_found', 'You have no such app.', {
    operator: 'There is no such app, or it is not this person’s.',
    about: { sub },
  })

const mayNot = ({ sub }: Developer): OAuthError =>
  new OAuthError('not_found', 'You may not register apps here.', {
    operator: 'APP_REGISTRATION does not let this person register apps.',
    cure: 'Give the person the role developer, or set APP_REGISTRATION=everyone.',
    about: { sub },
  })
