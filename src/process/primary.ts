// The primary: starts the workers, gives each connection to one of them (node:cluster), replaces who dies, and ends with them.
import cluster, { type Worker } from 'node:cluster'
import { fileURLToPath } from 'node:url'
import closeWithGrace from 'close-with-grace'
import type { Logger } from 'pino'
import type { Config } from '../config/index.ts'
import { systemStopwatch } from '../crypto/random.ts'
import { openGathering } from './gathering.ts'
import { fail, sayListening } from './log.ts'
import type { ToPrimary, ToWorker } from './messages.ts'
import { afterDeath, graceMillisOf } from './pauses.ts'

type Member = {
  readonly worker: Worker
  /** How many died before it in its place. */
  readonly deaths: number
  listeningAtMs: number | undefined
  /** Why it cannot start, in its own words. */
  problem: string | undefined
}

const entry = fileURLToPath(new URL('../../bin/worker.js', import.meta.url))

/** Resolves when all workers listen, or none will. */
export const serveWithWorkers = (config: Config, log: Logger): Promise<void> => {
  const members = new Set<Member>()
  const pauses = new Set<NodeJS.Timeout>()
  const settled = Promise.withResolvers<void>()
  const allGone = Promise.withResolvers<void>()
  let phase: 'starting' | 'serving' | 'stopping' = 'starting'
  const gathering = openGathering()
  let keeper: Member | undefined
  let door: Readonly<{ close: () => Promise<unknown> }> | undefined
  let hasFailed = false

  const start = (deaths: number): void => {
    // The number as it is known here: a worker might count other cores.
    const worker = cluster.fork({ WORKERS: String(config.workers) })
    const member: Member = { worker, deaths, listeningAtMs: undefined, problem: undefined }
    members.add(member)
    worker.on('message', (message: ToPrimary) => hear(member, message))
    worker.on('exit', (code, signal) => ended(member, signal ?? code))
    // Without a process there is no exit either.
    worker.on('error', (error) => worker.process.pid === undefined && ended(member, error.message))
    // The first may migrate and make the first keys; meanwhile the others load their code.
    if (phase === 'serving' || members.size === 1) tell(member, { kind: 'open' })
  }

  const hear = (member: Member, message: ToPrimary): void => {
    const others = [...members].filter((other) => other !== member)
    if (message.kind === 'failed') member.problem = message.line
    else if (message.kind === 'listening') listens(member)
    else if (message.kind === 'counted') for (const other of others) tell(other, message)
    else if (message.kind === 'figures') gathering.hear(message.id, message.figures)
    else if (message.kind === 'metrics') readMetrics().then((text) => tell(member, { ...message, text }))
    else if (phase === 'starting') for (const other of others) tell(other, { kind: 'open' })
  }

  /** Loaded when it is first wanted, because a primary should start and stay small. */
  const readMetrics = async (): Promise<string> => {
    const { together } = await import('./metrics.ts')
    const serving = [...members].filter(({ listeningAtMs }) => listeningAtMs !== undefined)
    const figures = await gathering.gather((id) => {
      for (const member of serving) tell(member, { kind: 'figures', id })
      return serving.length
    })
    return together(figures)
  }

  const openDoor = async (): Promise<void> => {
    if (config.metricsPort === undefined) return
    const { openMetricsDoor } = await import('../http/metrics-door.ts')
    try {
      door = await openMetricsDoor(config, readMetrics)
    } catch (error) {
      giveUp((error as Error).message)
    }
  }

  const listens = (member: Member): void => {
    member.listeningAtMs = systemStopwatch()
    if (keeper === undefined) appointKeeper()
    if (phase === 'serving') log.info({ worker: member.worker.process.pid }, 'a new worker listens')
    if (phase !== 'starting' || [...members].some(({ listeningAtMs }) => listeningAtMs === undefined)) return
    phase = 'serving'
    openDoor().then(allListen)
  }

  const allListen = (): void => {
    if (phase !== 'serving') return
    log.info({ workers: [...members].map(({ worker }) => worker.process.pid) }, 'all workers listen')
    sayListening(config)
    settled.resolve()
  }

  const appointKeeper = (): void => {
    keeper = [...members].find(({ listeningAtMs }) => listeningAtMs !== undefined)
    if (keeper === undefined) return
    log.debug({ worker: keeper.worker.process.pid }, 'this worker keeps house')
    tell(keeper, { kind: 'keep-house', late: phase !== 'starting' })
  }

  const ended = (member: Member, how: string | number): void => {
    if (!members.delete(member)) return
    if (phase === 'starting') giveUp(member.problem ?? `a worker ended while it was starting (${how})`)
    else if (phase === 'serving') replace(member, how)
    else if (how !== 0) hasFailed = true
    if (members.size === 0) allGone.resolve()
  }

  const giveUp = (line: string): void => {
    phase = 'stopping'
    grace.uninstall()
    killAll()
    fail(line)
    settled.resolve()
  }

  const replace = (member: Member, how: string | number): void => {
    const { worker, listeningAtMs, problem } = member
    const servedMillis = listeningAtMs === undefined ? 0 : systemStopwatch() - listeningAtMs
    const { deaths, pauseMillis } = afterDeath(member.deaths, servedMillis)
    log.warn({ worker: worker.process.pid, how, problem, pauseMillis }, 'a worker ended; another takes its place')
    const pause = setTimeout(() => {
      pauses.delete(pause)
      start(deaths)
    }, pauseMillis)
    pauses.add(pause)
    if (keeper === member) appointKeeper()
  }

  const stop = async (): Promise<void> => {
    phase = 'stopping'
    for (const pause of pauses) clearTimeout(pause)
    for (const member of members) tell(member, { kind: 'stop' })
    if (members.size > 0) await allGone.promise
    await door?.close()
    if (hasFailed) throw new Error('a worker did not stop as it should')
  }

  const killAll = (): void => {
    for (const { worker } of members) worker.process.kill('SIGKILL')
  }

  const grace = closeWithGrace({ delay: graceMillisOf(config), logger: log }, async ({ err }) => {
    if (err) log.error({ err }, 'stopping after an error')
    await stop()
  })
  // After a second signal, or when the grace is over.
  process.on('exit', killAll)
  cluster.setupPrimary({ exec: entry, args: [] })
  for (let at = 0; at < config.workers; at += 1) start(0)
  return settled.promise
}

const tell = ({ worker }: Member, message: ToWorker): void => {
  // A worker that is just dying need not hear it.
  if (worker.isConnected()) worker.send(message, () => {})
}
