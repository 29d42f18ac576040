// Verified publishers: the file on an app's own host that vouches for it, and how long one failed look is forgiven (RFC 8615).
import type { Client } from '../model/client.ts'
import { redirectKind } from './redirect-uri.ts'

export const publisherFile = '/.well-known/countersign-publisher.json'

/** The host that vouches for the app at just this redirect URI; what goes elsewhere nobody vouched for. */
export const verifiedPublisher = ({ publisher }: Pick<Client, 'publisher'>, redirectUri: string): string | null =>
  publisher !== null && publisher.verifiedAt !== null && hostOf(redirectUri) === publisher.host ? publisher.host : null

/** With a port that is not the usual one. Any program may listen at loopback: nobody can vouch for it. */
const hostOf = (redirectUri: string): string | null =>
  redirectKind(redirectUri) === 'web' ? new URL(redirectUri).host : null

/** The hosts whose file could vouch for the app. */
export const publisherHosts = ({ redirectUris }: Pick<Client, 'redirectUris'>): readonly string[] => [
  ...new Set(redirectUris.flatMap((uri) => hostOf(uri) ?? [])),
]

/** What the file must say of this app; it may say more, of others. */
export const publisherDocument = (issuer: string, clientId: string): string =>
  JSON.stringify({ apps: [{ issuer, client_id: clientId }] }, null, 2)

/** What is wrong with the file, in words that follow "the file"; undefined if it names the app. */
export const publisherDocumentProblem = (text: string, issuer: string, clientId: string): string | undefined => {
  const apps = readApps(text)
  if (apps === undefined) return 'is not JSON of the form { "apps": [ { "issuer": "…", "client_id": "…" } ] }'
  const mine = apps.filter((app) => app.client_id === clientId)
  if (mine.length === 0) return 'does not name this app’s client_id'
  return mine.some((app) => app.issuer === issuer) ? undefined : `names this app, but not with the issuer ${issuer}`
}

type Entry = Readonly<{ issuer?: unknown; client_id?: unknown }>

const readApps = (text: string): readonly Entry[] | undefined => {
  try {
    const { apps } = (JSON.parse(text) ?? {}) as { apps?: unknown }
    return Array.isArray(apps) ? apps.filter((app) => typeof app === 'object' && app !== null) : undefined
  } catch {
    return undefined
  }
}

export const recheckSeconds = 86_400
/** A host may be away for a weekend; what it answers counts at once. */
export const forgivenSeconds = 3 * 86_400
