// Settings of operations: figures for Prometheus, traces for OpenTelemetry, and how the server stops.
import { traceSamplers } from './config.ts'
import { setting } from './setting.ts'
import * as read from './values.ts'

export const operationSettings = {
  METRICS_PORT: setting(
    read.wholeNumber(1, 65_535).optional(),
    'metricsPort',
    'Prometheus reads `/metrics` at this port of its own. Unset: at the main port, if `METRICS_TOKEN` is set, else nowhere.',
  ),
  METRICS_HOST: setting(
    read.host().default('127.0.0.1'),
    'metricsHost',
    'Address of the port for metrics. Whoever reaches it reads them, unless `METRICS_TOKEN` is set too.',
  ),
  METRICS_TOKEN: setting(
    read.bearerToken().optional(),
    'metricsToken',
    'The bearer token that `/metrics` asks for. Make it long and random. It opens the reasons of `/health/ready` too.',
    { secret: true },
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(
    read.webAddress().optional(),
    'tracesEndpoint',
    'Where traces are sent (OTLP over HTTP), for example `http://localhost:4318`. The other `OTEL_*` variables of OpenTelemetry count too.',
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: setting(
    read.webAddress().optional(),
    'tracesOnlyEndpoint',
    'The same for traces alone: the whole address, with its path.',
  ),
  OTEL_TRACES_SAMPLER: setting(
    read.oneOf(...traceSamplers).default('parentbased_always_on'),
    'tracesSampler',
    `Which requests are traced: ${traceSamplers.map((name) => `\`${name}\``).join(', ')}.`,
  ),
  OTEL_TRACES_SAMPLER_ARG: setting(
    read.share().default(1),
    'tracesSamplerArg',
    'The share of requests that the two samplers by ratio trace, from `0` to `1`.',
  ),
  OTEL_SDK_DISABLED: setting(
    read.oneOf('true', 'false').default('false'),
    'tracesOff',
    '`true`: no traces, whatever else is set.',
  ),
  STOP_DELAY_SECONDS: setting(
    read.wholeNumber(0, 300).default(0),
    'stopDelaySeconds',
    'How long a server that is told to stop still takes connections while `/health/ready` says that it stops, so that the balancer before it can turn elsewhere first.',
  ),
}
