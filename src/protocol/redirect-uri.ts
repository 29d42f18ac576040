// Redirect URIs: what may be registered, and what matches (RFC 6749 §3.1.2, RFC 8252 §7, RFC 9700 §4.1.3).
import { printable } from './params.ts'

const loopbackPrefix = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?=[:/?]|$)/
const forbiddenSchemes = new Set([
  'javascript',
  'data',
  'vbscript',
  'file',
  'blob',
  'about',
  'intent',
  'ws',
  'wss',
  'view-source',
  'filesystem',
  'ftp',
  'mailto',
  'tel',
  'sms',
  'urn',
  'chrome',
  'resource',
])
const maxLength = 2048

/** Why a URI may not be registered, or undefined if it may. Private schemes are for public clients alone (RFC 8252 §8.4). */
export const redirectUriProblem = (uri: string, isPublic: boolean): string | undefined => {
  if (uri.length > maxLength) return `is longer than ${maxLength} characters`
  // Anything outside printable ASCII would be rewritten on the way; a wildcard or backslash is never literal in good faith.
  if (!/^[\x21-\x7e]+$/.test(uri)) return 'contains characters outside printable ASCII'
  if (/[\\<>"{}|^`]/.test(uri)) return 'contains a character that a URI cannot have'
  if (uri.includes('*')) return 'contains a wildcard'
  // RFC 6749 §3.1.2: "The endpoint URI MUST NOT include a fragment component."
  if (uri.includes('#')) return 'has a fragment'
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1]
  if (scheme === undefined) return 'is not an absolute URI: write https:// before it'
  if (scheme !== scheme.toLowerCase()) return 'has a scheme in capitals'
  if (forbiddenSchemes.has(scheme)) return `uses the scheme ${scheme}, which is never safe`
  if (scheme === 'https' || scheme === 'http') return webProblem(uri, scheme)
  // `localhost:3000/callback` would be read as the scheme `localhost`.
  if (/^[^:]+:\d+([/?]|$)/.test(uri)) return 'is a host and a port without http:// or https://'
  return isPublic
    ? privateSchemeProblem(uri, scheme)
    : `uses the private scheme ${scheme}, which only public clients may`
}

const webProblem = (uri: string, scheme: string): string | undefined => {
  if (!uri.startsWith(`${scheme}://`)) return 'has no host'
  const authority = /^[a-z]+:\/\/([^/?]*)/.exec(uri)?.[1] ?? ''
  if (authority === '') return 'has no host'
  if (authority.includes('@')) return 'contains a user name'
  const url = URL.parse(uri)
  if (url === null) return 'is not a valid URI'
  // What browsers see must be what was written: no 0x7f.1, no capitals, no soft hyphens (RFC 9700 §4.1).
  if (`${url.protocol}//${url.host}` !== `${scheme}://${authority.replace(scheme === 'https' ? /:443$/ : /:80$/, '')}`)
    return `has a host that changes when it is normalized: write ${url.protocol}//${url.host}`
  // Other characters are legal in a URI and in no host name; a page's security policy could not name such a host.
  if (!/^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/.test(authority))
    return 'has a character that host names cannot have'
  if (scheme === 'http' && !loopbackPrefix.test(uri))
    return 'is http on a host other than 127.0.0.1, [::1] or localhost'
  return undefined
}

// RFC 8252 §7.1 asks for a reverse domain name; many real apps use a plain word, so only obvious mistakes are refused.
const privateSchemeProblem = (uri: string, scheme: string): string | undefined => {
  if (scheme.length < 3) return `uses the scheme ${scheme}, which is too short to be somebody's own`
  if (uri.length === scheme.length + 1) return 'has nothing after its scheme'
  if (/^[^:]+:\/\/[^/?]*@/.test(uri)) return 'contains a user name'
  return undefined
}

/** Compared as raw strings; only a loopback port is free (RFC 8252 §7.3). */
export const matchesRedirectUri = (registered: string, sent: string): boolean =>
  registered === sent ||
  (loopbackPrefix.test(registered) && loopbackPrefix.test(sent) && cutPort(registered) === cutPort(sent))

const cutPort = (uri: string): string =>
  uri.replace(
    /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)):(\d{1,5})(?=[/?]|$)/,
    (whole, host: string, port: string) => (Number(port) <= 65_535 ? host : whole),
  )

export type RedirectKind = 'web' | 'loopback' | 'private-scheme'

export const redirectKind = (uri: string): RedirectKind =>
  loopbackPrefix.test(uri) ? 'loopback' : /^https?:/.test(uri) ? 'web' : 'private-scheme'

/** What consent is remembered for: the origin of a web address, `loopback`, or the private scheme. */
export const redirectOrigin = (uri: string): string => {
  const kind = redirectKind(uri)
  if (kind === 'loopback') return 'loopback'
  return kind === 'web' ? new URL(uri).origin : uri.slice(0, uri.indexOf(':') + 1)
}

/** The CSP source that lets a page's form end at this address (browsers apply form-action to redirects too). */
export const redirectSource = (uri: string): string => {
  const scheme = uri.slice(0, uri.indexOf(':') + 1)
  if (redirectKind(uri) === 'private-scheme') return scheme
  // CSP Level 3 §2.3.1 has no way to write an IPv6 address, so there only the scheme can be named.
  const { origin, hostname } = new URL(uri)
  return hostname.startsWith('[') ? scheme : origin
}

/** Where two URIs first differ, in words for the client's owner. */
export const explainMismatch = (sent: string, registered: readonly string[]): string => {
  if (registered.length === 0) return 'the client has no registered redirect URI'
  // From both ends: of several, the one that is meant differs in the middle, as by http for https.
  const sentBackwards = backwards(sent)
  const likeness = (uri: string): number => sameLength(uri, sent) + sameLength(backwards(uri), sentBackwards)
  // Once for each: anybody may ask, and they may be long.
  const [nearest = ''] = registered.toSorted(byMost(new Map(registered.map((uri) => [uri, likeness(uri)]))))
  const at = sameLength(nearest, sent)
  const difference = `you sent ${partAround(sent, at)}, registered ${partAround(nearest, at)}`
  return `it differs from the registered ${nearest} at character ${at + 1}: ${difference}`
}

const byMost = (measured: ReadonlyMap<string, number>) => (one: string, other: string) =>
  (measured.get(other) ?? 0) - (measured.get(one) ?? 0)

/** The same of the second of two requests that must name one URI. */
export const explainChange = (second: string, first: string): string => {
  const at = sameLength(second, first)
  return `It differs at character ${at + 1}: there ${partAround(first, at)}, here ${partAround(second, at)}`
}

const sameLength = (one: string, other: string): number => {
  let at = 0
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1
  return at
}

const backwards = (text: string): string => [...text].reverse().join('')

const longestPart = 60

/** From the last `/`, `?` or `&` before the difference; a look at the whole would not find it. */
const partAround = (uri: string, at: number): string => {
  const start = Math.max(0, ...['/', '?', '&'].map((joint) => uri.lastIndexOf(joint, at - 1)))
  const part = uri.slice(start, start + longestPart)
  return part === '' ? 'nothing' : `\`${printable(part, longestPart)}\``
}
