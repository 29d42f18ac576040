// The console's first page: what is going on, in figures and charts.
import type { FastifyInstance } from 'fastify'
import { type FigureSpan, figureSpans } from '../../../flows/operator/figures.ts'
import type { FigureStep } from '../../../protocol/figures.ts'
import type { Desk } from '../desk.ts'
import { adminPage } from './admin-page.ts'
import { barChart } from './charts.ts'

const spanNames: Readonly<Record<FigureSpan, string>> = {
  hour: 'Last hour',
  day: 'Last day',
  'three-days': 'Last three days',
}

const sum = (steps: readonly FigureStep[], of: 'logins' | 'tokens' | 'refusals'): number =>
  steps.reduce((total, step) => total + step[of], 0)

const millisWords = (millis: number | null): string =>
  millis === null ? '–' : Number.isFinite(millis) ? `${millis} ms` : 'more than 5 s'

export const overviewPage = (app: FastifyInstance, desk: Desk): void =>
  adminPage(app, desk, {
    url: '',
    show: async ({ operator, query }) => {
      const asked = query.get('span')
      const span = Object.hasOwn(figureSpans, asked) ? (asked as FigureSpan) : 'hour'
      const steps = await operator.figures.read(span)
      const charts = [
        { id: 'logins', title: 'Logins', series: 1, ...barChart(steps, ({ logins }) => logins, 'logins') },
        { id: 'tokens', title: 'Tokens', series: 3, ...barChart(steps, ({ tokens }) => tokens, 'tokens') },
        { id: 'refusals', title: 'Refusals', series: 4, ...barChart(steps, ({ refusals }) => refusals, 'refusals') },
        {
          ...{ id: 'latency', title: 'Latency: 95 of 100 answers took at most so many milliseconds', series: 2 },
          ...barChart(steps, ({ p95Millis }) => p95Millis ?? 0, 'ms'),
        },
      ]
      const latest = steps.findLast(({ answers }) => answers > 0)
      return {
        template: 'admin/overview',
        title: 'Overview',
        data: {
          spans: Object.entries(spanNames).map(([name, words]) => ({ name, words, isHere: name === span })),
          figures: [
            ['Logins', sum(steps, 'logins')],
            ['Tokens', sum(steps, 'tokens')],
            ['Refusals', sum(steps, 'refusals')],
            ['Half of the latest answers within', millisWords(latest?.medianMillis ?? null)],
          ],
          charts,
          steps,
          millis: millisWords,
        },
      }
    },
  })
