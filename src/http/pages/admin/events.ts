// The console's events: by reference, person, app and kind, the newest first.
import type { FastifyInstance } from 'fastify'
import { ifFound } from '../../../flows/operator/index.ts'
import { type EventKind, eventKinds } from '../../../model/event.ts'
import { eventWire } from '../../../protocol/wire.ts'
import { eventPlace, pageOf, readEventPlace } from '../../cursors.ts'
import type { Desk } from '../desk.ts'
import { type AdminVisit, adminPage } from './admin-page.ts'

const perPage = 50

const given = (text: string): string | undefined => (text === '' ? undefined : text)

/** An e-mail address is looked up: events know people by their `sub` alone. */
const personOf = async ({ operator, query }: AdminVisit): Promise<string | undefined> => {
  const typed = query.get('person')
  if (!typed.includes('@')) return given(typed)
  return (await ifFound(operator.users.show(typed)))?.sub ?? typed
}

const search = async (visit: AdminVisit) => {
  const { operator, query } = visit
  const reference = query.get('reference')
  if (reference !== '') {
    const one = await ifFound(operator.explain(reference))
    return { items: one === undefined ? [] : [one], next: null }
  }
  const after = readEventPlace(query.get('after'))
  const kind = eventKinds.find((each) => each === query.get('kind')) as EventKind | undefined
  const wanted = { person: await personOf(visit), clientId: given(query.get('app')), kind }
  const found = await operator.events.search({ ...wanted, after, limit: perPage + 1 })
  return pageOf(found, perPage, eventPlace)
}

export const eventsPage = (app: FastifyInstance, desk: Desk): void =>
  adminPage(app, desk, {
    url: '/events',
    show: async (visit) => {
      const { items, next } = await search(visit)
      const typed = Object.fromEntries(
        ['reference', 'person', 'app', 'kind'].map((name) => [name, visit.query.get(name)]),
      )
      const more = new URLSearchParams(Object.entries(typed).filter(([, value]) => value !== ''))
      if (next !== null) more.set('after', next)
      return {
        template: 'admin/events',
        title: 'Events',
        data: { events: items.map(eventWire), typed, kinds: eventKinds, next: next === null ? null : String(more) },
      }
    },
  })
