// Formats: numbers, dates, spans of time, lists and plurals of one language, as Unicode's CLDR has them (ECMA-402).

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & Readonly<{ other: string }>
type SpanUnit = 'minute' | 'hour' | 'day'

const minuteMillis = 60_000
const hourMillis = 60 * minuteMillis
const dayMillis = 24 * hourMillis

/** Making an Intl object takes longer than a page; each is made when it is first wanted, and kept. */
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

export const formatsOf = (language: string) => {
  const numbers = once(() => new Intl.NumberFormat(language))
  const rules = once(() => new Intl.PluralRules(language))
  const lists = once(() => new Intl.ListFormat(language, { type: 'conjunction' }))
  const spans = once(() => new Intl.RelativeTimeFormat(language, { numeric: 'always' }))
  const days = once(() => new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }))
  const times = once(
    () =>
      new Intl.DateTimeFormat(language, {
        ...{ year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' },
        ...{ timeZone: 'UTC', timeZoneName: 'short' },
      }),
  )
  const number = (value: number): string => numbers().format(value)
  return {
    number,
    /** The form for this count, `#` replaced by it: `{ one: '# app', other: '# apps' }`. */
    plural: (count: number, forms: Forms): string =>
      (forms[rules().select(count)] ?? forms.other).replace('#', number(count)),
    list: (items: readonly string[]): string => lists().format(items),
    /** Days and times are UTC's, and say so: the server does not know where a person is. page.js turns `<time>` into theirs. */
    date: (instant: Date): string => days().format(instant),
    dateTime: (instant: Date): string => times().format(instant),
    /** `justNow` for what is less than a minute ago. */
    ago: (from: Date, now: Date, justNow: string): string => {
      const { count, unit } = spanOf(now.getTime() - from.getTime())
      return count < 1 ? justNow : spans().format(-count, unit)
    },
    /** How long something lasts: "24 hours". */
    lasting: (seconds: number): string => {
      const { count, unit } = spanOf(Math.max(minuteMillis, seconds * 1000))
      return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
    },
  }
}

/** In minutes up to an hour, in hours up to two days, in days from then on. */
const spanOf = (millis: number): Readonly<{ count: number; unit: SpanUnit }> => {
  if (millis < hourMillis) return { count: Math.floor(millis / minuteMillis), unit: 'minute' }
  if (millis < 2 * dayMillis) return { count: Math.floor(millis / hourMillis), unit: 'hour' }
  return { count: Math.floor(millis / dayMillis), unit: 'day' }
}

/** How long to wait, in whole minutes, never less than is true. */
export const minutesOf = (seconds: number): number => Math.max(1, Math.ceil(seconds / 60))
