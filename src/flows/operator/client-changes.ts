// Client changes: what an operator says of a client, old or new, and whether it can work and is safe (RFC 6749 §2, RFC 9700 §2.1).
import type { JSONWebKeySet } from 'jose'
import { type Client, type GrantType, usesSecret } from '../../model/client.ts'
import type { Scope } from '../../model/scope.ts'
import type { SigningAlgorithm } from '../../model/signing-key.ts'
import { clientProblem, type Ground, operatorSettings } from '../../protocol/client-rules.ts'
import { grantTypes, longGrantType, shortGrantType } from '../../protocol/grant-types.ts'
import { isLine } from '../../protocol/line.ts'
import { keySet } from '../../protocol/metadata-fields.ts'
import { printable } from '../../protocol/params.ts'
import { formatScope, missingFrom } from '../../protocol/scope.ts'
import { commonHost } from '../../protocol/sector.ts'
import { isSigningAlgorithm, signingAlgorithms } from '../../protocol/signing-algorithms.ts'
import { failed, wrongUse } from './problem.ts'

/** What is left out stays as it is; a list replaces the one before; null removes. */
export type ClientChanges = Readonly<{
  name?: string
  redirectUris?: readonly string[]
  /** What fits together is for protocol/client-rules.ts to say. */
  grantTypes?: readonly string[]
  postLogoutRedirectUris?: readonly string[]
  backchannelLogoutUri?: string | null
  webOrigins?: readonly string[]
  /** Public keys, or where they are published: it then authenticates by them, and by no secret. */
  jwks?: unknown
  jwksUri?: string | null
  pairwise?: boolean
  /** The host for pairwise subjects; left out: that of its redirect URIs, if they have but one. */
  sector?: string
  idTokenAlg?: string
  userinfoAlg?: string | null
  defaultMaxAgeSeconds?: number | null
  refreshRetrySeconds?: number | null
  tokensPerMinute?: number | null
  scope?: readonly string[]
  /** Those that it can do without. */
  optionalScope?: readonly string[]
  audiences?: readonly string[]
  pkceRequired?: boolean
  verified?: boolean
}>

type Circumstances = Ground & Readonly<{ scopes: readonly Scope[]; now: Date }>

/** @throws OperatorProblem */
export const changeClient = (client: Client, changes: ClientChanges, about: Circumstances): Client => {
  checkOwner(client, changes)
  const lists = {
    redirectUris: unique(changes.redirectUris) ?? client.redirectUris,
    postLogoutRedirectUris: unique(changes.postLogoutRedirectUris) ?? client.postLogoutRedirectUris,
    webOrigins: unique(changes.webOrigins) ?? client.webOrigins,
    audiences: unique(changes.audiences) ?? client.audiences,
  }
  const changed: Client = {
    ...client,
    ...lists,
    name: changes.name === undefined ? client.name : readName(changes.name),
    grantTypes: changes.grantTypes === undefined ? client.grantTypes : readGrantTypes(changes.grantTypes),
    backchannelLogoutUri: given(changes.backchannelLogoutUri, client.backchannelLogoutUri),
    ...readKeys(client, changes),
    ...readSector({ ...client, ...lists }, changes),
    idTokenAlg: changes.idTokenAlg === undefined ? client.idTokenAlg : readAlgorithm(changes.idTokenAlg),
    userinfoAlg:
      typeof changes.userinfoAlg === 'string'
        ? readAlgorithm(changes.userinfoAlg)
        : given(changes.userinfoAlg, client.userinfoAlg),
    defaultMaxAgeSeconds: given(changes.defaultMaxAgeSeconds, client.defaultMaxAgeSeconds),
    refreshRetrySeconds: given(changes.refreshRetrySeconds, client.refreshRetrySeconds),
    tokensPerMinute: given(changes.tokensPerMinute, client.tokensPerMinute),
    scope: changes.scope === undefined ? client.scope : readScope(changes.scope, about.scopes),
    optionalScope: readOptional(client, changes),
    pkceRequired: changes.pkceRequired ?? client.pkceRequired,
    verifiedAt: changes.verified === undefined ? client.verifiedAt : verifiedAt(client, changes.verified, about.now),
  }
  const problem = clientProblem(changed, about)
  if (problem !== undefined) throw wrongUse(problem.words)
  return changed
}

const given = <T>(wanted: T | undefined, before: T): T => (wanted === undefined ? before : wanted)
const unique = (list: readonly string[] | undefined) => list && [...new Set(list)]

/** What its document does not say, and the next fetch so does not undo. */
const ours: readonly string[] = ['verified', ...operatorSettings]

