// Routes: every address that the server has, as Fastify itself registers it, so that a test can miss none.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'

const made = 'fastify.initialization'

/** Addresses as they were registered, with their methods; of the app that `open` opens. */
export const routesWhile = async <T extends Readonly<{ app: FastifyInstance }>>(open: () => Promise<T>) => {
  const all = new Map<FastifyInstance, Map<string, Set<string>>>()
  const watch = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance }
    const routes = new Map<string, Set<string>>()
    all.set(fastify, routes)
    fastify.addHook('onRoute', ({ url, method }: RouteOptions) => {
      routes.set(url, new Set([...(routes.get(url) ?? []), ...[method].flat()]))
    })
  }
  subscribe(made, watch)
  const opened = await open().finally(() => unsubscribe(made, watch))
  await opened.app.ready()
  return { opened, routes: all.get(opened.app) ?? new Map<string, Set<string>>() }
}

/** The address that was registered for this path: the one with the fewest blanks, as a router chooses. */
export const routeOf = (routes: ReadonlyMap<string, unknown>, path: string): string | undefined => {
  const fits = (url: string): boolean =>
    new RegExp(`^${url.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`).test(path)
  const blanks = (url: string): number => url.split(/:\w+|\*/).length + (url.includes('*') ? 10 : 0)
  return [...routes.keys()].filter(fits).sort((a, b) => blanks(a) - blanks(b))[0]
}
