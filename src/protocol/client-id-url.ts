// Client identifier URLs: a client_id that is the address of the client's own description (draft-ietf-oauth-client-id-metadata-document §3).

/** It is a key in the database, and people read its host. */
const longest = 1024
const loopbackHost = /^(127\.0\.0\.1|\[::1\]|localhost)(:\d{1,5})?$/

/** Whether a client_id wants to be an address; no client_id that the server makes does (§8.1). */
export const isUrlShaped = (clientId: string): boolean => /^https?:\/\//i.test(clientId)

/**
 * Why it is no address to fetch a description from, or undefined if it is. It is compared as a raw string ever after, so
 * nothing passes here that a browser, a proxy or a person could take for another address.
 */
export const clientIdUrlProblem = (clientId: string, allowsLoopback: boolean): string | undefined => {
  if (clientId.length > longest) return `is longer than ${longest} characters`
  if (!/^[\x21-\x7e]+$/.test(clientId)) return 'contains characters outside printable ASCII'
  const [, scheme, authority = '', path] = /^(https?):\/\/([^/?#\\]*)(\/[^?#]*)?/.exec(clientId) ?? []
  const isLoopback = allowsLoopback && loopbackHost.test(authority)
  if (scheme !== 'https' && !(scheme === 'http' && isLoopback)) return 'is not an https address'
  if (authority.includes('@')) return 'contains a user name'
  if (path === undefined) return 'has no path'
  if (clientId.includes('#')) return 'has a fragment'
  if (/\/(\.|%2e){1,2}(\/|$)/i.test(path)) return 'has a path segment of dots'
  // The host is what people are shown to judge by: numbers, and names with a dot at the end, are aliases of others.
  if (!isLoopback && !/^([a-z0-9_-]+\.)*[a-z0-9_-]*[a-z][a-z0-9_-]*(:\d{1,5})?$/.test(authority))
    return 'has a host that is not a plain name'
  if (URL.parse(clientId)?.href !== clientId.replace(/^(https:\/\/[^/]*):443\//, '$1/'))
    return 'changes when it is normalized'
  return undefined
}

/** What the address says for sure: whose it is. In ASCII, so that look-alike letters show. */
export const clientIdHost = (clientId: string): string => new URL(clientId).host

/** `id.example.org` is that host alone; `.example.org` is every host below it, and not itself. */
export const isListedHost = (host: string, hosts: readonly string[]): boolean =>
  hosts.some((listed) => (listed.startsWith('.') ? host.endsWith(listed) : host === listed))
