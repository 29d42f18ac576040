// The end session endpoint: what an app's wish to log somebody out comes to; the page does it (OpenID Connect RP-Initiated Logout §2).
import type { Account } from '../model/account.ts'
import type { Client } from '../model/client.ts'
import type { Session } from '../model/session.ts'
import { concerning, isRefusal, OAuthError, orRefusal, type Refusal } from '../protocol/errors.ts'
import { idTokenType } from '../protocol/id-token.ts'
import {
  askingClientId,
  type Current,
  type LogoutDoubt,
  type LogoutHint,
  type LogoutReturn,
  logoutHint,
  logoutReturn,
  logoutStep,
  returnsUnasked,
} from '../protocol/logout.ts'
import type { Params } from '../protocol/params.ts'
import { sidFor } from '../protocol/sid.ts'
import type { Store } from '../store/index.ts'
import type { Visitor } from './authorize.ts'
import type { SubjectOf } from './subjects.ts'

export type EndSessionOutcome =
  /** A page: nothing of the request is used (§4). */
  | Readonly<{ kind: 'refused'; refusal: Refusal }>
  /** It is this very session's app that asks. */
  | Readonly<{ kind: 'end'; session: Session; back: LogoutReturn | null }>
  | LogoutQuestion
  | Readonly<{ kind: 'nobody'; back: LogoutReturn | null; isDirect: boolean }>

/** What the page asks; a yes ends this session. */
export type LogoutQuestion = Readonly<{
  kind: 'ask'
  session: Session
  account: Account
  client: Client | null
  back: LogoutReturn | null
  doubt: LogoutDoubt
}>

/** Decides, and ends nothing. */
export type EndSession = (params: Params, visitor: Visitor) => Promise<EndSessionOutcome>

type Parts = Readonly<{
  store: Pick<Store, 'clients'>
  issuer: string
  subjectOf: SubjectOf
  /** A token of ours, expired or signed by a key that is gone, too; undefined unless signature and type are right. */
  verify: (token: string, typ: string) => Promise<Readonly<Record<string, unknown>> | undefined>
}>

export const endingSessions = (parts: Parts): EndSession => {
  const { store, issuer, subjectOf, verify } = parts

  /** Only what holds in every respect; @throws OAuthError */
  const read = async (params: Params) => {
    const token = params.get('id_token_hint')
    const hint: LogoutHint | null = token === undefined ? null : logoutHint(await verify(token, idTokenType), issuer)
    const clientId = askingClientId(params, hint)
    const client = clientId === null ? null : await liveClient(clientId)
    const back = await orRefusal(() => logoutReturn(params, client))
    if (isRefusal(back)) throw client === null ? back : concerning(back, { clientId: client.clientId })
    return { hint, client, back }
  }

  const liveClient = async (clientId: string): Promise<Client> => {
    const record = await store.clients.find(clientId)
    if (record === undefined)
      throw new OAuthError('invalid_client', 'This application is not known here.', {
        operator: 'No client has the client_id of the logout request, or the one that its id_token_hint was issued to.',
        cure: 'Check the client_id, or register the client.',
      })
    if (record.client.disabledAt !== null)
      throw new OAuthError('unauthorized_client', 'This application is disabled.', { about: { clientId } })
    return record.client
  }

  const currentOf = async (visitor: Visitor, client: Client | null): Promise<Current | null> => {
    if (visitor === undefined) return null
    const { session } = visitor
    // Without a client there is no hint either, and nothing to compare.
    if (client === null) return { subject: session.sub, sid: '' }
    return { subject: await subjectOf(client, session.sub), sid: sidFor(session.sidSeed, client.clientId) }
  }

  return async (params, visitor) => {
    const request = await orRefusal(() => read(params))
    if (isRefusal(request)) return { kind: 'refused', refusal: request }
    const { hint, client, back } = request
    const next = logoutStep(hint, await currentOf(visitor, client))
    if (next.step === 'go-on' || visitor === undefined)
      return { kind: 'nobody', back, isDirect: back !== null && returnsUnasked(back, hint) }
    if (next.step === 'end') return { kind: 'end', session: visitor.session, back }
    return { kind: 'ask', ...visitor, client, back, doubt: next.doubt }
  }
}
