// The steps of a test login as its owner reads them: requests and answers, without what would let anybody in (RFC 6749 §4.1).
import type { Client } from '../../model/client.ts'
import { inspect } from '../../protocol/token-inspection.ts'

export type TestStep = Readonly<{
  title: string
  words: string
  request: string | null
  response: string | null
  isGood: boolean
}>

type Pairs = readonly (readonly [name: string, value: string])[]

/** The first letters tell the kind; the rest is nobody's to read. */
export const masked = (secret: string): string => {
  const shown = /^cs_[a-z]+_/.exec(secret)?.[0] ?? secret.slice(0, 8)
  return `${shown}… (${secret.length} characters, not shown)`
}

const maskable: ReadonlySet<string> = new Set([
  ...['code', 'access_token', 'refresh_token', 'id_token', 'client_secret', 'code_verifier'],
])

const shown = ([name, value]: readonly [string, string]): string =>
  `${name}=${maskable.has(name) ? masked(value) : value}`

export const authorizationStep = (url: string, parameters: Pairs): TestStep => ({
  title: 'Your app sends the browser to the login',
  words: 'PKCE (code_challenge), state and nonce are new for each login. Libraries do this for you.',
  request: [`GET ${url}`, ...parameters.map((pair, at) => `  ${at === 0 ? '?' : '&'}${shown(pair)}`)].join('\n'),
  response: null,
  isGood: true,
})

export const callbackStep = (redirectUri: string, parameters: Pairs, problem: string | null): TestStep => ({
  title: 'The browser comes back to your redirect URI',
  words:
    problem ??
    'To this server, for the test alone; in earnest, to your app. It checks that state is the one that it sent, and iss is this server. The code lives for a minute.',
  request: [`GET ${redirectUri}`, ...parameters.map((pair) => `  &${shown(pair)}`)].join('\n'),
  response: null,
  isGood: problem === null,
})

export const tokenStep = (
  issuer: string,
  { tokenEndpointAuthMethod: method }: Pick<Client, 'tokenEndpointAuthMethod'>,
  body: Pairs,
  answer: Readonly<Record<string, unknown>>,
  problem: string | null,
): TestStep => ({
  title: 'Your app redeems the code, from its own server or program',
  words: problem ?? proofWords[method],
  request: [
    `POST ${issuer}/token`,
    'Content-Type: application/x-www-form-urlencoded',
    ...(method === 'client_secret_basic' ? ['Authorization: Basic base64(client_id:client_secret)'] : []),
    '',
    ...body.map((pair, at) => `${at === 0 ? '' : '&'}${shown(pair)}`),
  ].join('\n'),
  response: JSON.stringify(answer, (name, value) => (maskable.has(name) ? masked(String(value)) : value), 2),
  isGood: problem === null,
})

const proofWords: Readonly<Record<Client['tokenEndpointAuthMethod'], string>> = {
  client_secret_basic:
    'This test knows no secret of your app: here you vouched for it by your login. Your app sends it.',
  client_secret_post:
    'This test knows no secret of your app: here you vouched for it by your login. Your app sends it.',
  private_key_jwt: 'Your app proves itself by its key; here you vouched for it by your login.',
  none: 'An app without a secret proves by PKCE (code_verifier) that it is the one that asked.',
}

export const claimsStep = (title: string, token: string): TestStep => {
  const read = inspect(token)
  const { header, claims } = read.kind === 'jwt' ? read : { header: {}, claims: {} }
  return {
    title,
    words: 'Its header and its claims. Libraries check signature, issuer, audience and time.',
    request: null,
    response: `${JSON.stringify(header)}\n${JSON.stringify(claims, null, 2)}`,
    isGood: true,
  }
}

export const userInfoStep = (issuer: string, answer: unknown): TestStep => ({
  title: 'Your app asks who logged in',
  words: 'Here it is you. Which claims come follows from the scopes that you allowed.',
  request: `GET ${issuer}/userinfo\nAuthorization: Bearer (the access token)`,
  response: JSON.stringify(answer, null, 2),
  isGood: true,
})

export const endStep: TestStep = {
  title: 'The test is over',
  words: 'What it led to is revoked, and nothing of it stays in your connected apps.',
  request: null,
  response: null,
  isGood: true,
}
