// Starts the backend-for-frontend with what its environment says.
import { randomBytes } from 'node:crypto'
import { buildBff } from './bff.ts'

const { PORT = '3004', ISSUER = 'http://localhost:3000', API_URL = 'http://localhost:3002' } = process.env
const { CLIENT_ID, CLIENT_SECRET, COOKIE_KEY, APP_URL = `http://localhost:${PORT}` } = process.env
if (!CLIENT_ID || !CLIENT_SECRET) {
  console.error('Set CLIENT_ID and CLIENT_SECRET to what `clients create` printed.')
  process.exit(1)
}
const app = await buildBff({
  issuer: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  appUrl: APP_URL,
  apiUrl: API_URL,
  // 32 random bytes in base64url. Without it everybody logs in again after a restart.
  cookieKey: COOKIE_KEY ? Buffer.from(COOKIE_KEY, 'base64url') : randomBytes(32),
})
await app.listen({ port: Number(PORT), host: 'localhost' })
console.log(`listening ${APP_URL}`)
process.once('SIGTERM', () => app.close())
