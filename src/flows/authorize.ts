// The authorization endpoint's hub: every step of the interactive flow comes back here (RFC 6749 §4.1.1, §4.1.2).
import { isDeepStrictEqual } from 'node:util'
import type { Account } from '../model/account.ts'
import type { AuthorizationRequest, Interaction, ReturnAddress } from '../model/authorization-request.ts'
import type { Client } from '../model/client.ts'
import type { Consent } from '../model/consent.ts'
import type { Scope } from '../model/scope.ts'
import type { Session } from '../model/session.ts'
import { toldMethods } from '../protocol/acr.ts'
import { authorizationRequest, returnAddress } from '../protocol/authorization-request.ts'
import { type AuthorizationResponse, successResponse } from '../protocol/authorization-response.ts'
import {
  granted,
  isStanding,
  leftOut,
  newScope,
  optionalScope,
  rememberedConsent,
  type Terms,
  usualTerms,
} from '../protocol/consent.ts'
import { concerning, invalidRequest, isRefusal, OAuthError, orRefusal, type Refusal } from '../protocol/errors.ts'
import { idTokenType } from '../protocol/id-token.ts'
import { nextStep } from '../protocol/next-step.ts'
import { type Params, required } from '../protocol/params.ts'
import { redirectOrigin } from '../protocol/redirect-uri.ts'
import type { Store } from '../store/index.ts'
import type { FindAuthorizingClient } from './authorizing-client.ts'
import type { KnownResources } from './known-resources.ts'
import type { MintCode } from './mint-code.ts'
import type { SubjectOf } from './subjects.ts'

/** Who sits at the browser: nobody, or a person with a session. */
export type Visitor = Person | undefined
type Person = Readonly<{
  session: Session
  account: Account
  /** Whether they have a second factor. */
  hasFactor: boolean
  /** What the person allowed one client, read along with the session. */
  consents?: Readonly<{ clientId: string; all: readonly Consent[] }>
}>

export type AuthorizeOutcome =
  /** A page: nothing may be sent to the client, or not before the person agrees to go on (`onward`). */
  | Readonly<{ kind: 'shown'; refusal: Refusal; onward: ReturnAddress | null }>
  /** A refusal that travels to the client. */
  | Readonly<{ kind: 'refused'; refusal: Refusal; address: ReturnAddress }>
  | Readonly<{ kind: 'answered'; response: AuthorizationResponse }>
  | Readonly<{ kind: 'log-in'; request: AuthorizationRequest }>
  /** More is asked for than the session proves: the second factor alone, or first one to set up. */
  | Readonly<{ kind: 'second-factor'; request: AuthorizationRequest; account: Account }>
  | Readonly<{ kind: 'set-up-factor'; request: AuthorizationRequest; account: Account }>
  | Readonly<{ kind: 'select-account'; request: AuthorizationRequest; account: Account }>
  | Question

/** What the consent page asks, as it was when the page was shown: an answer is an answer to just this. */
export type Question = Readonly<{
  kind: 'consent'
  request: AuthorizationRequest
  session: Session
  account: Account
  /** What was not allowed before. */
  asked: readonly string[]
  /** What the person may leave out. */
  optional: readonly string[]
  /** What they allowed before, and still do. */
  before: Consent | undefined
}>

export type AuthorizeFlow = Readonly<{
  /** `address`: who asks; only with one may it be fetched what the client says of itself. */
  proceed(
    params: Params,
    visitor: Visitor,
    interaction: Interaction | null,
    now: Date,
    address?: string,
  ): Promise<AuthorizeOutcome>
  /** The person's answer. Nothing is read again: what was answered is what is granted. */
  decide(question: Question, decision: 'allow' | 'deny', now: Date, terms?: Terms): Promise<AuthorizeOutcome>
}>

