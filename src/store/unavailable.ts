// Unavailable: whether an error means that the database is away or overloaded, so that the answer is 503 and not 500.

/** Connection failures (08), a server that only reads because it was demoted (25006), shutdown (57P01 to 57P03, 57P05). */
const lostStates = /^(08...|25006|57P0[1235])$/
/** Too many connections, deadlock, lock or statement timeouts; no disk or memory left; the disk fails. */
const busyStates = /^(53...|40001|40P01|55P03|57014|58030)$/
/** Whoever asks is not let in (any more), or there is no such database: an operator's to mend, and nothing of the request. */
const closedStates = /^(28...|3D000)$/

/**
 * A connection that lost a prepared statement or has another under its name (a pooler that keeps none of them: PgBouncer
 * before 1.21), or prepared it before a newer version of this program changed the table.
 */
const namingStates = new Set(['26000', '42P05'])

export const isNamingTrouble = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  return namingStates.has(code ?? '') || (code === '0A000' && error.message.startsWith('cached plan must not change'))
}

const systemErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
])

/** pg and PGlite give these no code. */
const lostMessages = [
  'Connection terminated',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
]
const ownTimeout = 'Query read timeout'
const messages = [
  ...lostMessages,
  ownTimeout,
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Cannot use a pool after calling end on the pool',
  'Postgres connection has been discarded',
  'driver has already been destroyed',
  'PGlite is closed',
  'PGlite is closing',
  'PGlite instance is already closed',
  'PGlite failed to initialize',
]

/** Of an open connection: it is gone, or leads to a server that is not the primary any more. */
export const isLostConnection = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const { code = '', syscall } = error as NodeJS.ErrnoException
  // Only of a connection: a missing file has the code ENOENT too.
  if (lostStates.test(code) || (systemErrors.has(code) && isOfConnection(syscall))) return true
  return lostMessages.some((message) => error.message.startsWith(message))
}

/** The statement may be under way still. */
export const isOwnTimeout = (error: unknown): boolean => error instanceof Error && error.message === ownTimeout

export const isUnavailable = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const { code = '' } = error as NodeJS.ErrnoException
  if (isLostConnection(error) || busyStates.test(code) || closedStates.test(code)) return true
  if (messages.some((message) => error.message.startsWith(message))) return true
  // A host name with several addresses: every one of them failed.
  if (error instanceof AggregateError) return error.errors.some(isUnavailable)
  return isUnavailable(error.cause)
}

const isOfConnection = (syscall: string | undefined) =>
  syscall === undefined || /^(connect|read|write|getaddrinfo|shutdown)$/.test(syscall)
