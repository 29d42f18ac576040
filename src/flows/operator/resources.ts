// Resources: the APIs that tokens are for, as an operator registers them (RFC 8707 §2, RFC 9068 §3).
import type { KeyRing } from '../../crypto/key-ring.ts'
import type { ClaimMapping, Resource } from '../../model/resource.ts'
import type { Scope } from '../../model/scope.ts'
import { claimMappingProblem, usualClaims } from '../../protocol/claim-mapping.ts'
import { isLine } from '../../protocol/line.ts'
import { printable } from '../../protocol/params.ts'
import { isResourceName } from '../../protocol/resource.ts'
import { formatScope, missingFrom } from '../../protocol/scope.ts'
import { isSigningAlgorithm, signingAlgorithms } from '../../protocol/signing-algorithms.ts'
import { personalScope } from '../../protocol/standard-claims.ts'
import { resourceWire } from '../../protocol/wire.ts'
import type { Store } from '../../store/index.ts'
import { difference } from '../difference.ts'
import type { RecordEvent } from '../events.ts'
import type { Guard } from '../guard.ts'
import type { KnownResources } from '../known-resources.ts'
import { failed, notFound, wrongUse } from './problem.ts'

export type ResourceRequest = Readonly<{
  identifier: string
  name: string
  /** Null: the identifier. */
  audience: string | null
  scope: readonly string[]
  /** Null: as all others. */
  accessTokenSeconds: number | null
  signingAlg: string
  /** Null: what tokens usually carry. */
  claims: ClaimMapping | null
}>

export type ResourcesParts = Readonly<{
  store: Pick<Store, 'resources' | 'scopes' | 'transaction'>
  resources: Pick<KnownResources, 'reload' | 'isOurs'>
  keyRing: Pick<KeyRing, 'prepare' | 'upkeep'>
  clock: () => Date
  record: RecordEvent
}>

const mostResources = 1000
const mostScopes = 100
const longestSeconds = 86_400

export const resourceOperations = ({ store, resources, keyRing, clock, record }: ResourcesParts) => {
  const list = (): Promise<readonly Resource[]> => store.resources.list()

  const find = async (identifier: string): Promise<Resource> => {
    const found = (await list()).find((each) => each.identifier === identifier)
    if (found === undefined) throw notFound(`there is no resource ${printable(identifier, 200)}`)
    return found
  }

  /** Adds it, or replaces everything that was said of it. */
  const set = async (request: ResourceRequest, guard?: Guard<Resource>): Promise<Resource> => {
    const resource = checkedResource(request, await store.scopes.list(), clock())
    const before = await list()
    if (resources.isOurs(resource.identifier))
      throw wrongUse(`the resource ${resource.identifier} is this server's own`)
    const isNew = !before.some(({ identifier }) => identifier === resource.identifier)
    if (isNew && before.length >= mostResources) throw failed(`there are ${mostResources} resources already`)
    // The key first: verifiers should know it before they see a token that it signed.
    await keyRing.prepare(resource.signingAlg)
    const old = await store.transaction(async (tx) => {
      const old = await tx.resources.locked(resource.identifier)
      guard?.(old)
      await tx.resources.set(resource)
      return old
    })
    await resources.reload()
    // Longer tokens need their keys published for longer.
    await keyRing.upkeep()
    const operatorText = `The operator ${isNew ? 'registered' : 'changed'} the resource ${resource.identifier}.`
    const facts = difference(
      old ? resourceWire(old) : null,
      resourceWire({ ...resource, createdAt: old?.createdAt ?? resource.createdAt }),
    )
    record({ kind: 'resource_changed', operatorText, ...facts })
    return find(resource.identifier)
  }

  /** No new token is for it; those that were issued live until they expire. */
  const remove = async (identifier: string, guard?: Guard<Resource>): Promise<Resource> => {
    await find(identifier)
    const resource = await store.transaction(async (tx) => {
      const before = await tx.resources.locked(identifier)
      if (before === undefined) throw failed('the resource was removed meanwhile')
      guard?.(before)
      await tx.resources.remove(identifier)
      return before
    })
    await resources.reload()
    const operatorText = `The operator removed the resource ${identifier}.`
    record({ kind: 'resource_changed', operatorText, ...difference(resourceWire(resource), null) })
    return resource
  }

  return { list, show: find, set, remove }
}

/** @throws OperatorProblem */
export const checkedResource = (request: ResourceRequest, scopes: readonly Scope[], now: Date): Resource => {
  const { identifier, name, accessTokenSeconds, signingAlg } = request
  const audience = request.audience ?? identifier
  const claims = request.claims ?? usualClaims
  const what = 'must be an absolute URI without a fragment, or one printable word'
  if (!isResourceName(identifier)) throw wrongUse(`the resource ${printable(identifier, 100)} ${what}`)
  if (!isResourceName(audience)) throw wrongUse(`the audience ${printable(audience, 100)} ${what}`)
  if (!isLine(name, 80)) throw wrongUse('the name must be one line of 1 to 80 characters')
  if (accessTokenSeconds !== null && !isLifetime(accessTokenSeconds))
    throw wrongUse(`the access token's life must be a whole number of seconds from 1 to ${longestSeconds}`)
  if (!isSigningAlgorithm(signingAlg))
    throw wrongUse(`the algorithm ${printable(signingAlg)} is not known: use ${signingAlgorithms.join(', ')}`)
  const mappingProblem = claimMappingProblem(claims)
  if (mappingProblem !== undefined) throw wrongUse(mappingProblem)
  const scope = checkedScope(request.scope, scopes)
  return { identifier, audience, name: name.trim(), scope, accessTokenSeconds, signingAlg, claims, createdAt: now }
}

const isLifetime = (seconds: number): boolean => Number.isInteger(seconds) && seconds >= 1 && seconds <= longestSeconds

const checkedScope = (wanted: readonly string[], scopes: readonly Scope[]): readonly string[] => {
  if (wanted.length > mostScopes) throw wrongUse(`there are more than ${mostScopes} scopes`)
  // Tokens for other APIs would lose it, and with it their place at /userinfo.
  const personal = wanted.find((name) => personalScope.has(name))
  if (personal !== undefined) throw wrongUse(`the scope ${personal} is about the person and belongs to no API`)
  const unknown = missingFrom(
    scopes.map(({ name }) => name),
    wanted,
  )
  if (unknown.length > 0)
    throw failed(`the scope ${printable(formatScope(unknown), 200)} does not exist: add it by "scopes set"`)
  return [...new Set(wanted)]
}