type Parts = Readonly<{
  store: Pick<Store, 'consents' | 'clients'>
  findClient: FindAuthorizingClient
  issuer: string
  /** Whether a test of its owner lets this client be answered there, though nobody registered it. */
  isTestRedirect: (redirectUri: string, client: Client, visitor: Visitor, now: Date) => boolean
  resources: Pick<KnownResources, 'named'>
  scopes: () => readonly Scope[]
  subjectOf: SubjectOf
  /** A token of ours; undefined unless signature and type are right. */
  verify: (token: string, typ: string) => Promise<Readonly<Record<string, unknown>> | undefined>
  mintCode: MintCode
}>

export const authorizeFlow = (parts: Parts): AuthorizeFlow => {
  const { store, issuer, findClient, resources, scopes, subjectOf, mintCode } = parts

  const proceed: AuthorizeFlow['proceed'] = async (params, visitor, interaction, now, address) => {
    const trusted = await trust(params, visitor, address, now)
    if (isRefusal(trusted)) return { kind: 'shown', refusal: trusted, onward: null }
    const request = await read(params, trusted)
    if (isRefusal(request)) return refuseRequest(params, trusted, visitor, request, now)
    const consent = visitor && (await consentOf(request, visitor, now))
    const optional = optionalScope(request, scopes())
    const isSomebodyElse = await isNotExpected(request, visitor)
    const next = nextStep({ request, ...whoIs(visitor), consent, optional, isSomebodyElse, interaction, now })
    if (next.step === 'refuse')
      return { kind: 'refused', refusal: aboutClient(next.refusal, request.client), address: request }
    if (next.step === 'log-in' || visitor === undefined) return { kind: 'log-in', request }
    if (next.step !== 'consent' && next.step !== 'respond')
      return { kind: next.step, request, account: visitor.account }
    if (next.step === 'consent')
      return { kind: 'consent', request, ...visitor, asked: newScope(request, consent), optional, before: consent }
    const allowed = granted(request, leftOut(consent, optional))
    return respond(allowed, visitor.session, consent?.endsAt ?? null, now)
  }

  const decide: AuthorizeFlow['decide'] = async (question, decision, now, terms = usualTerms) => {
    const { request, session, account, optional } = question
    // Whatever a form says: what the app needs is allowed with the rest, or nothing is.
    const declined = terms.declined.filter((name) => optional.includes(name))
    const allowed = granted(request, declined)
    // No is no, whatever was allowed before or in another tab.
    if (decision === 'deny' || (declined.length > 0 && allowed.scope.length === 0)) {
      const about = { clientId: request.client.clientId, sub: account.sub }
      const refusal = new OAuthError('access_denied', 'The person did not allow it.', { about })
      return { kind: 'refused', refusal, address: request }
    }
    const before = await consentOf(request, { account }, now)
    const consent = rememberedConsent(request, account.sub, before, now, { ...terms, declined })
    await store.consents.save(consent)
    return respond(allowed, session, consent.endsAt, now)
  }

  const respond = async (
    request: AuthorizationRequest,
    session: Session,
    accessEndsAt: Date | null,
    now: Date,
  ): Promise<AuthorizeOutcome> => {
    const told = { ...session, amr: toldMethods(session.amr, request.essentialAcr) }
    const code = await mintCode(request, told, accessEndsAt, now)
    if (code !== undefined) return { kind: 'answered', response: successResponse(request, issuer, code) }
    // The session ended, or the person disconnected the app, between reading it and here.
    if (!request.prompt.includes('none')) return { kind: 'log-in', request }
    const refusal = new OAuthError('login_required', 'The person is not logged in.')
    return { kind: 'refused', refusal: aboutClient(refusal, request.client), address: request }
  }

  /** Client and redirect URI: before both are known to be right, nothing is redirected (RFC 9700 §4.11). */
  const trust = async (
    params: Params,
    visitor: Visitor,
    from: string | undefined,
    now: Date,
  ): Promise<ReturnAddress | Refusal> => {
    const clientId = await orRefusal(() => required(params, 'client_id'))
    if (isRefusal(clientId)) return clientId
    const client = await findClient(clientId, from, now)
    if (isRefusal(client)) return client
    const address = await returnTo(params, client, visitor, now)
    if (!isRefusal(address)) return address
    // Nobody is refused for what was remembered: a redirect URI may have been added a moment ago at another server.
    const current = (await store.clients.find(clientId))?.client
    return current === undefined || isDeepStrictEqual(current, client)
      ? address
      : returnTo(params, current, visitor, now)
  }

  const returnTo = async (
    params: Params,
    client: Client,
    visitor: Visitor,
    now: Date,
  ): Promise<ReturnAddress | Refusal> => {
    if (client.disabledAt !== null)
      return aboutClient(new OAuthError('unauthorized_client', 'This application is disabled.'), client)
    const sent = params.get('redirect_uri') ?? ''
    const isTest = parts.isTestRedirect(sent, client, visitor, now)
    const address = await orRefusal(() => returnAddress(params, client, isTest ? [sent] : []))
    return isRefusal(address) ? aboutClient(address, client) : address
  }

  const read = async (params: Params, address: ReturnAddress): Promise<AuthorizationRequest | Refusal> => {
    const known = await resources.named(params.all('resource'))
    const request = await orRefusal(async () => {
      const hinted = await hintedSubject(parts, params, address.client)
      return authorizationRequest(params, address, known, hinted)
    })
    return isRefusal(request) ? aboutClient(request, address.client) : request
  }

  /** A stranger's broken request must not bounce a person anywhere unasked (RFC 9700 §4.11.2). */
  const refuseRequest = async (
    params: Params,
    address: ReturnAddress,
    visitor: Visitor,
    refusal: Refusal,
    now: Date,
  ): Promise<AuthorizeOutcome> => {
    const { client } = address
    const silent = params.get('prompt') === 'none'
    const vouched = client.origin === 'operator' || client.verifiedAt !== null
    const known = vouched || silent || (visitor && (await everAllowed(visitor, client.clientId, now)))
    return known ? { kind: 'refused', refusal, address } : { kind: 'shown', refusal, onward: address }
  }

  const isNotExpected = async ({ client, expectedSubject }: AuthorizationRequest, visitor: Visitor) =>
    visitor !== undefined &&
    expectedSubject !== null &&
    (await subjectOf(client, visitor.account.sub)) !== expectedSubject

  const consentOf = async (
    { client: { clientId }, redirectUri }: AuthorizationRequest,
    { account, consents }: Pick<Person, 'account' | 'consents'>,
    now: Date,
  ): Promise<Consent | undefined> => {
    const origin = redirectOrigin(redirectUri)
    const found =
      consents?.clientId === clientId
        ? consents.all.find(({ redirectOrigin }) => redirectOrigin === origin)
        : await store.consents.find(account.sub, clientId, origin)
    return found !== undefined && isStanding(found, now) ? found : undefined
  }

  const everAllowed = async ({ account, consents }: Person, clientId: string, now: Date): Promise<boolean> =>
    consents?.clientId === clientId
      ? consents.all.some((consent) => isStanding(consent, now))
      : store.consents.anyFor(account.sub, clientId, now)

  return { proceed, decide }
}

/** OIDC Core §3.1.2.1: whom an ID token of ours names; it may have expired long ago. */
const hintedSubject = async ({ verify, issuer }: Parts, params: Params, client: Client): Promise<string | null> => {
  const hint = params.get('id_token_hint')
  if (hint === undefined) return null
  const claims = await verify(hint, idTokenType)
  if (claims?.iss !== issuer || claims.aud !== client.clientId || typeof claims.sub !== 'string')
    throw invalidRequest('id_token_hint is not an ID token that was issued here to this client.')
  return claims.sub
}

const whoIs = (visitor: Visitor) => ({ session: visitor?.session, hasFactor: visitor?.hasFactor ?? false })

const aboutClient = (refusal: Refusal, client: Client): Refusal => concerning(refusal, { clientId: client.clientId })
