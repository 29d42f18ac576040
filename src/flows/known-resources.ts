// The resources as last read: every token is made by their terms, and no token should cost a look at the database (RFC 8707).
import { anyResources, type Resource, type ResourceCondition } from '../model/resource.ts'
import { adminResource } from '../protocol/admin-scopes.ts'
import { OAuthError } from '../protocol/errors.ts'
import type { TokenTerms } from '../protocol/resource.ts'
import { checkResources, narrowResources, someCannotShare, spellingsOf, tokenTerms } from '../protocol/resource.ts'
import type { Store } from '../store/index.ts'

export type KnownResources = Readonly<{
  /** The server's own is the last. */
  list(): readonly Resource[]
  reload(): Promise<void>
  /** Whether that is the server's own, which nobody registers. */
  isOurs(identifier: string): boolean
  /** Those that may be asked for: the default, what an operator registered, and of the named ones what some client serves. */
  named(identifiers: readonly string[]): Promise<readonly string[]>
  /**
   * §2.2: what a token request gets of what was authorized, as far as it is still known here.
   * @throws OAuthError invalid_target
   */
  chosen(requested: readonly string[], authorized: readonly string[]): Promise<readonly string[]>
  /**
   * What must have been authorized so that `chosen` cannot refuse the request: a statement may ask for it along with what it
   * does. Null: the request has to be judged first, so that a wrong one costs nothing.
   */
  harmless(requested: readonly string[]): ResourceCondition | null
  /** @throws OAuthError invalid_target where they cannot share a token */
  terms(identifiers: readonly string[], scope: readonly string[]): TokenTerms
  /** The longest life that a token may get now, in seconds. */
  longestTokenSeconds(): number
}>

type Parts = Readonly<{
  store: Readonly<{ resources: Pick<Store['resources'], 'list'>; clients: Pick<Store['clients'], 'knownAudiences'> }>
  issuer: string
  defaultAudience: string
  accessTokenSeconds: number
}>

/** Reads them once; call `reload` every few seconds to follow what operators change. */
export const knowingResources = async (parts: Parts): Promise<KnownResources> => {
  const { store, issuer, defaultAudience, accessTokenSeconds } = parts
  const ours = adminResource(issuer)
  const read = async (): Promise<readonly Resource[]> => [...(await store.resources.list()), ours]
  let known = await read()
  // A token may be on its way by terms that were just replaced.
  let before = known

  const reload = async (): Promise<void> => {
    const list = await read()
    before = known
    known = list
  }
  const sure = (): readonly string[] => [defaultAudience, ...known.map(({ identifier }) => identifier)]

  const named: KnownResources['named'] = async (identifiers) => {
    const missingFrom = (have: readonly string[]) =>
      identifiers.filter((each) => !spellingsOf(each).some((spelling) => have.includes(spelling)))
    const unsure = missingFrom(sure())
    if (unsure.length === 0) return sure()
    const served = await store.clients.knownAudiences(unsure.flatMap(spellingsOf))
    // Perhaps an operator registered it a moment ago, through another server.
    if (missingFrom([...sure(), ...served]).length > 0) await reload()
    // Whoever named the audience of a registered resource would get round its terms.
    return [...sure(), ...served.filter((name) => !known.some(({ audience }) => audience === name))]
  }

  const terms: KnownResources['terms'] = (identifiers, scope) =>
    tokenTerms(identifiers, scope, known, { audience: defaultAudience, lifetimeSeconds: accessTokenSeconds })

  return {
    list: () => known,
    reload,
    isOurs: (identifier) => spellingsOf(ours.identifier).includes(identifier),
    named,
    chosen: async (requested, authorized) => {
      const wanted = narrowResources(requested, authorized, defaultAudience)
      const all = await named(wanted)
      const living = requested.length > 0 ? checkResources(wanted, all) : wanted.filter((name) => all.includes(name))
      if (living.length === 0) throw gone(wanted)
      terms(living, [])
      return living
    },
    harmless: (requested) => {
      const [first = null, ...more] = requested
      if (first === null) return someCannotShare(known) ? { most: 1, only: null } : anyResources
      return more.length === 0 && sure().includes(first) ? { most: 1, only: first } : null
    },
    terms,
    longestTokenSeconds: () =>
      Math.max(accessTokenSeconds, ...[...before, ...known].map((resource) => resource.accessTokenSeconds ?? 0)),
  }
}

const gone = (identifiers: readonly string[]): OAuthError =>
  new OAuthError('invalid_target', 'The authorized resource is not known here any more.', {
    owner: `The operator removed ${identifiers.join(' ')}; nothing else was authorized.`,
    cure: 'Start a new authorization request, for a resource that is registered.',
  })
