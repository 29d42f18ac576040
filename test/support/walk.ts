// A walk through every route: each answer is judged, each form of ours is sent as other sites and broken pages would send it.
import { decode } from './html.ts'
import { postForm } from './page.ts'
import { type Browser, hasForm, isAway, type Page, plainBrowser, type Visit } from './plain-browser.ts'
import { routeOf } from './routes.ts'
import type { Story, StoryAccount } from './story.ts'

/** Programs call these, by keys and tokens of their own. */
const isMachines = (route: string): boolean =>
  /^\/(health|\.well-known|jwks|token|revoke|userinfo|register|device_authorization|introspect|metrics|admin\/api)\b/.test(
    route,
  )
/** Public, as what they show. */
const isOpen = (route: string): boolean => /^\/(health|\.well-known|jwks|admin\/api\/openapi)/.test(route)
const files = ['/assets/:name', '/logo/:clientId/:digest']
const evil = ['https://evil.example/', '//evil.example/', '/\\evil.example/']
const targets =
  'to next back return return_to redirect redirect_uri url continue goto onward post_logout_redirect_uri target_link_uri'
const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

export const walking = (s: Story, routes: ReadonlyMap<string, ReadonlySet<string>>) => {
  const flaws: string[] = []
  const absent = new Set<string>()
  const [seen, posted, tried, visited] = [
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
    new Map<string, URL>(),
  ]
  const expect = (holds: boolean, words: string): void => {
    if (!holds) flaws.push(words)
  }
  const routeAt = (url: URL): string | undefined => routeOf(routes, url.pathname)
  const pages = [...routes.keys()].filter((route) => !isMachines(route) && !files.includes(route))

  /** Every answer of the walk comes by here. */
  const fetch: Story['fetch'] = async (address, init = {}) => {
    const [url, method] = [new URL(address, s.issuer), init.method ?? 'GET']
    const answer = await s.fetch(url, init)
    const what = `${method} ${url.pathname}${url.search.slice(0, 60)} (${answer.status})`
    const route = routeAt(url)
    const isHtml = answer.headers.get('content-type')?.startsWith('text/html') ?? false
    expect(answer.headers.get('x-content-type-options') === 'nosniff', `${what}: may be sniffed`)
    expect(answer.status < 500, `${what}: an error of ours`)
    expect(route !== undefined || answer.status === 404, `${what}: nothing was registered there`)
    expect(!isHtml || route === undefined || pages.includes(route), `${what}: no page, and yet HTML`)
    const location = answer.headers.get('location')
    if (location !== null)
      expect(!new URL(location, url).href.includes('//evil.example'), `${what}: leads to ${location}`)
    if (isHtml) for (const flaw of pageFlaws(answer, url, await answer.clone().text())) flaws.push(`${what}: ${flaw}`)
    else if (location !== null) expect(isNotKept(answer), `${what}: a redirect may be kept`)
    if (isHtml && answer.status === 200 && method === 'GET') seen.add(route ?? '')
    if (answer.status === 405) absent.add(`${method} ${route}`)
    return answer
  }
  const browser = (): Browser => plainBrowser(s.issuer, fetch)
  const checked = { ...s, fetch }

  /** As another site, as a page that hides where it is, without the seal, and with everything but the right browser. */
  const attack = async (at: Browser, page: Page): Promise<void> => {
    for (const id of formsOf(page)) {
      const route = routeAt(actionOf(page, id))
      if (route === undefined || tried.has(`${route} ${id}`)) continue
      tried.add(`${route} ${id}`)
      posted.add(route)
      const send = async (words: string, least: number, wishes: Parameters<typeof postForm>[4]): Promise<void> => {
        const { status } = await postForm(checked, at, page, id, wishes)
        expect(status >= least && status <= 409, `${id} at ${route}: ${words} was answered by ${status}`)
      }
      // With a choice made: a form that lacks one is refused for that alone.
      const [fields, least] = [{ language: 'de' }, id === 'language' ? 400 : 403]
      await send('another site', least, { fields, headers: foreign })
      await send('an unknown site', least, { fields, headers: { origin: 'null' } })
      if (id === 'language') {
        // It has no seal: what it changes is the language, and the way back is of our own.
        for (const back of evil) await send(`the way to ${back}`, 400, { fields, action: `/language?${back}` })
        continue
      }
      await send('a form without seal', 400, { fields: { seal: '' } })
      // Answered as a newcomer is; that nothing has come of it the database tells.
      await postForm(checked, at, page, id, { cookiesOf: null })
    }
  }

  const shown = async (at: Browser, visit: Visit): Promise<Page | undefined> => {
    if (isAway(visit)) return undefined
    await attack(at, visit)
    return visit
  }
  const see = async (at: Browser, address: string): Promise<Page | undefined> => {
    const url = new URL(address, s.issuer)
    const route = routeAt(url)
    if (route !== undefined && !visited.has(route)) visited.set(route, url)
    return shown(at, await at.open(url))
  }
  /** From that page to all that it leads to, two of each kind. */
  const crawl = async (at: Browser, start: string): Promise<void> => {
    const queue = [new URL(start, s.issuer).href]
    const times = new Map<string, number>()
    const known = new Set(queue)
    for (const address of queue) {
      const route = routeAt(new URL(address)) ?? ''
      times.set(route, (times.get(route) ?? 0) + 1)
      if ((times.get(route) ?? 0) > 2 && address !== queue[0]) continue
      const page = await see(at, address)
      for (const href of page === undefined ? [] : linksOf(page))
        if (!known.has(href.href) && href.origin === new URL(s.issuer).origin && pages.includes(routeAt(href) ?? '')) {
          known.add(href.href)
          queue.push(href.href)
        }
    }
  }

  const having = (method: string) =>
    pages.filter((route) => routes.get(route)?.has(method) && !absent.has(`${method} ${route}`)).sort()

  return {
    ...{ fetch, browser, see, crawl, evil },
    logInAt: async (at: Browser, address: string, who: StoryAccount): Promise<void> => {
      const page = await see(at, address)
      if (page === undefined || !hasForm(page, 'login')) flaws.push(`${address}: no login`)
      else await shown(at, await at.submit(page, 'login', { email: who.email, password: who.password }))
    },
    /** What no form led to, for whoever is logged in. */
    postWithoutForms: async (at: Browser): Promise<void> => {
      for (const route of pages.filter((one) => routes.get(one)?.has('POST') && !posted.has(one))) {
        const url = visited.get(route) ?? new URL(route.replaceAll(/:\w+/g, 'x'), s.issuer)
        const headers = { ...foreign, ...cookiesOf(at), 'content-type': 'application/x-www-form-urlencoded' }
        const { status, headers: answered } = await fetch(url, { method: 'POST', headers, body: 'act=x&seal=x' })
        const isOnward = route === '/authorize' && answered.get('location')?.startsWith('/authorize?')
        expect(
          (status >= 400 && status < 500) || isOnward === true,
          `${route}: a foreign post was answered by ${status}`,
        )
      }
    },
    otherMethods: async (): Promise<void> => {
      for (const route of pages)
        for (const method of ['GET', 'DELETE'])
          await fetch(new URL(route.replaceAll(/:\w+|\*/g, 'x'), s.issuer), { method })
    },
    /** Whatever a page may take for the way back, it does not lead there. */
    hostileParameters: async (...browsers: readonly Browser[]): Promise<void> => {
      for (const at of browsers)
        for (const [place, url] of [...visited.values()].entries()) {
          const hostile = new URL(url)
          for (const name of targets.split(' '))
            if (!hostile.searchParams.has(name)) hostile.searchParams.append(name, evil[place % evil.length] ?? '')
          await at.open(hostile)
        }
    },
    /** A person's cookies open nothing that is for programs. */
    machines: async (at: Browser): Promise<void> => {
      for (const [route, methods] of [...routes].filter(([one]) => isMachines(one)))
        for (const method of methods) {
          if (method === 'HEAD' || method === 'OPTIONS') continue
          const url = new URL(route.replaceAll(/:\w+/g, 'x'), s.issuer)
          const { status } = await fetch(url, { method, headers: cookiesOf(at) })
          expect(isOpen(route) || status >= 400, `${method} ${route}: a cookie was answered by ${status}`)
        }
    },
    flaws: () => flaws,
    formless: () => having('POST').filter((route) => !posted.has(route)),
    unseen: () => having('GET').filter((route) => !seen.has(route)),
  }
}

