// What a person may choose on the consent page besides yes and no: what to leave out, and for how long (RFC 6749 §3.3).
import type { AuthorizationRequest } from '../../../model/authorization-request.ts'
import type { Consent } from '../../../model/consent.ts'
import { type Duration, durations, type Terms } from '../../../protocol/consent.ts'
import type { Params } from '../../../protocol/params.ts'
import type { Words } from '../../../words/index.ts'
import { toldToApis } from '../apis.ts'
import type { Desk } from '../desk.ts'

/** What a page asks, of an app or of a device. */
type Question = Readonly<{
  request: Pick<AuthorizationRequest, 'client' | 'scope' | 'resources'>
  /** What the person may leave out. */
  optional: readonly string[]
  /** What they allowed before, and still do. */
  before: Consent | undefined
}>

/** What has a box. What an API reads from the token anyway has none: to untick it would change nothing. */
export const offeredOf = (desk: Desk, { request, optional }: Question): readonly string[] => {
  const told = toldToApis(desk, request.client, request.resources)
  return optional.filter((name) => !told.includes(name))
}

/** A scope's name may be longer than a parameter's, so that boxes go by their place. The seal knows the order. */
export const boxOf = (at: number): string => `keep-${at}`

/** A box that is not ticked sends nothing. */
export const readTerms = (desk: Desk, asked: Question, form: Params): Terms => {
  const declined = offeredOf(desk, asked).filter((_, at) => form.get(boxOf(at)) === undefined)
  const said = form.get('duration')
  return { declined, duration: durations.find((one) => one === said) ?? usualDuration(asked) }
}

/** Before the person says anything: as they said the last time. */
export const termsBefore = (desk: Desk, asked: Question): Terms => ({
  declined: offeredOf(desk, asked).filter((name) => asked.before?.declined.includes(name)),
  duration: usualDuration(asked),
})

/** In the order in which they stand on the page. */
export const durationsOffered = (w: Words, { before }: Question, chosen: Duration) =>
  [
    ...(before?.endsAt ? [{ value: 'as-before', label: w.consent.asBefore(w.common.dateTime(before.endsAt)) }] : []),
    { value: 'hour', label: w.consent.forHour },
    { value: 'month', label: w.consent.forMonth },
    { value: 'open', label: w.consent.untilEnded },
  ].map((each) => ({ ...each, isChosen: each.value === chosen }))

const usualDuration = ({ before }: Question): Duration => (before?.endsAt ? 'as-before' : 'open')

/** Without anything, "allow" would mean nothing. */
export const isNothing = ({ request }: Question, { declined }: Terms): boolean =>
  declined.length > 0 && request.scope.every((name) => declined.includes(name))
