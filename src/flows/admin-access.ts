// Access to the admin API: which tokens are good for what, asked at each use (RFC 6750 §3.1, RFC 9068 §4).
import { type Account, adminRole } from '../model/account.ts'
import type { Actor } from '../model/actor.ts'
import { type AdminScope, adminApiPath } from '../protocol/admin-scopes.ts'
import { OAuthError } from '../protocol/errors.ts'
import type { Store } from '../store/index.ts'
import type { LiveAccessTokens } from './live-access-token.ts'

/** Who calls; refused by an OAuthError. */
export type AdmitAdmin = (
  call: Readonly<{ token: string | undefined; scope: AdminScope; address: string }>,
  now: Date,
) => Promise<Actor>

type Parts = Readonly<{
  store: Pick<Store, 'accounts' | 'clients'>
  issuer: string
  accessTokens: LiveAccessTokens
}>

/** The console's question too: whoever is no admin at this moment gets nothing, whatever a token or a page of theirs says. */
export const isAdmin = (account: Account | undefined): boolean =>
  account !== undefined && account.disabledAt === null && account.roles.includes(adminRole)

/** Asked in the transaction, before the account is deleted. Admins who remove each other at once wait for each other here. */
export const isLastAdmin = async (tx: Pick<Store, 'accounts'>, account: Account): Promise<boolean> =>
  isAdmin(account) && !(await tx.accounts.anotherAdmin(account.sub))

export const admittingAdmins =
  ({ store, issuer, accessTokens }: Parts): AdmitAdmin =>
  async ({ token, scope, address }, now) => {
    if (token === undefined) throw new OAuthError('missing_token', 'Send an access token: Authorization: Bearer.')
    const read = await accessTokens.read(token, now)
    if (read.kind === 'dead') throw wrongToken(read.why)
    const { clientId, claims } = read
    // A token that was made for another API must not open this one, whatever scope it carries.
    if (![claims.aud].flat().includes(`${issuer}${adminApiPath}`))
      throw wrongToken('It is for another audience.', `Ask for it with resource=${issuer}${adminApiPath}`)
    const standing = await accessTokens.check(read)
    if (standing.kind === 'dead') throw wrongToken(standing.why)
    const sub = standing.family?.sub ?? null
    if (!read.scope.includes(scope)) throw tooLittle(`The token has not the scope ${scope}.`)
    // What was taken from the client since counts at once.
    const client = (await store.clients.find(clientId))?.client
    if (!client?.scope.includes(scope)) throw tooLittle(`The client has not the scope ${scope} any more.`)
    if (sub !== null && !isAdmin(await store.accounts.bySub(sub)))
      throw tooLittle(`The person has not the role ${adminRole}.`)
    return { kind: 'app', clientId, sub, address }
  }

const wrongToken = (operator: string, cure?: string): OAuthError =>
  new OAuthError('invalid_token', 'The access token is not valid here.', {
    operator,
    ...(cure !== undefined && { cure }),
  })

const tooLittle = (operator: string): OAuthError =>
  new OAuthError('insufficient_scope', 'The access token does not allow this.', { operator })
