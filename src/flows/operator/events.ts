// Events for the operator: what happened, to whom and by whom, the newest first.
import type { Event } from '../../model/event.ts'
import type { EventQuery } from '../../store/events.ts'
import type { Store } from '../../store/index.ts'

type Parts = Readonly<{ store: Pick<Store, 'events'>; flushEvents: () => Promise<void> }>

export const eventOperations = ({ store, flushEvents }: Parts) => ({
  search: async (query: EventQuery): Promise<readonly Event[]> => {
    // What happened a moment ago may still be waiting to be written.
    await flushEvents()
    return store.events.list(query)
  },
})
