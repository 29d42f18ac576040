// The grants that the token endpoint knows, in one list; the metadata document is computed from it (RFC 8414 §2).
import { authorizationCodeGrant } from './authorization-code.ts'
import { clientCredentialsGrant } from './client-credentials.ts'
import { deviceCodeGrant } from './device-code.ts'
import type { Grant } from './grant.ts'
import { refreshTokenGrant } from './refresh-token.ts'

type Parts = Parameters<typeof authorizationCodeGrant>[0] &
  Parameters<typeof refreshTokenGrant>[0] &
  Parameters<typeof clientCredentialsGrant>[0] &
  Parameters<typeof deviceCodeGrant>[0]

export const allGrants = (parts: Parts): readonly Grant[] => [
  authorizationCodeGrant(parts),
  refreshTokenGrant(parts),
  clientCredentialsGrant(parts),
  deviceCodeGrant(parts),
]
