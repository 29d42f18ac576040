// The resources as last read: every token is made by their terms, and no token should cost a look at the database (RFC 8707).
import type { Resource } from '../model/resource.ts'
import { type TokenTerms, tokenTerms } from '../protocol/resource.ts'
import type { Store } from '../store/index.ts'

export type KnownResources = Readonly<{
  list(): readonly Resource[]
  reload(): Promise<void>
  /** Those of the named that may be asked for: the default, what an operator registered, and what some client serves. */
  named(identifiers: readonly string[]): Promise<readonly string[]>
  /** @throws OAuthError invalid_target where they cannot share a token */
  terms(identifiers: readonly string[], scope: readonly string[]): TokenTerms
  /** The longest life that a token may get now, in seconds. */
  longestTokenSeconds(): number
}>

type Parts = Readonly<{
  store: Readonly<{ resources: Pick<Store['resources'], 'list'>; clients: Pick<Store['clients'], 'knownAudiences'> }>
  defaultAudience: string
  accessTokenSeconds: number
}>

/** Reads them once; call `reload` every few seconds to follow what operators change. */
export const knowingResources = async (parts: Parts): Promise<KnownResources> => {
  const { store, defaultAudience, accessTokenSeconds } = parts
  let known = await store.resources.list()
  return {
    list: () => known,
    reload: async () => {
      known = await store.resources.list()
    },
    named: async (identifiers) => {
      const sure = [defaultAudience, ...known.map(({ identifier }) => identifier)]
      const others = identifiers.filter((identifier) => !sure.includes(identifier))
      return others.length === 0 ? sure : [...sure, ...(await store.clients.knownAudiences(others))]
    },
    terms: (identifiers, scope) =>
      tokenTerms(identifiers, scope, known, { audience: defaultAudience, lifetimeSeconds: accessTokenSeconds }),
    longestTokenSeconds: () =>
      Math.max(accessTokenSeconds, ...known.map((resource) => resource.accessTokenSeconds ?? 0)),
  }
}
