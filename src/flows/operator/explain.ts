// Explaining: the event behind a reference that somebody was shown with a refusal.
import type { Event } from '../../model/event.ts'
import { printable } from '../../protocol/params.ts'
import { readReference } from '../../protocol/reference.ts'
import type { Store } from '../../store/index.ts'
import { eventDays } from '../events.ts'
import { notFound } from './problem.ts'

type Parts = Readonly<{ store: Pick<Store, 'events'>; flushEvents: () => Promise<void> }>

export const explaining =
  ({ store, flushEvents }: Parts) =>
  async (reference: string): Promise<Event> => {
    // What was refused a moment ago may still be waiting to be written.
    await flushEvents()
    const printed = readReference(reference)
    const event = printed === undefined ? undefined : await store.events.find(printed)
    if (event === undefined)
      throw notFound(`there is no event ${printable(reference, 40)}: events are kept for ${eventDays} days`)
    return event
  }
