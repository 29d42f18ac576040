// A worker: the server as it runs alone, but its primary says when it opens the database, keeps house and stops.
import cluster from 'node:cluster'
import closeWithGrace from 'close-with-grace'
import type { Logger } from 'pino'
import { explainFailure } from '../cli/failure.ts'
import { type Config, loadConfig } from '../config/index.ts'
import type { Colleagues, Count } from '../http/limits.ts'
import { openLog } from './log.ts'
import type { ToPrimary, ToWorker } from './messages.ts'
import { graceMillisOf } from './pauses.ts'
import { type Running, run } from './running.ts'

/** What a terminal or a supervisor sends to every process at once. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

export const work = async (): Promise<void> => {
  const loaded = loadConfig()
  if ('problems' in loaded) return failing(loaded.problems.join('; '))
  const { config } = loaded
  try {
    await start(config, openLog(config))
  } catch (error) {
    failing(explainFailure(error, config))
  }
}

/** Its words are for the primary, who knows whether anybody has heard them already. */
const failing = (line: string): void => tell({ kind: 'failed', line }, () => process.exit(1))

const start = async (config: Config, log: Logger): Promise<void> => {
  let running: Running | undefined
  let hear: (counts: readonly Count[]) => void = () => {}
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const stop = stoppingWithGrace(config, log, () => running)
  const metricsOfAll = new Map<number, (text: string) => void>()
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'open') open()
    else if (message.kind === 'keep-house') running?.keepHouse(message.late)
    else if (message.kind === 'counted') hear(message.counts)
    else if (message.kind === 'figures') tellFigures(message.id, running)
    else if (message.kind === 'metrics') metricsOfAll.get(message.id)?.(message.text)
    else stop()
  })
  await opened
  const colleagues: Colleagues = {
    workers: config.workers,
    tell: (counts) => tell({ kind: 'counted', counts }),
    listen: (listener) => {
      hear = listener
    },
  }
  let asked = 0
  const readMetrics = async (): Promise<string> => {
    asked += 1
    const id = asked
    const { promise, resolve } = Promise.withResolvers<string>()
    metricsOfAll.set(id, resolve)
    tell({ kind: 'metrics', id })
    return promise.finally(() => metricsOfAll.delete(id))
  }
  running = await run(config, log, { opened: () => tell({ kind: 'opened' }), colleagues, readMetrics })
  tell({ kind: 'listening' })
}

const tellFigures = async (id: number, running: Running | undefined): Promise<void> =>
  tell({ kind: 'figures', id, figures: (await running?.metrics?.figures()) ?? [] })

/** Where the primary is gone, nobody needs to know. */
const tell = (message: ToPrimary, told: () => void = () => {}): void => {
  if (process.send?.(message, undefined, undefined, told) === undefined) told()
}

/** Once is enough: the second signal is the primary's to act on, who then kills. */
const stoppingWithGrace = (config: Config, log: Logger, running: () => Running | undefined): (() => void) => {
  const grace = closeWithGrace(
    { delay: graceMillisOf(config), logger: log, skip: [...stopSignals] },
    async ({ err }) => {
      if (err) log.error({ err }, 'stopping after an error')
      await running()?.close()
    },
  )
  let isStopping = false
  const stop = (): void => {
    if (isStopping) return
    isStopping = true
    grace.close()
  }
  for (const signal of stopSignals) process.on(signal, stop)
  // The primary has died. Node would end its workers at once; like this, what they are answering is still answered.
  cluster.worker?.on('disconnect', () => {
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true
    stop()
  })
  return stop
}
