// What a person may choose on the consent page besides yes and no: what to leave out, and for how long (RFC 6749 §3.3).
import type { Question } from '../../../flows/authorize.ts'
import { type Duration, durations, type Terms } from '../../../protocol/consent.ts'
import type { Params } from '../../../protocol/params.ts'
import { toldToApis } from '../apis.ts'
import type { Desk } from '../desk.ts'

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

const usualDuration = ({ before }: Question): Duration => (before?.endsAt ? 'as-before' : 'open')

/** Without anything, "allow" would mean nothing. */
export const isNothing = ({ request }: Question, { declined }: Terms): boolean =>
  declined.length > 0 && request.scope.every((name) => declined.includes(name))
