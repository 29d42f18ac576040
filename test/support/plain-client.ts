// An app as a stranger would write it, with fetch alone: registers, sends a person to log in, exchanges, refreshes.
import { createHash, randomBytes } from 'node:crypto'
import { type Browser, hasForm, isAway, plainBrowser, type Visit } from './plain-browser.ts'

export type App = Readonly<{
  issuer: string
  clientId: string
  secret: string | null
  redirectUri: string
  scope: string
  /** Where its requests go; the issuer, unless several servers stand behind that. */
  server: string
}>
export type Person = Readonly<{ email: string; password: string }>

// biome-ignore lint/suspicious/noExplicitAny: what a server answers is known only by looking at it.
export type Answer = Readonly<{ status: number; headers: Headers; body: any; text: string }>

export type Fields = Readonly<Record<string, string>> | string
export type Granted = Readonly<{ code: string; verifier: string }>

export const redirectUri = 'https://app.example/callback'

export const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
  }
}

export const request = async (url: string, init: RequestInit = {}): Promise<Answer> =>
  answerOf(await fetch(url, { redirect: 'manual', ...init }))

/** A form post by a program. */
export const post = (url: string, fields: Fields, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  })

export const postJson = (url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

/** Registers an app by RFC 7591: with a secret, unless it says that it is public. */
export const register = async (issuer: string, metadata: Readonly<Record<string, unknown>> = {}): Promise<App> => {
  const wishes = {
    client_name: 'Shop',
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
  }
  const { status, body, text } = await postJson(`${issuer}/register`, { ...wishes, ...metadata })
  if (status !== 201) throw new Error(`Registration was answered with ${status}: ${text}`)
  const {
    client_id: clientId,
    client_secret: secret = null,
    redirect_uris: [uri],
    scope,
  } = body
  return { issuer, clientId, secret, redirectUri: uri, scope, server: issuer }
}

export const basic = ({ clientId, secret }: Pick<App, 'clientId' | 'secret'>): Record<string, string> => ({
  authorization: `Basic ${btoa(`${clientId}:${secret}`)}`,
})

/** How the app proves who it is: Basic where it has a secret, client_id where it is public. */
const asApp = (app: App, fields: Readonly<Record<string, string>>) =>
  app.secret === null ? ([{ ...fields, client_id: app.clientId }, {}] as const) : ([fields, basic(app)] as const)

export const postAs = (app: App, endpoint: string, fields: Readonly<Record<string, string>>): Promise<Answer> =>
  post(`${app.server}/${endpoint}`, ...asApp(app, fields))

export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

/** An authorization request with PKCE; a null field is left out. */
export const authorizeUrl = (
  app: App,
  verifier: string,
  change: Readonly<Record<string, string | null>> = {},
): string => {
  const fields = {
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: app.scope,
    state: 'a state',
    code_challenge: challengeOf(verifier),
    code_challenge_method: 'S256',
    ...change,
  }
  const sent = Object.entries(fields).filter((field): field is [string, string] => field[1] !== null)
  return `${app.issuer}/authorize?${new URLSearchParams(sent)}`
}

/** Does what a person does at the pages until the browser leaves for the app, or is shown something else. */
export const passPages = async (browser: Browser, url: string, person: Person): Promise<Visit> => {
  let visit = await browser.open(url)
  if (hasForm(visit, 'login'))
    visit = await browser.submit(visit, 'login', { email: person.email, password: person.password })
  if (hasForm(visit, 'theft-notice')) visit = await browser.submit(visit, 'theft-notice', {})
  if (hasForm(visit, 'consent')) visit = await browser.submit(visit, 'consent', { decision: 'allow' })
  return visit
}

export const newVerifier = (): string => randomBytes(32).toString('base64url')

/** The same app, sent by a load balancer to that one of several servers. */
export const servedBy = (app: App, { port }: Readonly<{ port: number }>): App => {
  const { pathname } = new URL(app.issuer)
  return { ...app, server: `http://localhost:${port}${pathname === '/' ? '' : pathname}` }
}

/** A browser that sees the issuer, whichever server it is sent to. */
export const browserOf = ({ issuer, server }: App): Browser => {
  const { origin } = new URL(server)
  return plainBrowser(issuer, (url, init) => fetch(new URL(`${url.pathname}${url.search}`, origin), init))
}

/** A code, as the app's callback receives it. */
export const codeFor = async (app: App, person: Person, browser = browserOf(app)): Promise<Granted> => {
  const verifier = newVerifier()
  const visit = await passPages(browser, authorizeUrl(app, verifier), person)
  const code = isAway(visit) ? visit.location.searchParams.get('code') : null
  if (code === null)
    throw new Error(`No code: ${isAway(visit) ? visit.location.href : `${visit.status} ${visit.text}`}`)
  return { code, verifier }
}

export const redeem = (app: App, { code, verifier }: Granted, change: Readonly<Record<string, string>> = {}) =>
  postAs(app, 'token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: app.redirectUri,
    code_verifier: verifier,
    ...change,
  })

export const refresh = (app: App, token: string, change: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  postAs(app, 'token', { grant_type: 'refresh_token', refresh_token: token, ...change })

export const introspect = (app: App, token: string): Promise<Answer> => postAs(app, 'introspect', { token })
