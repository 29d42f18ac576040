// APIs on pages: where an app would use what a person allows, and what its tokens tell there (RFC 8707 §2, RFC 9068 §6).
import type { Client } from '../../model/client.ts'
import { scopesOfMappings, withheldScopes } from '../../protocol/claim-mapping.ts'
import { resourcesOf } from '../../protocol/resource.ts'
import type { Desk } from './desk.ts'

export type NamedApi = Readonly<{ identifier: string; name: string | null }>

/** Those that the request names, by their names where an operator registered them. */
export const namedApis = ({ parts }: Desk, named: readonly string[]): readonly NamedApi[] =>
  named.map((identifier) => ({
    identifier,
    name: parts.resources().find((each) => each.identifier === identifier)?.name ?? null,
  }))

/** Scopes whose words a person should read besides those that were asked for: an app can read the tokens that it holds. */
export const toldToApis = ({ parts }: Desk, client: Client, named: readonly string[]): readonly string[] => {
  const { defaultAudience } = parts.config
  const wanted = named.length > 0 ? named : [defaultAudience]
  const apis = resourcesOf(wanted, parts.resources(), { audience: defaultAudience })
  const withheld = withheldScopes(parts.scopes(), client)
  return scopesOfMappings(apis.map(({ claims }) => claims)).filter((name) => !withheld.includes(name))
}
