// The peer's process: oidc-provider on node:http, for the benchmark.
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'
import pg from 'pg'
import { openAccounts } from './accounts.ts'
import { openAdapter } from './adapter.ts'
import { configuration } from './configuration.ts'
import { interactionPages } from './interaction.ts'
import type { PeerSettings } from './settings.ts'

const settings: PeerSettings = JSON.parse(process.env.PEER_SETTINGS ?? '')
/** As large as Countersign's. */
const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: 10, keepAlive: true })
pool.on('error', () => {})
const parts = { adapter: await openAdapter(pool), isAccount: await openAccounts(pool, settings) }
const provider = new Provider(settings.issuer, configuration(settings, parts))
provider.on('server_error', (_, error) => console.error(error))
const pages = interactionPages(provider, settings)
const answer = provider.callback()

const server = createServer((request, response) => {
  if (!request.url?.startsWith('/interaction/')) return answer(request, response)
  pages(request, response).catch((error) => {
    console.error(error)
    response.writeHead(500).end()
  })
})
// As Fastify's: no client of the benchmark is ever without its connection.
server.keepAliveTimeout = 72_000
server.listen(settings.port, 'localhost', () => console.log(`listening ${settings.issuer}`))
process.on('SIGTERM', () => process.exit(0))
