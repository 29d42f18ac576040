// Config: every setting as the rest of the server reads it; made once, frozen, passed as an argument.

export type Registration = 'open' | 'token' | 'off'

/** Who may make an account: whoever has a mailbox, whom an operator invited, nobody. */
export type SignUp = 'on' | 'invite' | 'off'

/** Whose descriptions of themselves are fetched: nobody's, those of `cimdHosts`, anybody's. */
export type Cimd = 'off' | 'list' | 'open'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** By their standard names. */
export const traceSamplers = [
  ...(['always_on', 'always_off', 'traceidratio'] as const),
  ...(['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'] as const),
] as const

/** Those that src/words has. */
export const pageLanguages = ['en', 'de', 'fr', 'es', 'ja', 'ar'] as const

/** Who may register apps in the developer portal: everyone with an account, those with a role for it, nobody. */
export type AppRegistration = 'everyone' | 'invited' | 'nobody'

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
  brandName: string
  /** A file that was an SVG or PNG when the settings were read. */
  brandLogo: string | undefined
  /** On light and on dark pages; unset: ours. */
  brandColor: string | undefined
  brandColorDark: string | undefined
  defaultAudience: string
  /** Of pages, for browsers that name none that we have. */
  defaultLanguage: (typeof pageLanguages)[number]
  registration: Registration
  initialAccessToken: string | undefined
  appRegistration: AppRegistration
  /** Unless the account's own quota says otherwise. */
  appsPerPerson: number
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
  /** As it is in force: `off` where no mail can be sent. */
  signUp: SignUp
  /** `smtp://` or `smtps://`. */
  smtpUrl: string | undefined
  mailFrom: string | undefined
  /** True only by DANGER_DEV_MAILBOX=1: mail is kept here, for /dev/mailbox, instead of being sent. */
  devMailbox: boolean
  /** Whether mail goes anywhere, so that accounts can be made and passwords be reset by it. */
  hasMail: boolean
  /** Life of the links that confirm an address. */
  mailLinkSeconds: number
  resetLinkSeconds: number
  inviteLinkSeconds: number
  passwordMinLength: number
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
  /** A port for metrics alone. */
  metricsPort: number | undefined
  metricsHost: string
  metricsToken: string | undefined
  /** Where traces go: for all that OpenTelemetry sends, or for them alone. */
  tracesEndpoint: string | undefined
  tracesOnlyEndpoint: string | undefined
  tracesOff: 'true' | 'false'
  tracesSampler: (typeof traceSamplers)[number]
  tracesSamplerArg: number
  stopDelaySeconds: number
  /** Which settings the environment gave; all others have their default. */
  sources: Readonly<Record<string, 'environment' | 'default'>>
  /** What an operator should know about these settings, one line each. */
  warnings: readonly string[]
}>
