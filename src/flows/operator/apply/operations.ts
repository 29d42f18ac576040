// What `apply` works with: the same operations as everybody's.
import type { clientOperations } from '../clients.ts'
import type { resourceOperations } from '../resources.ts'
import type { scopeOperations } from '../scopes.ts'
import type { userOperations } from '../users.ts'

export type Operations = Readonly<{
  users: Pick<ReturnType<typeof userOperations>, 'show' | 'create' | 'describe'>
  clients: Pick<ReturnType<typeof clientOperations>, 'create' | 'set' | 'addSecret' | 'disable'>
  scopes: Pick<ReturnType<typeof scopeOperations>, 'set' | 'remove'>
  resources: Pick<ReturnType<typeof resourceOperations>, 'set' | 'remove'>
}>
