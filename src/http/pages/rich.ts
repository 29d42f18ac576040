// Rich words: a sentence of a language with names, links and codes set into it, each escaped (OWASP ASVS 1.2, UAX #9 §2.7).

import { escapeHtml } from '../../words/html.ts'
import type { Words } from '../../words/index.ts'

/** No data from outside can have this, whatever its shape. */
const html = Symbol('html')
/** Text that is HTML already; only this file makes it. */
export type Html = Readonly<{ [html]: string }>
type Attributes = Readonly<Record<string, string | undefined>>

/** `el('a', { href }, 'Log out')`. What is undefined is left out. */
export const el = (name: string, attributes: Attributes, content: string | Html): Html => {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined)
  const start = [name, ...given.map(([key, value]) => `${key}="${escapeHtml(value ?? '')}"`)].join(' ')
  return { [html]: `<${start}>${asHtml(content)}</${name}>` }
}

/** A name or an address in a sentence: it keeps its own direction and does not turn its neighbours' (HTML `bdi`). */
export const bdi = (text: string, className?: string, id?: string): Html => el('bdi', { class: className, id }, text)

/** One after the other. */
export const join = (...parts: readonly (string | Html)[]): Html => ({ [html]: parts.map(asHtml).join('') })

const asHtml = (part: string | Html): string => (typeof part === 'string' ? escapeHtml(part) : part[html])

type Part = string | number | Html

/** An instant, in UTC; page.js says it in the person's own zone. */
export const time = (w: Words, instant: Date, exactness: 'minute' | 'day' = 'minute'): string =>
  timePart(w, instant, exactness)[html]

/** The same, for a sentence. */
export const timePart = (w: Words, instant: Date, exactness: 'minute' | 'day' = 'minute'): Html =>
  el(
    'time',
    { datetime: instant.toISOString(), 'data-local': exactness },
    exactness === 'day' ? w.common.date(instant) : w.common.dateTime(instant),
  )

/** Private-use characters stand for the parts while the sentence is made; no words have them. */
const firstMark = 0xe000

/** `rich(w.consent.question, bdi(name))`: the sentence as HTML. Numbers go in as they are, because plurals look at them. */
export const rich = (sentence: (...parts: never[]) => string, ...parts: readonly Part[]): string => {
  const marked = parts.map((part, at) => (typeof part === 'number' ? part : String.fromCharCode(firstMark + at)))
  return filled((sentence as (...parts: readonly (string | number)[]) => string)(...marked), parts)
}

/** `richList(w.common.list, parts)`: "this, that and the other". */
export const richList = (list: (items: readonly string[]) => string, parts: readonly (string | Html)[]): Html => ({
  [html]: filled(list(parts.map((_, at) => String.fromCharCode(firstMark + at))), parts),
})

const filled = (text: string, parts: readonly Part[]): string =>
  escapeHtml(text).replace(/[\ue000-\uefff]/g, (mark) => {
    const part = parts[mark.charCodeAt(0) - firstMark]
    return part === undefined ? '' : asHtml(typeof part === 'number' ? String(part) : part)
  })
