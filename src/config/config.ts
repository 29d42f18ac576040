// Config: every setting as the rest of the server reads it; made once, frozen, passed as an argument.

export type Registration = 'open' | 'token' | 'off'

/** Whose descriptions of themselves are fetched: nobody's, those of `cimdHosts`, anybody's. */
export type Cimd = 'off' | 'list' | 'open'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export type Config = Readonly<{
  port: number
  host: string
  /** Without a trailing slash (RFC 8414 §2). */
  issuer: string
  /** The issuer's path: empty, or `/x` without a trailing slash. */
  issuerPath: string
  /** Whether the issuer is https. */
  secure: boolean
  /** Unset: the embedded database in `dataDir`. */
  databaseUrl: string | undefined
  dataDir: string
  /** Processes that serve; 1 with the embedded database. */
  workers: number
  databasePool: number
  /** The share of one worker in `databasePool`. */
  workerConnections: number
  keysDir: string
  /** Newest first; empty: the keys in `keysDir`. */
  masterKeys: readonly string[]
  logLevel: LogLevel
  /** Addresses and CIDRs of proxies whose X-Forwarded-* headers count. */
  trustProxy: readonly string[]
  defaultAudience: string
  registration: Registration
  initialAccessToken: string | undefined
  cimd: Cimd
  /** Hosts, and with a leading dot all hosts below them; they count with `cimd: 'list'`. */
  cimdHosts: readonly string[]
  accessTokenSeconds: number
  refreshIdleSeconds: number
  refreshAbsoluteSeconds: number
  /** Unset: 60 for public clients, a day for clients that authenticate. */
  refreshRetrySeconds: number | undefined
  codeSeconds: number
  deviceCodeSeconds: number
  sessionIdleSeconds: number
  sessionAbsoluteSeconds: number
  keyAnnounceSeconds: number
  keyActiveSeconds: number
  argon2MemoryKib: number
  argon2Iterations: number
  argon2Parallelism: number
  argon2Concurrency: number
  /** The share of one worker in `argon2Concurrency`. */
  workerHashes: number
  wrongAnswerMillis: number
  /** False only by DANGER_NO_RATE_LIMITS=1. */
  rateLimits: boolean
  /** True only by DANGER_FETCH_LOOPBACK=1. */
  fetchLoopback: boolean
  /** Which settings the environment gave; all others have their default. */
  sources: Readonly<Record<string, 'environment' | 'default'>>
  /** What an operator should know about these settings, one line each. */
  warnings: readonly string[]
}>