const cookiesOf = ({ cookies }: Browser) => ({
  cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
})

const isNotKept = ({ headers }: Response): boolean => headers.get('cache-control') === 'no-store'

/** Each form that posts to this server. */
const formsOf = ({ text, url }: Page): readonly string[] =>
  [...text.matchAll(/<form method="post"[^>]*>/g)].flatMap(([tag]) => {
    const [id, action] = [/ id="([^"]*)"/.exec(tag)?.[1], / action="([^"]*)"/.exec(tag)?.[1]]
    return id && action && new URL(decode(action), url).origin === new URL(url).origin ? [id] : []
  })
const actionOf = ({ text, url }: Page, id: string): URL =>
  new URL(decode(new RegExp(`<form [^>]*id="${id}"[^>]* action="([^"]*)"`).exec(text)?.[1] ?? ''), url)

const linksOf = ({ text, url }: Page): readonly URL[] =>
  [...text.matchAll(/<a\b[^>]* href="([^"#]+)[^"]*"/g)].map(([, href = '']) => new URL(decode(href), url))

const pageFlaws = (answer: Response, url: URL, text: string): readonly string[] => {
  const { headers } = answer
  const policy = new Map(
    (headers.get('content-security-policy') ?? '').split(';').map((one) => {
      const [name = '', ...sources] = one.trim().split(/\s+/)
      return [name, sources.join(' ')]
    }),
  )
  const wanted = { 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'", 'frame-ancestors': "'none'" }
  const led = [...text.matchAll(/ (?:href|action|src|formaction)="([^"]*)"/g)]
    .map(([, link = '']) => new URL(decode(link), url))
    .filter(({ hostname }) => hostname === 'evil.example')
  return [
    ...Object.entries({ ...wanted, 'base-uri': "'none'" })
      .filter(([name, sources]) => policy.get(name) !== sources)
      .map(([name]) => `its policy says ${name} ${policy.get(name)}`),
    ...([...policy.values()].join(' ').includes('unsafe') ? ['its policy is unsafe'] : []),
    ...(policy.get('form-action')?.startsWith("'self'") ? [] : ['its forms may lead anywhere']),
    ...(headers.get('x-frame-options') === 'DENY' ? [] : ['it may be framed']),
    ...(isNotKept(answer) ? [] : [`it may be kept: ${headers.get('cache-control')}`]),
    ...(/^(same|strict)-origin$/.test(headers.get('referrer-policy') ?? '') ? [] : ['it tells where people come from']),
    ...led.map(({ href }) => `it leads to ${href}`),
    ...(/<[^>]+ (?:style|on\w+)="/i.test(text) ? ['it has inline style or script'] : []),
  ]
}
