// Starts the example app with what its environment says.
import { buildApp } from './app.ts'

const { PORT = '3001', ISSUER = 'http://localhost:3000', API_URL = 'http://localhost:3002' } = process.env
const { CLIENT_ID, CLIENT_SECRET, APP_URL = `http://localhost:${PORT}` } = process.env
if (!CLIENT_ID || !CLIENT_SECRET) {
  console.error('Set CLIENT_ID and CLIENT_SECRET to what `clients create` printed.')
  process.exit(1)
}
const app = await buildApp({
  issuer: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  appUrl: APP_URL,
  apiUrl: API_URL,
})
await app.listen({ port: Number(PORT), host: 'localhost' })
console.log(`listening ${APP_URL}`)
process.once('SIGTERM', () => app.close())
