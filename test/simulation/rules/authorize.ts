// What should happen at /authorize: who is asked what, who gets a code, and who sees an error (RFC 6749 §4.1, RFC 9700 §4.11).
import { type App, codeSeconds, type Login, type Turn } from '../model.ts'
import { s256 } from './redeem.ts'

export type AuthorizationQuestion = Readonly<{
  clientId: string
  redirectUri: string
  scope: readonly string[] | undefined
  verifier: string | null
  state: string | undefined
  prompt: 'none' | 'login' | 'consent' | undefined
  maxAgeSeconds: number | undefined
  resources: readonly string[]
}>

export type Interaction = Readonly<{
  session: Login | undefined
  startedAt: number | null
  decision: 'allow' | 'deny' | undefined
}>

export type AuthorizeAnswer =
  | Readonly<{ kind: 'shown' | 'refused'; code: string; rule: string }>
  | Readonly<{ kind: 'log-in' | 'consent' }>
  | Readonly<{ kind: 'answered'; code: string }>

export const authorize = (turn: Turn, question: AuthorizationQuestion, interaction: Interaction): AuthorizeAnswer => {
  const { model, stage } = turn
  const app = model.apps.get(question.clientId)
  const shown = (code: string, rule: string) => ({ kind: 'shown', code, rule }) as const
  if (app === undefined) return shown('invalid_client', 'an unknown client is a page, never a redirect')
  if (app.disabled) return shown('unauthorized_client', 'a disabled client is a page, never a redirect')
  if (!isRegistered(app, question.redirectUri))
    return shown('invalid_request', 'an address that is not registered is a page, never a redirect')
  const { session, decision } = interaction
  const mistake = mistakeOf(turn, app, question)
  if (mistake !== undefined) {
    const known = session !== undefined && [...model.consents.values()].some((each) => isOf(each, app, session))
    const returned = app.vouched || question.prompt === 'none' || known
    return { kind: returned ? 'refused' : 'shown', code: mistake, rule: `a wrong request is refused: ${mistake}` }
  }
  const silent = question.prompt === 'none'
  if (session === undefined || mustLogInAgain(turn, question, interaction, session))
    return silent ? { kind: 'refused', code: 'login_required', rule: 'prompt=none never asks' } : { kind: 'log-in' }
  const scope = question.scope ?? app.scope
  const key = `${session.sub} ${app.clientId} ${originOf(question.redirectUri)}`
  const granted = isAllowed(turn, key, app, question, scope) && question.prompt !== 'consent'
  if (decision === undefined) {
    if (granted) return { kind: 'answered', code: newCode(turn, app, question, session, scope) }
    return silent ? { kind: 'refused', code: 'consent_required', rule: 'prompt=none never asks' } : { kind: 'consent' }
  }
  // Who was asked is answered as they answered, even where the same was allowed before or in another tab.
  if (decision === 'deny') return { kind: 'refused', code: 'access_denied', rule: 'no is no' }
  const before = model.consents.get(key)
  const kept = before?.name === app.name ? before : { scope: [], resources: [] }
  const { clientId, name } = app
  const origin = originOf(question.redirectUri)
  const both = (old: readonly string[], more: readonly string[]) => [...new Set([...old, ...more])]
  const all = { scope: both(kept.scope, scope), resources: both(kept.resources, question.resources) }
  model.consents.set(key, { sub: session.sub, clientId, origin, ...all, name })
  stage()
  return { kind: 'answered', code: newCode(turn, app, question, session, scope) }
}

const isOf = (allowed: Readonly<{ sub: string; clientId: string }>, app: App, session: Login): boolean =>
  allowed.clientId === app.clientId && allowed.sub === session.sub

const mistakeOf = ({ model, issuer }: Turn, app: App, question: AuthorizationQuestion): string | undefined => {
  if (!app.grants.includes('authorization_code')) return 'unauthorized_client'
  if (question.scope?.some((name) => !app.scope.includes(name))) return 'invalid_scope'
  const known = [issuer, ...[...model.apps.values()].flatMap((each) => (each.disabled ? [] : each.audiences))]
  if (question.resources.some((resource) => !known.includes(resource))) return 'invalid_target'
  if (question.verifier === null && (app.pkceRequired || question.state === undefined)) return 'invalid_request'
  return undefined
}

/** How long a login answers prompt=login and max_age, within the interaction that asked for it. */
const freshMillis = 600_000

const mustLogInAgain = (turn: Turn, question: AuthorizationQuestion, { startedAt }: Interaction, session: Login) => {
  const ageMillis = turn.now - session.authenticatedAt
  if (startedAt !== null && session.authenticatedAt >= startedAt && ageMillis <= freshMillis) return false
  if (question.prompt === 'login') return true
  return question.maxAgeSeconds !== undefined && ageMillis > question.maxAgeSeconds * 1000
}

/** A public client on loopback or a private scheme could be any program: it always asks. */
const isAllowed = (
  { model }: Turn,
  key: string,
  app: App,
  { redirectUri, resources }: AuthorizationQuestion,
  scope: readonly string[],
): boolean => {
  const allowed = model.consents.get(key)
  if (allowed === undefined || allowed.name !== app.name) return false
  if (app.isPublic && !redirectUri.startsWith('https://')) return false
  if (!resources.every((name) => allowed.resources.includes(name))) return false
  return scope.every((name) => allowed.scope.includes(name))
}

const loopback = 'http://127.0.0.1'

const isRegistered = (app: App, redirectUri: string): boolean => {
  const withoutPort = (uri: string): string => uri.replace(/^(http:\/\/127\.0\.0\.1):\d+/, '$1')
  return app.redirectUris.some(
    (uri) => uri === redirectUri || (uri.startsWith(loopback) && withoutPort(uri) === withoutPort(redirectUri)),
  )
}

export const originOf = (redirectUri: string): string => {
  if (redirectUri.startsWith(loopback)) return 'loopback'
  return redirectUri.startsWith('https://') ? new URL(redirectUri).origin : `${redirectUri.split(':')[0]}:`
}

const newCode = (
  { model, now, drawn }: Turn,
  { clientId }: App,
  { redirectUri, verifier, resources }: AuthorizationQuestion,
  session: Login,
  scope: readonly string[],
): string => {
  const code = drawn('cs_code_')
  model.codes.set(code, {
    ...{ code, clientId, redirectUri, scope, resources },
    sub: session.sub,
    sessionId: session.id,
    challenge: verifier === null ? null : s256(verifier),
    authenticatedAt: session.authenticatedAt,
    expiresAt: now + codeSeconds * 1000,
    spentAt: null,
    familyId: drawn(''),
    familyName: drawn('fam_'),
  })
  return code
}
