// Client rules: whether the settings of a client fit together and are safe, whoever chose them (RFC 6749 §2, RFC 9700 §2, OpenID Connect Registration §2).
import { type Client, isPublic } from '../model/client.ts'
import { jwksProblem } from './client-keys.ts'
import { fetchedAddressProblem } from './fetched-address.ts'
import { grantTypesProblem } from './grant-types.ts'
import { printable } from './params.ts'
import { redirectUriProblem } from './redirect-uri.ts'
import { webOriginProblem } from './web-origin.ts'

/** What is wrong, in words that a developer and an operator understand, and in which field of RFC 7591. */
export type ClientProblem = Readonly<{ field: string; words: string }>

/** The part of a client that somebody chooses; the rest is what the server records of it. */
export type ClientSettings = Omit<
  Client,
  | 'clientId'
  | 'origin'
  | 'verifiedAt'
  | 'ownerSub'
  | 'logoDigest'
  | 'publisher'
  | 'disabledAt'
  | 'createdAt'
  | 'firstLoginAt'
>

/** What an operator alone chooses: no metadata says it. */
export const operatorSettings = [
  'audiences',
  'pkceRequired',
  'refreshRetrySeconds',
  'tokensPerMinute',
] as const satisfies readonly (keyof ClientSettings)[]

/** `fetchLoopback`: whether this server may ask its own machine, for tests. */
export type Ground = Readonly<{ fetchLoopback: boolean }>

type Rule = (client: ClientSettings, ground: Ground) => string | undefined

const most = 20
const day = 86_400
export const longestMaxAgeSeconds = 3650 * day
export const longestRetrySeconds = 30 * day

/** The first problem, in this order; undefined if there is none. */
export const clientProblem = (client: ClientSettings, ground: Ground): ClientProblem | undefined => {
  for (const [field, rule] of rules) {
    const words = rule(client, ground)
    if (words !== undefined) return { field, words }
  }
  return undefined
}

/** The first of the list that has a problem, with its name. */
const each = (what: string, list: readonly string[], problemOf: (one: string) => string | undefined) => {
  if (list.length > most) return `there are more than ${most} of ${what}`
  for (const one of list) {
    const problem = problemOf(one)
    if (problem !== undefined) return `the ${what} ${printable(one, 200)} ${problem}`
  }
  return undefined
}

const rules: readonly (readonly [field: string, rule: Rule])[] = [
  [
    'redirect_uris',
    (client) => each('redirect URI', client.redirectUris, (uri) => redirectUriProblem(uri, isPublic(client))),
  ],
  ['grant_types', (client) => grantTypesProblem({ ...client, isPublic: isPublic(client) })],
  [
    'pkce_required',
    (client) =>
      isPublic(client) && !client.pkceRequired
        ? 'a public client needs PKCE: without it anyone who sees a code can use it'
        : undefined,
  ],
  [
    'audiences',
    (client) =>
      isPublic(client) && client.audiences.length > 0
        ? 'a public client can have no audience: it cannot introspect tokens'
        : each('audience', client.audiences, (audience) =>
            /^[\x21\x22\x24-\x7e]{1,2048}$/.test(audience) ? undefined : 'must be printable ASCII without spaces and #',
          ),
  ],
  ['jwks', keysProblem],
  ['jwks_uri', ({ jwksUri }, ground) => fetched('jwks_uri', jwksUri, ground)],
  [
    'post_logout_redirect_uris',
    (client) =>
      each('post-logout redirect URI', client.postLogoutRedirectUris, (uri) =>
        redirectUriProblem(uri, isPublic(client)),
      ),
  ],
  [
    'backchannel_logout_uri',
    ({ backchannelLogoutUri }, ground) => fetched('back-channel logout URI', backchannelLogoutUri, ground),
  ],
  ['allowed_cors_origins', ({ webOrigins }) => each('origin', webOrigins, webOriginProblem)],
  ['subject_type', sectorProblem],
  [
    'default_max_age',
    ({ defaultMaxAgeSeconds }) => seconds('default max age', defaultMaxAgeSeconds, longestMaxAgeSeconds),
  ],
  [
    'refresh_retry_seconds',
    ({ refreshRetrySeconds }) => seconds('retry window', refreshRetrySeconds, longestRetrySeconds),
  ],
  ['tokens_per_minute', ({ tokensPerMinute }) => quotaProblem(tokensPerMinute)],
]

function keysProblem({ jwks, jwksUri, tokenEndpointAuthMethod }: ClientSettings): string | undefined {
  // RFC 7591 §2: "The jwks_uri and jwks parameters MUST NOT both be present in the same request or response."
  if (jwks !== null && jwksUri !== null) return 'the keys are in jwks or at jwks_uri, not both'
  if (tokenEndpointAuthMethod === 'private_key_jwt' && jwks === null && jwksUri === null)
    return 'the method private_key_jwt needs public keys: jwks or jwks_uri'
  if (jwks === null) return undefined
  // A column of JSON can hold neither NUL nor half of a surrogate pair; no key needs them.
  const problem = /\\u(0000|d[89a-f])/i.test(JSON.stringify(jwks)) ? 'has a strange character' : jwksProblem(jwks)
  return problem === undefined ? undefined : `the key set (jwks) ${problem}`
}

function sectorProblem({ subjectType, sector }: ClientSettings): string | undefined {
  if (subjectType === 'public') return undefined
  if (sector === null)
    return 'pairwise subjects need a sector: one host over all redirect URIs, or a sector_identifier_uri'
  const isHost = /^[a-z0-9._-]{1,253}$/.test(sector) && URL.parse(`https://${sector}/`)?.hostname === sector
  return isHost ? undefined : `the sector ${printable(sector, 100)} is not a host name in small letters`
}

export const mostTokensPerMinute = 10_000_000

function quotaProblem(quota: number | null): string | undefined {
  const isGood = quota === null || (Number.isInteger(quota) && quota >= 1 && quota <= mostTokensPerMinute)
  return isGood ? undefined : `the tokens per minute must be a whole number from 1 to ${mostTokensPerMinute}`
}

const fetched = (what: string, address: string | null, { fetchLoopback }: Ground): string | undefined => {
  const problem = address === null ? undefined : fetchedAddressProblem(address, fetchLoopback)
  return problem === undefined ? undefined : `the ${what} ${printable(address ?? '', 200)} ${problem}`
}

const seconds = (what: string, value: number | null, longest: number): string | undefined =>
  value === null || (Number.isInteger(value) && value >= 0 && value <= longest)
    ? undefined
    : `the ${what} must be whole seconds, 0 to ${longest}`
