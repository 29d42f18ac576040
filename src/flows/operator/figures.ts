// Figures for the operator: the last hour by minutes, or the last day by hours.
import { type FigureStep, figureSteps } from '../../protocol/figures.ts'
import type { Store } from '../../store/index.ts'

export const figureSpans = {
  hour: { steps: 60, stepSeconds: 60 },
  day: { steps: 24, stepSeconds: 3600 },
  'three-days': { steps: 36, stepSeconds: 7200 },
} as const
export type FigureSpan = keyof typeof figureSpans

type Parts = Readonly<{ store: Pick<Store, 'figures'>; clock: () => Date }>

/** The last step is the one that is not over yet. */
export const figureOperations = ({ store, clock }: Parts) => ({
  read: async (span: FigureSpan): Promise<readonly FigureStep[]> => {
    const { steps, stepSeconds } = figureSpans[span]
    const millis = stepSeconds * 1000
    const until = new Date((Math.floor(clock().getTime() / millis) + 1) * millis)
    const since = new Date(until.getTime() - steps * millis)
    return figureSteps(await store.figures.read(since, until, stepSeconds), { since, steps, stepSeconds })
  },
})
