// The door of the metrics: a port of its own, with nothing else behind it, for the network that operators watch from.
import Fastify, { type FastifyInstance } from 'fastify'
import type { Config } from '../config/config.ts'
import { metricsRoute, type ReadMetrics } from './routes/metrics.ts'

type Settings = Pick<Config, 'metricsPort' | 'metricsHost' | 'metricsToken'>

/** Undefined where no port was wished for. */
export const openMetricsDoor = async (config: Settings, read: ReadMetrics): Promise<FastifyInstance | undefined> => {
  if (config.metricsPort === undefined) return undefined
  const app = Fastify({ bodyLimit: 1024, requestTimeout: 10_000, forceCloseConnections: true })
  metricsRoute(app, config, read)
  try {
    await app.listen({ port: config.metricsPort, host: config.metricsHost })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(`port ${config.metricsPort} of ${config.metricsHost} cannot be opened (${code}): set METRICS_PORT`)
  }
  return app
}
