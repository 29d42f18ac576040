// What the benchmark tells the peer, as JSON in its environment.
export type PeerSettings = Readonly<{
  port: number
  issuer: string
  databaseUrl: string
  client: Readonly<{ id: string; secret: string; redirectUri: string; logoutUri: string }>
  person: Readonly<{ sub: string; email: string; password: string }>
  accounts: 'database' | 'memory'
  resource: Readonly<{ identifier: string; scope: string }>
  accessTokenSeconds: number
}>
