// Traces: spans, sent to whoever collects them (OpenTelemetry, OTLP over HTTP); loaded only where an address for them is set.
import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { Config } from '../config/config.ts'
import type { TraceFacts, Traces } from '../model/traces.ts'

type Settings = Pick<Config, 'tracesSampler' | 'tracesSamplerArg' | 'trustProxy'>

/** The exporter and the resource read their own standard variables. */
export const openTraces = (settings: Settings): Traces => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  const named = resourceFromAttributes({ 'service.name': 'countersign' })
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(named)
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerOf(settings),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  })
  const tracer = provider.getTracer('countersign')
  // Else any stranger could have all of their requests traced, or join them to traces of others.
  const believes = settings.trustProxy.length > 0

  const end = (span: Span, failure: unknown): void => {
    // Its name alone: the message may quote what was sent.
    if (failure !== undefined)
      span.setStatus({ code: SpanStatusCode.ERROR, message: failure instanceof Error ? failure.name : 'failed' })
    span.end()
  }

  return {
    request: (name, facts, headers) => {
      const parent: Context = believes ? propagation.extract(ROOT_CONTEXT, headers) : ROOT_CONTEXT
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes: facts }, parent)
      const inside = trace.setSpan(parent, span)
      return {
        within: (work) => context.with(inside, work),
        end: (more: TraceFacts, failed) => {
          span.setAttributes(more)
          end(span, failed ? 'failed' : undefined)
        },
      }
    },
    around: async (name, facts, work) => {
      // Chores look every few seconds, day and night: that would be most of what is sent.
      if (trace.getActiveSpan() === undefined) return work()
      const kind = 'db.system.name' in facts ? SpanKind.CLIENT : SpanKind.INTERNAL
      const span = tracer.startSpan(name, { kind, attributes: facts })
      try {
        const result = await context.with(trace.setSpan(context.active(), span), work)
        end(span, undefined)
        return result
      } catch (error) {
        end(span, error)
        throw error
      }
    },
    close: () => provider.shutdown().catch(() => {}),
  }
}

const samplerOf = ({ tracesSampler, tracesSamplerArg }: Settings): Sampler => {
  const ratio = new TraceIdRatioBasedSampler(tracesSamplerArg)
  switch (tracesSampler) {
    case 'always_on':
      return new AlwaysOnSampler()
    case 'always_off':
      return new AlwaysOffSampler()
    case 'traceidratio':
      return ratio
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() })
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() })
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: ratio })
  }
}