const checkOwner = ({ origin, clientId }: Client, changes: ClientChanges): void => {
  if (origin !== 'metadata-document') return
  const theirs = Object.entries(changes).find(([name, value]) => value !== undefined && !ours.includes(name))
  if (theirs !== undefined)
    throw failed(`the document at ${printable(clientId, 200)} decides that; whoever publishes it can change it`)
}

const readName = (name: string): string => {
  if (!isLine(name, 80)) throw wrongUse('the name must be one line of 1 to 80 characters')
  return name.trim()
}

type Keys = Pick<Client, 'jwks' | 'jwksUri' | 'tokenEndpointAuthMethod'>

const readKeys = (client: Client, { jwks, jwksUri }: ClientChanges): Keys => {
  const { tokenEndpointAuthMethod: before } = client
  if (jwks === undefined && jwksUri === undefined)
    return { jwks: client.jwks, jwksUri: client.jwksUri, tokenEndpointAuthMethod: before }
  const keys = { jwks: readJwks(jwks ?? null), jwksUri: jwksUri ?? null }
  const hasKeys = keys.jwks !== null || keys.jwksUri !== null
  // Without its keys it needs a secret again, unless it never had to prove itself.
  const tokenEndpointAuthMethod = hasKeys
    ? 'private_key_jwt'
    : before === 'private_key_jwt'
      ? 'client_secret_basic'
      : before
  return { ...keys, tokenEndpointAuthMethod }
}

const readJwks = (jwks: unknown): JSONWebKeySet | null => {
  if (jwks === null) return null
  const parsed = keySet.safeParse(jwks)
  if (!parsed.success) throw wrongUse('the keys are not a JWK Set: an object with an array "keys"')
  return parsed.data as unknown as JSONWebKeySet
}

type Sector = Pick<Client, 'subjectType' | 'sector' | 'display'>

/** Once chosen, the sector stays when redirect URIs change: another one would make every person a stranger. */
const readSector = (client: Client, { pairwise, sector }: ClientChanges): Sector => {
  const { subjectType, display } = client
  const isPairwise = pairwise ?? subjectType === 'pairwise'
  if (sector !== undefined && !isPairwise) throw wrongUse('a sector is for pairwise subjects alone')
  if (pairwise === undefined && sector === undefined) return { subjectType, sector: client.sector, display }
  const { sectorIdentifierUri: _, ...rest } = display
  return isPairwise
    ? {
        subjectType: 'pairwise',
        sector: sector ?? client.sector ?? commonHost(client.redirectUris) ?? null,
        display: sector === undefined ? display : rest,
      }
    : { subjectType: 'public', sector: null, display: rest }
}

const readGrantTypes = (wanted: readonly string[]): readonly GrantType[] => {
  const names = wanted.map(longGrantType)
  const unknown = names.find((name) => !(grantTypes as readonly string[]).includes(name))
  if (unknown !== undefined)
    throw wrongUse(`the grant ${printable(unknown)} is not known: use ${grantTypes.map(shortGrantType).join(', ')}`)
  return grantTypes.filter((name) => names.includes(name))
}

const readAlgorithm = (name: string): SigningAlgorithm => {
  if (!isSigningAlgorithm(name))
    throw wrongUse(`the algorithm ${printable(name)} is not known: use ${signingAlgorithms.join(', ')}`)
  return name
}

const readScope = (scope: readonly string[], scopes: readonly Scope[]): readonly string[] => {
  const names = scopes.map(({ name }) => name)
  const unknown = missingFrom(names, scope)
  if (unknown.length > 0)
    throw failed(
      `the scope ${printable(formatScope(unknown), 200)} does not exist: add it by "scopes set" (there are: ${formatScope(names)})`,
    )
  return [...new Set(scope)]
}

/** What it may not ask for any more, it need not do without either. */
const readOptional = (client: Client, { scope = client.scope, optionalScope }: ClientChanges): readonly string[] => {
  const strange = missingFrom(scope, optionalScope ?? [])
  if (strange.length > 0)
    throw wrongUse(`the optional scope ${printable(formatScope(strange), 200)} is not among what it may ask for`)
  return [...new Set(optionalScope ?? client.optionalScope)].filter((name) => scope.includes(name))
}

const verifiedAt = (client: Client, verified: boolean, now: Date): Date | null =>
  verified ? (client.verifiedAt ?? now) : null

/** What its secrets come to: a new one where it needs one again, none where it needs none. */
export const secretsAfter = (before: Client, after: Client): 'new' | 'none' | 'as they are' => {
  if (!usesSecret(after)) return 'none'
  return usesSecret(before) ? 'as they are' : 'new'
}
