// Loading: the environment becomes one frozen config, or a list of everything that is wrong with it.
import { availableParallelism } from 'node:os'
import { lightened } from './colors.ts'
import type { Config } from './config.ts'
import { type Settings, settings } from './rules.ts'
import { type SettingName, settingNames, shape, usualConnections, usualSeconds } from './schema.ts'
import { about } from './setting.ts'

export type Loaded = Readonly<{ config: Config }> | Readonly<{ problems: readonly string[] }>
type Environment = Readonly<Record<string, string | undefined>>

/** An empty variable counts as unset. Problems name the setting, and never a secret's value. */
export const loadConfig = (environment: Environment = process.env): Loaded => {
  const given = Object.fromEntries(
    settingNames.flatMap((name) => (environment[name] ? [[name, environment[name]] as const] : [])),
  )
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${String(path[0])} ${message}${got(path[0], given)}`,
    )
    return { problems }
  }
  const sources = Object.fromEntries(
    settingNames.map((name) => [name, name in given ? 'environment' : 'default'] as const),
  )
  const config = toConfig(parsed.data)
  return { config: deepFreeze({ ...config, sources, warnings: warningsOf(parsed.data) }) }
}

const got = (name: unknown, given: Environment): string => {
  const value = given[String(name)]
  if (value === undefined || about.get(shape[name as SettingName])?.secret) return ''
  return ` (it is ${JSON.stringify(value.slice(0, 80))})`
}

const toConfig = (values: Settings): Omit<Config, 'sources' | 'warnings'> => {
  const issuer = values.ISSUER ?? `http://localhost:${values.PORT}`
  const { pathname, protocol } = new URL(issuer)
  const workers = workersOf(values)
  const databasePool =
    values.DATABASE_POOL ?? Math.max(workers, Math.min(usualConnections.each * workers, usualConnections.atMost))
  return {
    port: values.PORT,
    host: values.HOST,
    issuer,
    issuerPath: pathname === '/' ? '' : pathname,
    secure: protocol === 'https:',
    databaseUrl: values.DATABASE_URL,
    dataDir: values.DATA_DIR,
    workers,
    databasePool,
    workerConnections: shareOf(databasePool, workers),
    keysDir: values.KEYS_DIR,
    masterKeys: values.MASTER_KEYS ?? [],
    logLevel: values.LOG_LEVEL,
    trustProxy: values.TRUST_PROXY ?? [],
    brandName: values.BRAND_NAME,
    brandLogo: values.BRAND_LOGO,
    brandColor: values.BRAND_COLOR,
    brandColorDark: values.BRAND_COLOR_DARK ?? (values.BRAND_COLOR && lightened(values.BRAND_COLOR)),
    defaultAudience: values.DEFAULT_AUDIENCE ?? issuer,
    defaultLanguage: values.DEFAULT_LANGUAGE,
    registration: values.REGISTRATION,
    initialAccessToken: values.INITIAL_ACCESS_TOKEN,
    appRegistration: values.APP_REGISTRATION,
    appsPerPerson: values.APPS_PER_PERSON,
    cimd: values.CIMD,
    cimdHosts: values.CIMD_HOSTS ?? [],
    accessTokenSeconds: values.ACCESS_TOKEN_SECONDS,
    // A default gives way to what was set beside it, so that one short setting does not need another.
    refreshIdleSeconds:
      values.REFRESH_IDLE_SECONDS ?? Math.min(usualSeconds.refreshIdle, values.REFRESH_ABSOLUTE_SECONDS),
    refreshAbsoluteSeconds: values.REFRESH_ABSOLUTE_SECONDS,
    refreshRetrySeconds: values.REFRESH_RETRY_SECONDS,
    codeSeconds: values.CODE_SECONDS,
    deviceCodeSeconds: values.DEVICE_CODE_SECONDS,
    sessionIdleSeconds:
      values.SESSION_IDLE_SECONDS ?? Math.min(usualSeconds.sessionIdle, values.SESSION_ABSOLUTE_SECONDS),
    sessionAbsoluteSeconds: values.SESSION_ABSOLUTE_SECONDS,
    ...mailOf(values),
    mailLinkSeconds: values.MAIL_LINK_SECONDS,
    resetLinkSeconds: values.RESET_LINK_SECONDS,
    inviteLinkSeconds: values.INVITE_LINK_SECONDS,
    passwordMinLength: values.PASSWORD_MIN_LENGTH,
    keyAnnounceSeconds:
      values.KEY_ANNOUNCE_SECONDS ?? Math.min(usualSeconds.keyAnnounce, Math.floor(values.KEY_ACTIVE_SECONDS / 2)),
    keyActiveSeconds: values.KEY_ACTIVE_SECONDS,
    argon2MemoryKib: values.ARGON2_MEMORY_KIB,
    argon2Iterations: values.ARGON2_ITERATIONS,
    argon2Parallelism: values.ARGON2_PARALLELISM,
    argon2Concurrency: values.ARGON2_CONCURRENCY,
    workerHashes: shareOf(values.ARGON2_CONCURRENCY, workers),
    wrongAnswerMillis: values.WRONG_PASSWORD_MILLIS,
    metricsPort: values.METRICS_PORT,
    metricsHost: values.METRICS_HOST,
    metricsToken: values.METRICS_TOKEN,
    tracesEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
    tracesOnlyEndpoint: values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
    tracesOff: values.OTEL_SDK_DISABLED,
    tracesSampler: values.OTEL_TRACES_SAMPLER,
    tracesSamplerArg: values.OTEL_TRACES_SAMPLER_ARG,
    stopDelaySeconds: values.STOP_DELAY_SECONDS,
    rateLimits: values.DANGER_NO_RATE_LIMITS !== true,
    fetchLoopback: values.DANGER_FETCH_LOOPBACK === true,
  }
}

