// Hosts the single-page app: files, and nothing that decides. Any static host does the same.
import Fastify, { type FastifyInstance } from 'fastify'
import { servePage } from '../page/serve.ts'

export type Settings = Readonly<{ issuer: string; clientId: string; apiUrl: string }>

export const buildHost = (settings: Settings): FastifyInstance => {
  const app = Fastify()
  servePage(app, '../public/session.js', [new URL(settings.issuer).origin, new URL(settings.apiUrl).origin])
  // No secret is among these: everybody may read them. A public client has none.
  const config = Object.entries({ ...settings, scope: 'openid profile' })
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}\n`)
    .join('')
  app.get('/config.js', async (_, reply) => reply.type('text/javascript; charset=utf-8').send(config))
  return app
}
