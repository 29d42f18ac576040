// Reading pages, and posting to them by hand as an attacker or a broken browser would.
import { decode } from './html.ts'
import { type Browser, formOf, isAway, type Page, type Visit } from './plain-browser.ts'
import type { Story } from './story.ts'

/** The text of the element with that id; undefined if there is none. */
export const textOf = (visit: Visit, id: string): string | undefined => {
  if (isAway(visit)) return undefined
  const found = new RegExp(`<(\\w+)[^>]*\\bid="${id}"[^>]*>([\\s\\S]*?)</\\1>`).exec(visit.text)?.[2]
  return found === undefined
    ? undefined
    : decode(found.replace(/<[^>]*>/g, ' '))
        .replace(/\s+/g, ' ')
        .trim()
}

/** Where the link with that id leads. */
export const linkOf = (visit: Visit, id: string): string =>
  decode((isAway(visit) ? null : new RegExp(`<a\\b[^>]*\\bid="${id}" href="([^"]*)"`).exec(visit.text))?.[1] ?? '')

export type Wishes = Readonly<{
  fields?: Readonly<Record<string, string>>
  /** The body as it is, instead of fields. */
  body?: string
  headers?: Readonly<Record<string, string>>
  /** Another address than the form's. */
  action?: string
  /** Whose cookies come along: another browser's, or nobody's. */
  cookiesOf?: Browser | null
}>

/** Sends the page's form with what was changed about it; nothing is followed. */
export const postForm = async (
  s: Story,
  at: Browser,
  page: Page,
  formId: string,
  wishes: Wishes = {},
): Promise<Response> => {
  const { action, hidden } = formOf(page, formId)
  const { fields = {}, headers = {}, cookiesOf = at } = wishes
  const body = new URLSearchParams(Object.entries({ ...Object.fromEntries(hidden), ...fields })).toString()
  const cookie = [...(cookiesOf?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  return s.fetch(new URL(wishes.action ?? action, s.issuer), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(cookie && { cookie }), ...headers },
    body: wishes.body ?? body,
  })
}

/** The answer as a page, for the helpers that read pages. */
export const pageOf = async (response: Response): Promise<Page> => ({
  status: response.status,
  url: '',
  headers: response.headers,
  text: await response.text(),
})
