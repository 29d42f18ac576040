// All standards whose demands are traced, in the order of the page.
import type { Standard } from '../requirement.ts'
import { oauth21Authorize } from './oauth-2-1-authorize.ts'
import { oauth21Clients } from './oauth-2-1-clients.ts'
import { oauth21Security } from './oauth-2-1-security.ts'
import { oauth21Token } from './oauth-2-1-token.ts'
import { oidcCoreClaims } from './oidc-core-claims.ts'
import { oidcCoreLogin } from './oidc-core-login.ts'
import { oidcCoreRest } from './oidc-core-rest.ts'
import { oidcDiscovery } from './oidc-discovery.ts'
import { backChannelLogout, rpInitiatedLogout } from './oidc-logout.ts'
import { rfc6749 } from './rfc-6749.ts'
import { rfc7009 } from './rfc-7009.ts'
import { rfc7591 } from './rfc-7591.ts'
import { rfc7592 } from './rfc-7592.ts'
import { rfc7636 } from './rfc-7636.ts'
import { rfc7662 } from './rfc-7662.ts'
import { rfc8414 } from './rfc-8414.ts'
import { rfc8628 } from './rfc-8628.ts'
import { rfc8707 } from './rfc-8707.ts'
import { rfc9068 } from './rfc-9068.ts'
import { rfc9207 } from './rfc-9207.ts'
import { rfc9700 } from './rfc-9700.ts'

export const standards: readonly Standard[] = [
  oauth21Clients,
  oauth21Authorize,
  oauth21Token,
  oauth21Security,
  rfc9700,
  rfc6749,
  rfc7636,
  rfc7009,
  rfc7662,
  rfc8414,
  rfc9207,
  rfc7591,
  rfc7592,
  rfc8628,
  rfc8707,
  rfc9068,
  oidcCoreLogin,
  oidcCoreClaims,
  oidcCoreRest,
  oidcDiscovery,
  rpInitiatedLogout,
  backChannelLogout,
]
