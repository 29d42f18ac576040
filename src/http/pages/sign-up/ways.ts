// Ways: which pages for new accounts and forgotten passwords belong to which login, and how a mail remembers where its person came from.
import type { FastifyRequest } from 'fastify'
import { parseParams } from '../../../protocol/params.ts'
import type { Desk } from '../desk.ts'
import { authorizationErrand, type Errand, type LoginWay, loginWays } from '../sign-in/errand.ts'
import { interactionOf, type PendingRequest, stepUrl, withInteraction } from '../sign-in/pending-request.ts'

/** What is longer is not worth its place: the person starts at the app once more. */
const longestRequest = 8000

export const requestOf = ({ home }: LoginWay, { query }: PendingRequest): string | null =>
  query === '' || query.length > longestRequest ? null : `${home}?${query}`

type Place = Pick<PendingRequest, 'browser' | 'now'>

/** The same, read back from what a link keeps; undefined where the person came from nowhere. */
const pendingOf = (request: string | null, { browser, now }: Place) => {
  const [home = '', query = ''] = request?.split(/\?(.*)/s) ?? []
  const way = Object.values(loginWays).find((each) => each.home === home)
  if (way === undefined) return undefined
  const pending: PendingRequest = {
    query,
    params: parseParams(query),
    interaction: null,
    browser,
    visitor: undefined,
    now,
  }
  return { way, pending }
}

/** Where somebody goes on who has just made an account or come back to one. */
export const onwardUrl = (desk: Desk, request: string | null, place: Place, isNew: boolean): string => {
  const found = pendingOf(request, place)
  if (found === undefined) return `${desk.parts.config.issuerPath}/account`
  // What was done just now is a login for this very request: nobody is asked again.
  return stepUrl(desk, found.way.home, isNew ? withInteraction(desk, found.pending) : found.pending)
}

/** Who waits for the person, and where a form may lead; null where nobody does, or the request is not a good one. */
export const errandOf = async (
  desk: Desk,
  request: FastifyRequest,
  way: LoginWay,
  pending: PendingRequest,
): Promise<Pick<Errand, 'app' | 'targets'> | null> => {
  if (way !== loginWays.authorize || pending.query === '') return null
  const { params, now } = pending
  const outcome = await desk.parts.authorize.proceed(params, undefined, interactionOf(pending), now, request.ip)
  return outcome.kind === 'log-in' ? authorizationErrand(outcome.request) : null
}

export const errandOfLink = async (desk: Desk, request: FastifyRequest, kept: string | null, place: Place) => {
  const found = pendingOf(kept, place)
  return found === undefined ? null : errandOf(desk, request, found.way, found.pending)
}
