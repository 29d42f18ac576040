// The pending request: what an app or a device asked for, between two pages; it travels in the URL, so that any tab may finish.
import type { FastifyRequest } from 'fastify'
import type { linkPages } from '../../../flows/account/mail-links.ts'
import type { Visitor } from '../../../flows/authorize.ts'
import type { Interaction } from '../../../model/authorization-request.ts'
import { type Params, parseParams } from '../../../protocol/params.ts'
import type { Browser } from '../../browser.ts'
import { digest, formAgeSeconds } from '../../forms.ts'
import type { SealedBox } from '../../parts.ts'
import type { Desk } from '../desk.ts'
import type { AskStep } from './errand.ts'
import { queryOf, splitInteraction } from './raw-query.ts'

export type PendingRequest = Readonly<{
  /** As the client wrote it, without our interaction. */
  query: string
  params: Params
  interaction: SealedInteraction | null
  browser: Browser
  visitor: Visitor
  now: Date
}>

/** What this browser did for this very request, in the URL: a login after its start answers prompt=login. */
export type SealedInteraction = Readonly<{ sealed: string; interaction: Interaction }>

/** Long enough for a login page and a consent page, each left open as long as a form lives. */
const interactionSeconds = 2 * formAgeSeconds

/** @throws OAuthError where the query cannot be read */
export const readPending = async ({ parts, browsers }: Desk, request: FastifyRequest): Promise<PendingRequest> => {
  const { query, interaction } = splitInteraction(queryOf(request.raw.url ?? ''))
  const params = parseParams(query)
  const now = parts.clock()
  const browser = browsers.read(request)
  return {
    query,
    params,
    interaction: interaction === undefined ? null : openInteraction(parts.formBox, interaction, query, browser, now),
    browser,
    visitor: await parts.findVisitor(browser.session, now, params.get('client_id')),
    now,
  }
}

export const interactionOf = (pending: PendingRequest): Interaction | null => pending.interaction?.interaction ?? null

/** The same request with its interaction, begun now unless it had begun. */
export const withInteraction = ({ parts }: Desk, pending: PendingRequest): PendingRequest => {
  if (pending.interaction !== null) return pending
  return {
    ...pending,
    interaction: sealInteraction(parts.formBox, pending, { startedAt: pending.now, selectedSub: null }),
  }
}

/** The same request, for which the person has picked this account. */
export const withSelection = ({ parts }: Desk, pending: PendingRequest, sub: string): PendingRequest => {
  const { startedAt } = interactionOf(pending) ?? { startedAt: pending.now }
  return { ...pending, interaction: sealInteraction(parts.formBox, pending, { startedAt, selectedSub: sub }) }
}

const sealInteraction = (
  box: SealedBox,
  { query, browser }: PendingRequest,
  interaction: Interaction,
): SealedInteraction => {
  const { startedAt, selectedSub } = interaction
  const fields = [...frameOf(query, browser), selectedSub, startedAt.getTime()]
  return { sealed: box.seal(JSON.stringify(fields)), interaction }
}

export type Step =
  | 'authorize'
  | 'login'
  | 'select-account'
  | 'consent'
  | 'notice'
  | 'device'
  | 'device/login'
  | 'device/confirm'
  | 'account/login'
  | 'second-factor'
  | 'device/second-factor'
  | 'account/second-factor'
  | AskStep
  | LinkStep

/** Where links in mails are opened. */
export type LinkStep = (typeof linkPages)[keyof typeof linkPages]

/** The address of a step with this request. */
export const stepUrl = ({ parts }: Desk, step: Step, pending: PendingRequest): string => {
  const { query, interaction } = pending
  const parameters = [query, ...(interaction === null ? [] : [`interaction=${interaction.sealed}`])]
  return `${parts.config.issuerPath}/${step}?${parameters.filter((pair) => pair !== '').join('&')}`
}

const openInteraction = (
  box: SealedBox,
  sealed: string,
  query: string,
  browser: Browser,
  now: Date,
): SealedInteraction | null => {
  const text = box.open(sealed)
  if (text === undefined) return null
  const fields = JSON.parse(text) as unknown[]
  const at = fields.pop()
  const selectedSub = fields.pop()
  const mine = frameOf(query, browser)
  if (typeof at !== 'number' || fields.length !== mine.length || mine.some((value, index) => value !== fields[index]))
    return null
  if (now.getTime() - at > interactionSeconds * 1000) return null
  const chosen = typeof selectedSub === 'string' ? selectedSub : null
  return { sealed, interaction: { startedAt: new Date(at), selectedSub: chosen } }
}

const frameOf = (query: string, browser: Browser): readonly string[] => [
  'interaction',
  digest(query),
  digest(browser.id),
]
