// Operator flows: everything that an operator may ask for, on whichever door it comes.
import { type ClientsParts, clientOperations } from './clients.ts'
import { explaining } from './explain.ts'
import { keyOperations } from './keys.ts'
import { logoutOperations } from './logouts.ts'
import { type MasterKeysParts, masterKeyOperations } from './master-keys.ts'
import { type ResourcesParts, resourceOperations } from './resources.ts'
import { scopeOperations } from './scopes.ts'
import { type UsersParts, userOperations } from './users.ts'

export { OperatorProblem } from './problem.ts'

type Parts = UsersParts &
  ClientsParts &
  Parameters<typeof scopeOperations>[0] &
  ResourcesParts &
  Parameters<typeof keyOperations>[0] &
  Parameters<typeof logoutOperations>[0] &
  MasterKeysParts &
  Parameters<typeof explaining>[0]

export const operatorFlows = (parts: Parts) => ({
  users: userOperations(parts),
  clients: clientOperations(parts),
  scopes: scopeOperations(parts),
  resources: resourceOperations(parts),
  keys: keyOperations(parts),
  logouts: logoutOperations(parts),
  masterKeys: masterKeyOperations(parts),
  explain: explaining(parts),
})
