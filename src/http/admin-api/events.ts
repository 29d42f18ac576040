// Events and figures in the admin API.
import { type FigureSpan, figureSpans } from '../../flows/operator/figures.ts'
import { type EventKind, eventKinds } from '../../model/event.ts'
import type { FigureStep } from '../../protocol/figures.ts'
import { eventWire } from '../../protocol/wire.ts'
import { eventPlace, pageOf, readEventPlace, usualPerPage } from '../cursors.ts'
import type { AdminCall, AdminRoute } from './door.ts'
import { listSchema, pageQuery, pageSchema, ref, shortText } from './schemas.ts'

const scope = 'admin:events:read'

const search = async ({ operator, query }: AdminCall) => {
  const limit = Number(query.limit ?? usualPerPage)
  const seen = readEventPlace(query.cursor as string | undefined)
  const { person, client_id: clientId, kind } = query as { person?: string; client_id?: string; kind?: EventKind }
  const found = await operator.events.search({ person, clientId, kind, after: seen, limit: limit + 1 })
  const { items, next } = pageOf(found, limit, eventPlace)
  return { items: items.map(eventWire), next }
}

/** JSON has no infinity: what is beyond the last step (5000) is told as 10000. */
const finite = (millis: number | null): number | null => (millis === Number.POSITIVE_INFINITY ? 10_000 : millis)

const stepWire = (step: FigureStep) => ({
  started_at: step.startedAt.toISOString(),
  ...{ logins: step.logins, tokens: step.tokens, refusals: step.refusals, answers: step.answers },
  ...{ median_ms: finite(step.medianMillis), p95_ms: finite(step.p95Millis) },
})

const spanQuery = {
  type: 'object',
  additionalProperties: false,
  properties: { span: { type: 'string', enum: Object.keys(figureSpans) } },
}

export const eventRoutes: readonly AdminRoute[] = [
  {
    ...{ method: 'GET', url: '/events', scope, summary: 'What happened, the newest first; kept 14 days' },
    query: pageQuery({
      person: shortText('The sub of whom it was done to, or who did it.'),
      client_id: { type: 'string', maxLength: 2048, description: 'Of the app to which it was done, or that did it.' },
      kind: { type: 'string', enum: eventKinds },
    }),
    answers: { 200: pageSchema('Event') },
    handle: search,
  },
  {
    ...{ method: 'GET', url: '/events/:reference', scope, summary: 'The event behind a reference' },
    answers: { 200: ref('Event') },
    handle: async ({ operator, params }) => eventWire(await operator.explain(params.reference ?? '')),
  },
  {
    ...{
      method: 'GET',
      url: '/figures',
      scope,
      summary: 'Logins, tokens, refusals and latency: the last hour, day or three days',
    },
    ...{ query: spanQuery, answers: { 200: listSchema('FigureStep') } },
    handle: async ({ operator, query }) => ({
      items: (await operator.figures.read((query.span ?? 'hour') as FigureSpan)).map(stepWire),
    }),
  },
]
