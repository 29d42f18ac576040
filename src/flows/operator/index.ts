// Operator flows: everything that an operator may ask for, on whichever door it comes.
import type { Actor } from '../../model/actor.ts'
import { applying } from './apply/index.ts'
import { type ClientsParts, clientOperations } from './clients.ts'
import { eventOperations } from './events.ts'
import { explaining } from './explain.ts'
import { figureOperations } from './figures.ts'
import { type InvitationParts, inviting } from './invitations.ts'
import { keyOperations } from './keys.ts'
import { logoutOperations } from './logouts.ts'
import { type MasterKeysParts, masterKeyOperations } from './master-keys.ts'
import { peopleOperations } from './people.ts'
import { type ResourcesParts, resourceOperations } from './resources.ts'
import { type ScopesParts, scopeOperations } from './scopes.ts'
import { makingSetupLinks, type SetupParts } from './setup-link.ts'
import { type UsersParts, userOperations } from './users.ts'

export { ifFound, OperatorProblem, type ProblemKind } from './problem.ts'

export type OperatorParts = UsersParts &
  ClientsParts &
  ScopesParts &
  SetupParts &
  InvitationParts &
  Omit<Parameters<typeof applying>[0], 'operator'> &
  Parameters<typeof figureOperations>[0] &
  Parameters<typeof peopleOperations>[0] &
  ResourcesParts &
  Parameters<typeof keyOperations>[0] &
  Parameters<typeof logoutOperations>[0] &
  MasterKeysParts &
  Parameters<typeof explaining>[0]

export type OperatorFlows = ReturnType<typeof operatorFlows>

/** What `apply` does others can do one by one. */
const singly = (parts: OperatorParts) => ({
  users: userOperations(parts),
  clients: clientOperations(parts),
  scopes: scopeOperations(parts),
  resources: resourceOperations(parts),
})

export const operatorFlows = (parts: OperatorParts, actor: Actor) => {
  const single = singly(parts)
  return {
    ...single,
    apply: applying({ ...parts, operator: single }),
    keys: keyOperations(parts),
    logouts: logoutOperations(parts),
    masterKeys: masterKeyOperations(parts),
    explain: explaining(parts),
    people: peopleOperations(parts),
    events: eventOperations(parts),
    figures: figureOperations(parts),
    invite: inviting(parts, actor),
    makeSetupLink: makingSetupLinks(parts),
  }
}
