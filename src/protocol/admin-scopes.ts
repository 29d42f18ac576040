// Admin scopes: what a token of the admin API may be used for, and the resource that it must be for.
import type { Resource } from '../model/resource.ts'
import { usualClaims } from './claim-mapping.ts'

export const adminScopes = [
  'admin:people:read',
  'admin:people:write',
  'admin:apps:read',
  'admin:apps:write',
  'admin:settings:read',
  'admin:settings:write',
  'admin:events:read',
] as const
export type AdminScope = (typeof adminScopes)[number]

/** All names of this beginning are kept for this server. */
export const isAdminScope = (name: string): boolean => name.startsWith('admin:')

export const adminApiPath = '/admin/api'

/** Registered by nobody and removed by nobody: tokens with these scopes are for this API alone, and it takes no others. */
export const adminResource = (issuer: string): Resource => ({
  identifier: `${issuer}${adminApiPath}`,
  audience: `${issuer}${adminApiPath}`,
  name: 'Administration of this server',
  scope: adminScopes,
  accessTokenSeconds: null,
  signingAlg: 'RS256',
  claims: usualClaims,
  createdAt: new Date(0),
})
