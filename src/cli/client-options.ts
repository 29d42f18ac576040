// Client options: what can be said of a client as it is typed, and a client as it is printed.
import type { Command as Commander } from 'commander'
import type { ClientChanges } from '../flows/operator/client-changes.ts'
import { OperatorProblem } from '../flows/operator/index.ts'
import { longestMaxAgeSeconds, longestRetrySeconds, mostTokensPerMinute } from '../protocol/client-rules.ts'
import { signingAlgorithms } from '../protocol/signing-algorithms.ts'
import type { ClientWire } from '../protocol/wire.ts'
import type { Given } from './command.ts'
import { atMost, listOption, many, numberOption, seconds, textOption } from './options.ts'
import { facts } from './print.ts'
import { readGivenFile } from './read-file.ts'

const algorithms = signingAlgorithms.join(', ')

export const defineClient = (command: Commander): Commander =>
  command
    .option('--redirect-uri <uri>', 'where answers may be sent; may be repeated', many)
    .option('--post-logout-redirect-uri <uri>', 'where people may be sent after a logout; may be repeated', many)
    .option('--backchannel-logout-uri <uri>', 'where it is told that a session is over')
    .option('--origin <origin>', 'whose scripts may read answers to it (CORS; default: any); may be repeated', many)
    .option('--scope <names>', 'what it may ask for, separated by spaces (a new one: all that is not privileged)')
    .option('--optional-scope <names>', 'those that it can do without: people may leave them out')
    .option('--audience <audience>', 'it is a resource server for this audience; may be repeated', many)
    .option('--jwks-file <file>', 'its public keys, a JWK Set: it authenticates by private_key_jwt')
    .option('--jwks-uri <uri>', 'the same, where it publishes them')
    .option('--pairwise', 'its people have other subjects there than anywhere else')
    .option('--sector <host>', 'clients of one sector share pairwise subjects (default: the host of its redirect URIs)')
    .option('--id-token-alg <alg>', `how its ID tokens are signed: ${algorithms}`)
    .option('--userinfo-alg <alg>', `signs its answers of userinfo: ${algorithms} (default: plain JSON)`)
    .option('--default-max-age <seconds>', 'a login older than this is asked for again', seconds(longestMaxAgeSeconds))
    .option('--tokens-per-minute <count>', 'how many tokens it may fetch, at each server', atMost(mostTokensPerMinute))
    .option('--retry-seconds <seconds>', 'how long a lost refresh may be repeated', seconds(longestRetrySeconds))

/** The options that name one thing each, by the field that they change; what was not typed is left out. */
export const readChanges = (given: Given): ClientChanges => {
  const scope = textOption(given, 'scope')
  const file = textOption(given, 'jwksFile')
  if (file !== undefined && textOption(given, 'jwksUri') !== undefined)
    throw new OperatorProblem('wrong-use', '--jwks-file and --jwks-uri exclude each other')
  const { pairwise, pkce } = given.options
  const wanted: { [Name in keyof ClientChanges]: ClientChanges[Name] | undefined } = {
    name: textOption(given, 'name'),
    redirectUris: list(given, 'redirectUri'),
    postLogoutRedirectUris: list(given, 'postLogoutRedirectUri'),
    backchannelLogoutUri: textOption(given, 'backchannelLogoutUri'),
    webOrigins: list(given, 'origin'),
    jwks: file === undefined ? undefined : readKeys(file),
    jwksUri: textOption(given, 'jwksUri'),
    pairwise: pairwise === true ? true : undefined,
    sector: textOption(given, 'sector'),
    idTokenAlg: textOption(given, 'idTokenAlg'),
    userinfoAlg: textOption(given, 'userinfoAlg'),
    defaultMaxAgeSeconds: numberOption(given, 'defaultMaxAge'),
    refreshRetrySeconds: numberOption(given, 'retrySeconds'),
    tokensPerMinute: numberOption(given, 'tokensPerMinute'),
    scope: names(scope),
    optionalScope: names(textOption(given, 'optionalScope')),
    audiences: list(given, 'audience'),
    pkceRequired: typeof pkce === 'boolean' ? pkce : undefined,
    verified: given.options.verified === true ? true : undefined,
  }
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
}

const names = (text: string | undefined): readonly string[] | undefined =>
  text?.split(' ').filter((name) => name !== '')

const list = (given: Given, name: string): readonly string[] | undefined =>
  given.options[name] === undefined ? undefined : listOption(given, name)

const readKeys = (file: string): unknown => {
  const text = readGivenFile(file).toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    throw new OperatorProblem('wrong-use', `${file} is not JSON`)
  }
}

type Secrets = readonly Readonly<{ id: string; created_at: string; last_used_at: string | null }>[]

export const printClient = (client: ClientWire & { client_secret?: string; secrets?: Secrets }): string =>
  facts([
    ['client_id', client.client_id],
    ['client_secret', client.client_secret],
    ['name', client.client_name],
    ['kind', kindWords(client)],
    ['redirect URIs', client.redirect_uris.join(' ')],
    ['after logout', client.post_logout_redirect_uris?.join(' ')],
    ['told of logouts', client.backchannel_logout_uri],
    ['CORS origins', client.allowed_cors_origins?.join(' ') ?? 'any'],
    ['grants', client.grant_types.join(' ')],
    ['scope', client.scope],
    ['can do without', client.optional_scope],
    ['serves', client.audiences.join(' ')],
    ['PKCE', client.pkce_required ? 'required' : 'not required'],
    ['keys', client.jwks_uri ?? client.jwks?.keys.map(({ kid, kty }) => kid ?? kty ?? '?').join(' ')],
    ['subjects', client.sector === undefined ? client.subject_type : `${client.subject_type}, for ${client.sector}`],
    ['ID tokens', client.id_token_signed_response_alg],
    ['userinfo', client.userinfo_signed_response_alg ?? 'plain JSON'],
    ['max age', secondsWords(client.default_max_age)],
    ['refresh retry', secondsWords(client.refresh_retry_seconds)],
    ['tokens a minute', client.tokens_per_minute === undefined ? undefined : String(client.tokens_per_minute)],
    ['origin', `${client.origin}${client.verified ? ', verified' : ''}`],
    ['owner', client.owner],
    ['publisher', client.publisher && `${client.publisher}, ${client.publisher_verified ? '' : 'not '}verified`],
    ['state', client.disabled ? 'disabled' : 'enabled'],
    ['first login', client.first_login_at],
    ...(client.secrets ?? []).map(({ id, created_at, last_used_at }) => {
      return ['secret', `${id}, made ${created_at}, last used ${last_used_at ?? 'never'}`] as const
    }),
  ])

const kindWords = ({ token_endpoint_auth_method: method }: ClientWire): string =>
  method === 'none' ? 'public' : method === 'private_key_jwt' ? 'confidential, by private_key_jwt' : 'confidential'

const secondsWords = (value: number | undefined): string | undefined => (value === undefined ? undefined : `${value} s`)
