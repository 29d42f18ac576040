// Metrics: the figures of one process for Prometheus, counted as it works or read when they are asked for (Prometheus exposition format).
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Meter } from '../model/meter.ts'
import type { Rooms } from '../rooms.ts'

/** What a process tells another of the same machine. */
export type MetricFigures = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

export type Metrics = Readonly<{
  meter: Meter
  /** From now on what these rooms know by themselves is told too. */
  watch: (rooms: Rooms) => void
  text: () => Promise<string>
  figures: () => Promise<MetricFigures>
}>

/** From a refresh token at rest to a login in a crowd. */
const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

export const openMetrics = (): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name: `countersign_${name}`, help, labelNames, registers })
  const requests = counter('http_requests_total', 'Requests that were answered.', ['method', 'route', 'status'])
  const durations = new Histogram({
    name: 'countersign_http_request_seconds',
    help: 'From the arrival of a request to the end of its answer.',
    labelNames: ['route'],
    buckets: seconds,
    registers,
  })
  const grants = counter('grants_total', 'What grants decided at the token endpoint.', ['grant', 'outcome'])
  const refusals = counter('refusals_total', 'Refusals, by their error code.', ['code'])
  const events = counter('events_total', 'What operators should know, by its kind (countersign explain).', ['kind'])
  const logins = counter('logins_total', 'Logins, by their outcome.', ['outcome'])
  return {
    meter: {
      request: (method, route, status, took) => {
        requests.inc({ method, route, status })
        durations.observe({ route }, took)
      },
      grant: (grant, outcome) => grants.inc({ grant, outcome }),
      event: (kind, code) => (kind === 'refused' && code !== null ? refusals.inc({ code }) : events.inc({ kind })),
      login: (outcome) => logins.inc({ outcome }),
    },
    watch: (rooms) => watch(registers, rooms),
    text: () => registry.metrics(),
    figures: () => registry.getMetricsAsJSON(),
  }
}

const watch = (registers: Registry[], { database, passwords, keyRing, clock }: Rooms): void => {
  const gauge = <L extends string>(name: string, help: string, labelNames: L[], read: (gauge: Gauge<L>) => void) =>
    new Gauge({
      ...{ name: `countersign_${name}`, help, labelNames, registers },
      // Of the keys, which all workers share, each knows the same; what each has of its own is added up.
      aggregator: name.startsWith('signing_key') ? 'max' : 'sum',
      collect() {
        read(this)
      },
    })
  gauge('database_connections', 'Connections to PostgreSQL; waiting: requests without one.', ['state'], (all) => {
    const { total, idle, waiting } = database.load() ?? { total: 1, idle: 1, waiting: 0 }
    all.set({ state: 'busy' } as never, total - idle)
    all.set({ state: 'idle' } as never, idle)
    all.set({ state: 'waiting' } as never, waiting)
  })
  gauge('password_hashes', 'Passwords that are hashed now, and that wait for it.', ['state'], (all) => {
    const { running, waiting } = passwords.load()
    all.set({ state: 'running' } as never, running)
    all.set({ state: 'waiting' } as never, waiting)
  })
  gauge('signing_keys', 'Signing keys, by their state.', ['alg', 'state'], (all) => {
    all.reset()
    for (const { key, state } of keyRing.states()) all.inc({ alg: key.alg, state } as never)
  })
  gauge('signing_key_age_seconds', 'How long the key in force has signed.', ['alg'], (all) => {
    all.reset()
    const active = keyRing.states().filter(({ state }) => state === 'active')
    for (const { key } of active)
      all.set({ alg: key.alg } as never, (clock().getTime() - key.activeFrom.getTime()) / 1000)
  })
}

/** Those of all workers, as one. */
export const together = (figures: readonly MetricFigures[]): Promise<string> =>
  AggregatorRegistry.aggregate([...figures] as unknown as object[]).metrics()
