// Starts the host of the single-page app with what its environment says.
import { buildHost } from './host.ts'

const { PORT = '3003', ISSUER = 'http://localhost:3000', API_URL = 'http://localhost:3002', CLIENT_ID } = process.env
if (!CLIENT_ID) {
  console.error('Set CLIENT_ID to what `clients create --public` printed.')
  process.exit(1)
}
const host = buildHost({ issuer: ISSUER, clientId: CLIENT_ID, apiUrl: API_URL })
await host.listen({ port: Number(PORT), host: 'localhost' })
console.log(`listening http://localhost:${PORT}`)
process.once('SIGTERM', () => host.close())
