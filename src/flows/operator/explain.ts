// Explaining: the event behind a reference that somebody was shown with a refusal.
import type { Event } from '../../model/event.ts'
import { printable } from '../../protocol/params.ts'
import type { Store } from '../../store/index.ts'
import { eventDays } from '../events.ts'
import { notFound } from './problem.ts'

type Parts = Readonly<{ store: Pick<Store, 'events'>; flushEvents: () => Promise<void> }>

export const explaining =
  ({ store, flushEvents }: Parts) =>
  async (reference: string): Promise<Event> => {
    // What was refused a moment ago may still be waiting to be written.
    await flushEvents()
    const printed = asPrinted(reference)
    const event = /^[0-9a-z]{1,64}$/.test(printed) ? await store.events.find(printed) : undefined
    if (event === undefined)
      throw notFound(`there is no event ${printable(reference, 40)}: events are kept for ${eventDays} days`)
    return event
  }

/** As people copy it: with the word before it, capitals, spaces, hyphens, and the letters that Crockford's alphabet leaves out for their look. */
const asPrinted = (reference: string): string =>
  reference
    .toLowerCase()
    .replace(/^.*\breference\b/s, '')
    .replace(/[^0-9a-z]/g, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1')
