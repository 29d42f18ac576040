// The pending request: an authorization request between two pages; it travels in the URL, so that any tab may finish.
import type { FastifyRequest } from 'fastify'
import type { Visitor } from '../../../flows/authorize.ts'
import { type Params, parseParams } from '../../../protocol/params.ts'
import type { Browser } from '../../browser.ts'
import { digest, formAgeSeconds } from '../../forms.ts'
import type { SealedBox } from '../../parts.ts'
import type { Desk } from '../desk.ts'
import { queryOf, splitInteraction } from './raw-query.ts'

export type PendingRequest = Readonly<{
  /** As the client wrote it, without our interaction. */
  query: string
  params: Params
  interaction: Interaction | null
  browser: Browser
  visitor: Visitor
  now: Date
}>

/** When this browser was first shown the login for this very request: a login after it answers prompt=login. */
export type Interaction = Readonly<{ sealed: string; startedAt: Date }>

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
    visitor: await parts.findVisitor(browser.session, now),
    now,
  }
}

export const startedAt = ({ interaction }: PendingRequest): Date | null => interaction?.startedAt ?? null

/** The same request with its interaction, begun now unless it had begun. */
export const withInteraction = ({ parts }: Desk, pending: PendingRequest): PendingRequest => {
  if (pending.interaction !== null) return pending
  const { query, browser, now } = pending
  const sealed = parts.formBox.seal(JSON.stringify([...interactionOf(query, browser), now.getTime()]))
  return { ...pending, interaction: { sealed, startedAt: now } }
}

/** The address of a step with this request. */
export const stepUrl = ({ parts }: Desk, step: 'authorize' | 'login' | 'consent', pending: PendingRequest): string => {
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
): Interaction | null => {
  const text = box.open(sealed)
  if (text === undefined) return null
  const fields = JSON.parse(text) as unknown[]
  const at = fields.pop()
  const mine = interactionOf(query, browser)
  if (typeof at !== 'number' || fields.length !== mine.length || mine.some((value, index) => value !== fields[index]))
    return null
  return now.getTime() - at <= interactionSeconds * 1000 ? { sealed, startedAt: new Date(at) } : null
}

const interactionOf = (query: string, browser: Browser): readonly string[] => [
  'interaction',
  digest(query),
  digest(browser.id),
]
