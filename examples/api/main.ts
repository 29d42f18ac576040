// Starts the example API with what its environment says.
import { buildApi } from './api.ts'

const { PORT = '3002', ISSUER = 'http://localhost:3000' } = process.env
const { JWKS_URL = `${ISSUER}/jwks`, AUDIENCE = `http://localhost:${PORT}` } = process.env
const api = buildApi({ issuer: ISSUER, jwksUrl: JWKS_URL, audience: AUDIENCE })
await api.listen({ port: Number(PORT), host: 'localhost' })
console.log(`listening http://localhost:${PORT}`)
process.once('SIGTERM', () => api.close())
