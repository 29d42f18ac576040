// Events: why things were refused, written off the request's path, bounded and kept 14 days.
import type { Event, EventKind } from '../model/event.ts'
import { addressGroup } from '../protocol/address.ts'
import type { Store } from '../store/index.ts'

export const eventDays = 14
const maxWaiting = 10_000
const batch = 500
const perMinute = 60
const longestText = 1000

export type NewEvent = Readonly<{ kind: EventKind; operatorText: string }> & Partial<Event>
/** Queues an event and returns its reference at once. */
export type RecordEvent = (event: NewEvent) => string

export type Events = Readonly<{ record: RecordEvent; flush(): Promise<void> }>

type Parts = Readonly<{
  store: Pick<Store['events'], 'insertMany'>
  clock: () => Date
  reference: () => string
  log: { warn(context: object, message: string): void }
  /** Hears of each, whether or not it is kept. */
  noted?: (event: Event) => void
}>

/** Call `flush` often (server.ts does, each second) and once more at the end. */
export const openEvents = ({ store, clock, reference, log, noted }: Parts): Events => {
  let waiting: Event[] = []
  let isFailing = false
  let minute = 0
  const seen = new Map<string, number>()

  // A stranger can make a client's requests fail as often as he likes: what one client and address write is capped.
  const isFlood = (event: Event): boolean => {
    const current = Math.floor(event.at.getTime() / 60_000)
    if (current !== minute) {
      minute = current
      seen.clear()
    }
    const source = `${event.clientId ?? ''} ${event.address === null ? '' : addressGroup(event.address)}`
    const count = (seen.get(source) ?? 0) + 1
    if (seen.size >= maxWaiting && count === 1) return true
    seen.set(source, count)
    return count > perMinute || waiting.length >= maxWaiting
  }

  const record: RecordEvent = (input) => {
    const event: Event = {
      reference: reference(),
      at: clock(),
      code: null,
      endpoint: null,
      clientId: null,
      sub: null,
      familyPublicId: null,
      address: null,
      ownerText: null,
      cure: null,
      actor: null,
      before: null,
      after: null,
      ...input,
      operatorText: cut(input.operatorText),
      ...(input.ownerText && { ownerText: cut(input.ownerText) }),
    }
    noted?.(event)
    if (isRoutine(event)) return event.reference
    if (isPrecious(event.kind) ? waiting.length < 2 * maxWaiting : !isFlood(event)) waiting.push(event)
    return event.reference
  }

  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const some = waiting.slice(0, batch)
      waiting = waiting.slice(batch)
      try {
        await store.insertMany(some)
        isFailing = false
      } catch (error) {
        // The database may be away: keep what fits and try again at the next flush.
        waiting = [...some, ...waiting].slice(0, maxWaiting)
        // Said once until it works again: this comes several times a second.
        if (!isFailing) log.warn({ err: error, waiting: waiting.length }, 'events are not being written')
        isFailing = true
        return
      }
    }
  }
  return { record, flush }
}

const cut = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}...` : text)

/** Few by nature, and what an operator looks for first after an incident. */
const isPrecious = (kind: EventKind): boolean => kind !== 'refused' && kind !== 'refresh_retried'

/** What every device is answered every few seconds until its person has decided: no refusal, and too many rows (RFC 8628 §3.5). */
const isRoutine = ({ code }: Event): boolean => code === 'authorization_pending'
