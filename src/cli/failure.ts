// Failure: any error in one clear line, and the exit code that goes with it. Never a stack trace, never a secret.
import { resolve } from 'node:path'
import type { Config } from '../config/index.ts'
import { OperatorProblem } from '../flows/operator/index.ts'
import { isUnavailable } from '../store/unavailable.ts'
import { harmless } from './print.ts'

export const explainFailure = (
  error: unknown,
  config?: Pick<Config, 'databaseUrl' | 'dataDir' | 'port' | 'host'>,
): string => {
  if (!(error instanceof Error)) return 'something failed without saying what'
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE' && config)
    return `port ${config.port} of ${config.host} is in use: stop what uses it, or set PORT`
  if (code === 'EADDRNOTAVAIL' && config) return `there is no address ${config.host} on this machine: set HOST`
  // A worker does not listen by itself: its primary binds the port.
  if (code === 'EACCES' && config && 'syscall' in error && ['listen', 'bind'].includes(String(error.syscall)))
    return `port ${config.port} may not be opened by this user: set PORT`
  if (config?.databaseUrl === undefined) return line(embedded(error, config?.dataDir))
  return line(databaseTrouble(error) ?? error.message)
}

const databaseTrouble = (error: Error): string | undefined => {
  const { code = '' } = error as NodeJS.ErrnoException
  if (/^(28...|3D000)$/.test(code)) return `the database lets nobody in (${error.message}): check DATABASE_URL`
  if (code === '42501')
    return `the database does not allow it (${error.message}): the user in DATABASE_URL must own the tables`
  if (code === '25006') return 'the database only reads: DATABASE_URL must name the primary server, not a standby'
  if (code === '53100') return `the database has no room left (${error.message}): make some on its disk`
  return isUnavailable(error) ? `the database does not answer (${reason(error)}): check DATABASE_URL` : undefined
}

/** 2: it was asked wrongly; 1: it failed. */
export const exitCodeOf = (error: unknown): 1 | 2 =>
  error instanceof OperatorProblem && error.kind === 'wrong-use' ? 2 : 1

const embedded = (error: Error, dataDir: string | undefined): string =>
  isUnavailable(error) || error.name === 'ErrnoError' || isOfFolder(error, dataDir)
    ? `the embedded database in ${dataDir ?? 'DATA_DIR'} cannot be used (${reason(error)})`
    : error.message

const isOfFolder = ({ path }: NodeJS.ErrnoException, dataDir: string | undefined): boolean =>
  dataDir !== undefined && path !== undefined && resolve(path).startsWith(resolve(dataDir))

/** Several addresses of one host fail with an error that has no words of its own. */
const reason = (error: Error): string => {
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error
  const { code } = first as NodeJS.ErrnoException
  return code ?? first.message
}

const line = (text: string): string =>
  harmless((text.split('\n')[0] ?? '').trim()) || 'something failed without saying what'
