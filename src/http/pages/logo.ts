// Logos of apps: only pictures that lie here, at an address that follows from what they are.
import type { Client } from '../../model/client.ts'

/** On our own origin; null where the owner uploaded none. No page ever loads `logo_uri`: it would tell a stranger who looks. */
export const logoUrl = ({ clientId, logoDigest }: Client, issuerPath: string): string | null =>
  logoDigest === null ? null : `${issuerPath}/logo/${encodeURIComponent(clientId)}/${logoDigest}`
