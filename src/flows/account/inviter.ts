// Inviters: roles are given by somebody who may, also at the moment when an invitation is taken up (OWASP ASVS 8.2, 8.3).
import type { Account } from '../../model/account.ts'
import type { Actor } from '../../model/actor.ts'
import type { ClientRecord } from '../../store/clients.ts'
import { isAdmin } from '../admin-access.ts'

type Facts = Readonly<Record<string, string>>

/** What the link remembers of who made it, where that counts; whoever has the command line has the database too. */
export const inviterOf = (actor: Actor, roles: readonly string[]): Facts => ({
  ...(roles.length > 0 && 'sub' in actor && actor.sub !== null && { by: actor.sub }),
  ...(roles.length > 0 && 'clientId' in actor && { through: actor.clientId }),
})

type Known = Readonly<{
  account: (sub: string) => Promise<Account | undefined>
  client: (clientId: string) => Promise<ClientRecord | undefined>
}>

/**
 * An admin who is none any more, or an app from which the scope was taken, leaves no way back in behind. Asked again, with
 * the account locked, in the transaction that takes the link: whoever takes the role away just then comes before it or after.
 */
export const stillGives = async (known: Known, { roles = '[]', by, through }: Facts): Promise<boolean> => {
  if (roles === '[]') return true
  if (by !== undefined && !isAdmin(await known.account(by))) return false
  if (through === undefined) return true
  const client = (await known.client(through))?.client
  return client !== undefined && client.disabledAt === null && client.scope.includes('admin:people:write')
}
