// Sectors: the host for which a pairwise subject is made (OpenID Connect Core §8.1, Registration §5).
import { printable } from './params.ts'
import { redirectKind } from './redirect-uri.ts'

const mostUris = 1000

/**
 * The one host of all redirect URIs, or undefined where they have several or none. What follows a private scheme is no host,
 * whatever it looks like: answers do not go there, so its people would be betrayed to whoever wrote its name.
 */
export const commonHost = (redirectUris: readonly string[]): string | undefined => {
  const hosts = new Set(redirectUris.map(hostOf))
  const [host] = hosts
  return hosts.size === 1 && host !== '' ? host : undefined
}

const hostOf = (uri: string): string => (redirectKind(uri) === 'private-scheme' ? '' : (URL.parse(uri)?.hostname ?? ''))

/** §8.1: the sector is the host of the document's address, so whoever can publish there vouches for the redirect URIs. */
export const sectorHost = (sectorIdentifierUri: string): string => new URL(sectorIdentifierUri).hostname

/**
 * Why the document at sector_identifier_uri does not vouch for these redirect URIs; undefined if it does. Registration §5:
 * "The values of the registered redirect_uris MUST be included in the elements of the array."
 */
export const sectorDocumentProblem = (text: string, redirectUris: readonly string[]): string | undefined => {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return 'is not JSON'
  }
  if (!Array.isArray(document) || document.length > mostUris || document.some((each) => typeof each !== 'string'))
    return `is not a JSON array of at most ${mostUris} strings`
  const missing = redirectUris.find((uri) => !document.includes(uri))
  return missing === undefined ? undefined : `does not contain the redirect URI ${printable(missing, 200)}`
}
