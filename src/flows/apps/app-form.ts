// What a person says of their app, read into the settings of a client, or what is wrong beside each field (RFC 7591 §2, RFC 9700 §2.1).
import type { Account } from '../../model/account.ts'
import { type AppKind, type Client, type ClientDisplay, usualClient } from '../../model/client.ts'
import type { Scope } from '../../model/scope.ts'
import { kindDefaults, kindOf, readRedirectLines } from '../../protocol/app-rules.ts'
import { cleanName, readDisplay } from '../../protocol/client-display.ts'
import { type ClientSettings, clientProblem } from '../../protocol/client-rules.ts'
import { isRefusal } from '../../protocol/errors.ts'
import { redirectKind } from '../../protocol/redirect-uri.ts'
import { stillVouchedFor } from '../../protocol/registration-update.ts'
import { openScopes } from '../../protocol/scope.ts'

/** Whoever acts: what they own and may do follows from this alone, never from what a form says. */
export type Developer = Pick<Account, 'sub' | 'roles' | 'emailNormalized'>

/** As it was typed; lists have one entry in each line. */
export type AppForm = Readonly<{
  name: string
  redirectUris: string
  postLogoutRedirectUris: string
  backchannelLogoutUri: string
  clientUri: string
  policyUri: string
  tosUri: string
  scope: readonly string[]
  optionalScope: readonly string[]
}>

export type AppProblem = Readonly<{ field: string; words: string }>

export type Ground = Readonly<{ issuer: string; fetchLoopback: boolean; scopes: readonly Scope[] }>

type Read = Readonly<{ settings: ClientSettings }> | Readonly<{ problems: readonly AppProblem[] }>

/** Scopes that a new app of this kind begins with: who the person is, and nothing of any API. */
export const firstScope = (kind: AppKind, scopes: readonly Scope[]): readonly string[] =>
  kind === 'service'
    ? []
    : openScopes(scopes).filter((name) => ['openid', 'profile', 'email', 'offline_access'].includes(name))

/** @param before the app as it is; undefined for a new one of that kind */
export const readAppForm = (form: AppForm, kind: AppKind, before: Client | undefined, ground: Ground): Read => {
  const problems: AppProblem[] = []
  const lines = (field: 'redirectUris' | 'postLogoutRedirectUris'): readonly string[] => {
    const read = readRedirectLines(form[field], kind, ground.issuer)
    problems.push(...read.problems.map((words) => ({ field, words })))
    return read.uris
  }
  const name = cleanName(form.name)
  if (name === '') problems.push({ field: 'name', words: 'Give the app a name that people can read.' })
  const redirectUris = lines('redirectUris')
  const { hasRedirects, ...defaults } = kindDefaults[kind]
  if (hasRedirects && redirectUris.length === 0)
    problems.push({ field: 'redirectUris', words: 'Type at least one address to which people come back.' })
  const postLogoutRedirectUris = hasRedirects ? lines('postLogoutRedirectUris') : []
  const display = readPages(form, before, kind, problems)

  const open = openScopes(ground.scopes)
  const chosen = open.filter((scope) => form.scope.includes(scope))
  const settings: ClientSettings = {
    ...usualClient,
    ...defaults,
    ...before,
    ...{ name, redirectUris, postLogoutRedirectUris, display },
    backchannelLogoutUri: form.backchannelLogoutUri.trim() || null,
    scope: chosen,
    optionalScope: chosen.filter((scope) => form.optionalScope.includes(scope)),
    ...(kind === 'single-page' && { webOrigins: originsOf(redirectUris) }),
  }
  if (problems.length > 0) return { problems }
  const problem = clientProblem(settings, ground)
  if (problem !== undefined)
    return { problems: [{ field: fieldNames[problem.field] ?? 'name', words: sentence(problem.words) }] }
  return { settings: keepingOperators(settings, before, open) }
}

/** A scope that an operator gave stays, as long as the app is what the operator gave it to. */
const keepingOperators = (
  settings: ClientSettings,
  before: Client | undefined,
  open: readonly string[],
): ClientSettings => {
  if (before === undefined || !stillVouchedFor(before, settings)) return settings
  const given = before.scope.filter((scope) => !open.includes(scope))
  return { ...settings, scope: [...settings.scope, ...given] }
}

const pages = [
  ['clientUri', 'client_uri'],
  ['policyUri', 'policy_uri'],
  ['tosUri', 'tos_uri'],
] as const

const readPages = (form: AppForm, before: Client | undefined, kind: AppKind, problems: AppProblem[]): ClientDisplay => {
  const { clientUri: _c, policyUri: _p, tosUri: _t, ...rest } = before?.display ?? {}
  const read = pages.map(([field, name]): ClientDisplay => {
    const text = form[field].trim()
    try {
      return text.length > 2048 ? tooLong(field, problems) : readDisplay({ [name]: text })
    } catch (error) {
      if (!isRefusal(error)) throw error
      problems.push({ field, words: 'This must be an address that begins with https://.' })
      return {}
    }
  })
  return Object.assign({}, rest, { kind: before === undefined ? kind : kindOf(before) }, ...read)
}

const tooLong = (field: string, problems: AppProblem[]): ClientDisplay => {
  problems.push({ field, words: 'This address is too long.' })
  return {}
}

/** Scripts of these pages alone read our answers. At loopback the port is free while somebody develops, so none is named. */
const originsOf = (redirectUris: readonly string[]): readonly string[] =>
  redirectUris.every((uri) => redirectKind(uri) === 'web')
    ? [...new Set(redirectUris.map((uri) => new URL(uri).origin))]
    : []

const fieldNames: Readonly<Record<string, keyof AppForm>> = {
  redirect_uris: 'redirectUris',
  post_logout_redirect_uris: 'postLogoutRedirectUris',
  backchannel_logout_uri: 'backchannelLogoutUri',
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