/** Whoever cannot be written to cannot show that an address is theirs, so that without mail nobody signs up. */
const mailOf = (values: Settings): Pick<Config, 'smtpUrl' | 'mailFrom' | 'devMailbox' | 'hasMail' | 'signUp'> => {
  const devMailbox = values.DANGER_DEV_MAILBOX === true
  const hasMail = devMailbox || values.SMTP_URL !== undefined
  const { SMTP_URL: smtpUrl, MAIL_FROM: mailFrom } = values
  return { smtpUrl, mailFrom, devMailbox, hasMail, signUp: hasMail ? values.SIGN_UP : 'off' }
}

/** As many as there are cores, but never one that would be without a connection. */
const workersOf = ({ WORKERS, DATABASE_URL, DATABASE_POOL }: Settings): number => {
  if (WORKERS !== 'auto') return WORKERS
  return DATABASE_URL === undefined ? 1 : Math.min(availableParallelism(), DATABASE_POOL ?? usualConnections.atMost)
}

const shareOf = (total: number, workers: number): number => Math.max(1, Math.floor(total / workers))

const warningsOf = (values: Settings): readonly string[] => {
  const warnings: readonly (readonly [boolean, string])[] = [
    [values.DANGER_NO_RATE_LIMITS === true, 'DANGER_NO_RATE_LIMITS=1: passwords can be guessed without limit'],
    [
      values.DANGER_FETCH_LOOPBACK === true,
      'DANGER_FETCH_LOOPBACK=1: apps can make this server call programs on its own machine',
    ],
    [
      values.DANGER_WEAK_PASSWORD_HASHES === true,
      'DANGER_WEAK_PASSWORD_HASHES=1: a stolen database gives passwords away',
    ],
    [
      values.WORKERS === 'auto' && values.DATABASE_URL === undefined,
      'WORKERS=auto is one worker here: the embedded database belongs to one process',
    ],
    [
      values.DANGER_DEV_MAILBOX === true,
      'DANGER_DEV_MAILBOX=1: no mail is sent; every program on this machine can read it at /dev/mailbox',
    ],
    [
      values.SIGN_UP !== 'off' && !mailOf(values).hasMail,
      `SIGN_UP=${values.SIGN_UP} has no effect: nobody can sign up without mail, so set SMTP_URL`,
    ],
    [values.CIMD !== 'list' && values.CIMD_HOSTS !== undefined, 'CIMD_HOSTS counts only with CIMD=list'],
    [
      values.INITIAL_ACCESS_TOKEN !== undefined && values.INITIAL_ACCESS_TOKEN.length < 22,
      'INITIAL_ACCESS_TOKEN is short: use 22 random characters or more',
    ],
    [
      values.METRICS_TOKEN !== undefined && values.METRICS_TOKEN.length < 22,
      'METRICS_TOKEN is short: use 22 random characters or more',
    ],
  ]
  return warnings.filter(([holds]) => holds).map(([, line]) => line)
}

const deepFreeze = <T extends object>(value: T): T => {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner)
  return Object.freeze(value)
}
