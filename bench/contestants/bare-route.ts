// The floor under JWKS and discovery: what Countersign answers, as constants of a bare Fastify.
import { join } from 'node:path'
import type { Contestant } from '../contestant.ts'
import type { BareSettings } from '../peers/bare-route/main.ts'
import { freePort, startServer } from '../server-process.ts'

const entry = join(import.meta.dirname, '../peers/bare-route/main.ts')

export const startBareRoute = async (like: Contestant): Promise<Contestant> => {
  const port = await freePort()
  const routes = await Promise.all(
    [like.paths.jwks, like.paths.discovery].map(async (path) => {
      const answer = await fetch(like.issuer + path)
      return { path, type: answer.headers.get('content-type') ?? '', body: await answer.text() }
    }),
  )
  const settings: BareSettings = { port, routes }
  const env = { PATH: process.env.PATH, NODE_ENV: 'production', PEER_SETTINGS: JSON.stringify(settings) }
  const server = await startServer({ name: 'bare Fastify route', args: [entry], env })
  return { ...like, name: 'bare Fastify route', port, process: server }
}
