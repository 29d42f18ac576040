// Traced flows: the same flows, each call a span of its name (OpenTelemetry); built only where traces are collected.
import type { Traces } from '../model/traces.ts'

// biome-ignore lint/suspicious/noExplicitAny: whatever a flow takes and gives is passed on as it is.
type Anything = any

/** Flows by name, or flows in groups; what answers at once is no flow, and is left as it is. */
export const tracedFlows = <F extends Readonly<Record<string, Anything>>>(flows: F, traces: Traces, prefix = ''): F =>
  Object.fromEntries(
    Object.entries(flows).map(([name, flow]) => {
      const title = `${prefix}${name}`
      if (typeof flow === 'function') return [name, traced(title, flow, traces)]
      const isGroup = typeof flow === 'object' && flow !== null && !Array.isArray(flow)
      return [name, isGroup && prefix === '' ? tracedFlows(flow, traces, `${title}.`) : flow]
    }),
  ) as F

const isAsync = (flow: Anything): boolean => flow.constructor.name === 'AsyncFunction'

const traced = (title: string, flow: Anything, traces: Traces): Anything =>
  isAsync(flow) ? (...args: Anything[]) => traces.around(`flow ${title}`, {}, () => flow(...args)) : flow
