// A contestant: a running server, what to ask it for, and who is logged in there.
import type { ServerProcess } from './server-process.ts'

export type App = Readonly<{ clientId: string; secret: string; resource: string }>

export type Contestant = Readonly<{
  name: string
  issuer: string
  port: number
  /** The name of its database. */
  database: string
  process: ServerProcess
  paths: Readonly<{ jwks: string; discovery: string; authorize: string; token: string; introspect: string }>
  app: App
  /** Cookie headers of browsers in which somebody is logged in and has consented: one for each connection. */
  cookies: readonly string[]
}>

/** What every contestant is set up with. */
export const world = {
  redirectUri: 'https://app.example/callback',
  logoutUri: 'https://app.example/logged-out',
  resource: 'https://orders.example',
  scope: 'orders:read',
  accessTokenSeconds: 3600,
  person: { email: 'bench@example.com', password: 'a password for the benchmark' },
} as const
