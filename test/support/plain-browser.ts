// A browser as plain as it gets: fetch, a cookie jar and forms, no JavaScript.
import { decode } from './html.ts'

export type Page = Readonly<{ status: number; url: string; headers: Headers; text: string }>
/** A redirect to where this browser does not follow: the app. */
export type Away = Readonly<{ location: URL; headers: Headers }>
export type Visit = Page | Away

export const isAway = (visit: Visit): visit is Away => 'location' in visit

/** Where the browser went; an error where it stayed. */
export const leftFor = (visit: Visit): URL => {
  if (isAway(visit)) return visit.location
  throw new Error(`The browser stayed: ${visit.status} ${visit.text}`)
}

/** The page that the browser shows; an error where it left. */
export const stayedAt = (visit: Visit): Page => {
  if (!isAway(visit)) return visit
  throw new Error(`The browser left for ${visit.location}`)
}

export type Browser = Readonly<{
  /** Follows redirects inside the issuer's origin, and stops at the first that leaves it. */
  open(url: string | URL): Promise<Visit>
  /** Fills in the page's form of that id and sends it, with every hidden input, as a browser does. */
  submit(page: Page, formId: string, fields: Readonly<Record<string, string>>): Promise<Visit>
  cookies: Map<string, string>
}>

const mostRedirects = 10

export type Transport = (url: URL, init: RequestInit) => Promise<Response>

export const plainBrowser = (issuer: string, transport: Transport = fetch): Browser => {
  const { origin } = new URL(issuer)
  const cookies = new Map<string, string>()

  const send = async (url: URL, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(cookie && { cookie }), 'user-agent': 'plain-browser', ...(init.headers as object) }
    const response = await transport(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    return response
  }

  /** @param policy that of the page whose form was sent */
  const follow = async (first: URL, init: RequestInit, policy?: string | null): Promise<Visit> => {
    let response = await send(first, init)
    let url = first
    for (let hops = 0; hops < mostRedirects; hops += 1) {
      const location = response.headers.get('location')
      if (location === null)
        return { status: response.status, url: url.href, headers: response.headers, text: await response.text() }
      await response.body?.cancel()
      const next = new URL(location, url)
      if (next.origin !== origin) {
        if (policy !== undefined) holdTo(policy, next, first)
        return { location: next, headers: response.headers }
      }
      url = next
      response = await send(url, {})
    }
    throw new Error(`More than ${mostRedirects} redirects from ${first.href}`)
  }

  return {
    cookies,
    open: (url) => follow(new URL(url, origin), {}),
    submit: (page, formId, fields) => {
      const { action, method, hidden } = formOf(page, formId)
      // A script may fill in what is hidden.
      const untouched = hidden.filter(([name]) => !Object.hasOwn(fields, name))
      const body = new URLSearchParams([...untouched, ...Object.entries(fields)])
      if (method === 'get') return follow(new URL(`${action}?${body}`, page.url), {})
      const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' }
      const policy = page.headers.get('content-security-policy')
      return follow(new URL(action, page.url), { method: 'POST', headers, body: body.toString() }, policy)
    },
  }
}

/** Chromium applies form-action to every redirect after the post, and shows nothing where it forbids one (CSP Level 3 §6.4.1). */
const holdTo = (policy: string | null, next: URL, from: URL): void => {
  const sources = /form-action ([^;]*)/.exec(policy ?? '')?.[1]?.split(' ') ?? []
  // URL.origin says null for the schemes of apps.
  if (sources.includes(next.protocol) || sources.includes(`${next.protocol}//${next.host}`)) return
  if (policy !== null) throw new Error(`form-action of the page that posted to ${from.pathname} forbids ${next.href}`)
}

const keep = (cookies: Map<string, string>, line: string): void => {
  const [pair = '', ...attributes] = line.split(';')
  const equals = pair.indexOf('=')
  const name = pair.slice(0, equals).trim()
  const isOver = attributes.some((attribute) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(attribute))
  if (isOver) cookies.delete(name)
  else cookies.set(name, pair.slice(equals + 1).trim())
}

type Form = Readonly<{ action: string; method: string; hidden: readonly [string, string][] }>

/** What sending the form would send, besides what a person fills in. */
export const formOf = (page: Page, id: string): Form => {
  for (const [, tag = '', content = ''] of page.text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
    const form = attributesOf(tag)
    if (form.id !== id) continue
    const inputs = [...content.matchAll(/<input\b([^>]*)>/g)].map(([, input = '']) => attributesOf(input))
    const hidden = inputs.filter(({ type }) => type === 'hidden')
    return {
      action: form.action ?? '',
      method: form.method ?? 'get',
      hidden: hidden.map(({ name = '', value = '' }) => [name, value]),
    }
  }
  throw new Error(`No <form id="${id}"> on ${page.url} (${page.status}):\n${page.text}`)
}

export const hasForm = (visit: Visit, id: string): visit is Page =>
  !isAway(visit) && new RegExp(`<form\\b[^>]*\\bid="${id}"`).test(visit.text)

const attributesOf = (tag: string): Record<string, string> =>
  Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value = '']) => [name, decode(value)]))
