// The floor under JWKS and discovery: bare Fastify routes, each of which returns a constant buffer.
import Fastify from 'fastify'

export type BareSettings = Readonly<{
  port: number
  routes: readonly Readonly<{ path: string; type: string; body: string }>[]
}>

const { port, routes }: BareSettings = JSON.parse(process.env.PEER_SETTINGS ?? '')
const app = Fastify()
for (const { path, type, body } of routes) {
  const bytes = Buffer.from(body)
  app.get(path, async (_, reply) => {
    reply.type(type)
    return bytes
  })
}
await app.listen({ port, host: 'localhost' })
console.log('listening')
process.on('SIGTERM', () => process.exit(0))
