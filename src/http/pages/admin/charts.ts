// Charts: where each bar and line of a picture stands; views/admin/ draws them as SVG, with the numbers beside it (WCAG 2.2 §1.1.1).
import type { KeyInState, SigningKey } from '../../../model/signing-key.ts'
import type { FigureStep } from '../../../protocol/figures.ts'

/** Across in percent, so that letters are as large on a phone as on a desk; down in pixels. */
const width = 100
const height = 150
const left = 8
const bottom = 22

export type BarChart = Readonly<{
  height: number
  left: number
  bars: readonly Readonly<{ x: number; y: number; width: number; height: number; words: string }>[]
  lines: readonly Readonly<{ y: number; text: string }>[]
  times: readonly Readonly<{ x: number; text: string }>[]
}>

const time = (at: Date): string => at.toISOString().slice(11, 16)
const round = (value: number): number => Math.round(value * 100) / 100

/** One bar for each step; the scale ends at a round number. */
export const barChart = (
  steps: readonly FigureStep[],
  measure: (step: FigureStep) => number,
  unit: string,
): BarChart => {
  const values = steps.map((step) => measure(step))
  const top = roundUp(Math.max(1, ...values.filter((value) => Number.isFinite(value))))
  const inner = { width: width - left, height: height - bottom - 8 }
  const each = inner.width / Math.max(1, steps.length)
  const yOf = (value: number): number => 8 + inner.height * (1 - Math.min(value, top) / top)
  return {
    ...{ height, left },
    bars: steps.map((step, at) => {
      const value = values[at] ?? 0
      const y = yOf(value)
      return {
        ...{ x: round(left + at * each + each * 0.12), y: round(y), width: round(each * 0.76) },
        height: round(8 + inner.height - y),
        words: `${time(step.startedAt)}: ${Number.isFinite(value) ? value : 'more than 5000'} ${unit}`,
      }
    }),
    lines: [0, top / 2, top].map((value) => ({ y: round(yOf(value)), text: String(round(value)) })),
    times: steps.flatMap((step, at) =>
      at % Math.ceil(steps.length / 5) === 0 ? [{ x: round(left + at * each), text: time(step.startedAt) }] : [],
    ),
  }
}

const roundUp = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 4, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power
}

export type KeyTimeline = Readonly<{
  height: number
  now: number
  dates: readonly Readonly<{ x: number; text: string }>[]
  rows: readonly Readonly<{
    y: number
    kid: string
    words: string
    parts: readonly Readonly<{ x: number; width: number; state: string }>[]
  }>[]
}>

const rowHeight = 42
const mostKeys = 12
const spanMillis = 200 * 86_400_000

type KeyPlan = Readonly<{ signsUntil: number; lastsUntil: number; isPlanned: boolean }>

/** How long each signs and is kept: as it was, or as it is planned today where no successor says more. */
export const keyPlans = (keys: readonly KeyInState[], activeSeconds: number): ((each: KeyInState) => KeyPlan) => {
  const successorOf = ({ alg, ordinal }: SigningKey): SigningKey | undefined =>
    keys.find(({ key }) => key.alg === alg && key.ordinal === ordinal + 1)?.key
  const isOver = ({ key, state }: KeyInState): boolean =>
    state === 'gone' || state === 'compromised' || successorOf(key) !== undefined
  return (each) => {
    const planned = successorOf(each.key)?.activeFrom.getTime() ?? each.key.activeFrom.getTime() + activeSeconds * 1000
    // What is not over signs until its successor's time comes.
    const signsUntil = isOver(each) ? Math.min(endOf(each.key), planned) : planned
    return { signsUntil, lastsUntil: Math.max(endOf(each.key), signsUntil), isPlanned: !isOver(each) }
  }
}

/** Each key from its announcement to the end of what it covers; the newest first. */
export const keyTimeline = (keys: readonly KeyInState[], now: Date, activeSeconds: number): KeyTimeline => {
  const shown = keys.toSorted((a, b) => b.key.createdAt.getTime() - a.key.createdAt.getTime()).slice(0, mostKeys)
  const planOf = keyPlans(keys, activeSeconds)
  const ends = shown.flatMap((each) => [each.key.createdAt.getTime(), planOf(each).lastsUntil])
  const first = Math.max(Math.min(now.getTime(), ...ends), now.getTime() - spanMillis)
  const to = Math.max(first + 1, Math.min(Math.max(now.getTime(), ...ends) + 86_400_000, now.getTime() + spanMillis))
  // Room for the line of today, also where all began just now.
  const from = first - (to - first) * 0.05
  const xOf = (at: number): number => round(((Math.min(Math.max(at, from), to) - from) / (to - from)) * width)
  return {
    height: shown.length * rowHeight + 46,
    now: xOf(now.getTime()),
    dates: [from, to].map((at, index) => ({
      x: index === 0 ? 0 : width,
      text: new Date(at).toISOString().slice(0, 10),
    })),
    rows: shown.map((each, at) => {
      const { key, state } = each
      const { signsUntil, lastsUntil } = planOf(each)
      const spans = [
        ['announced', key.createdAt.getTime(), key.activeFrom.getTime()],
        ['active', key.activeFrom.getTime(), signsUntil],
        ['retired', signsUntil, lastsUntil],
      ] as const
      const parts = spans
        .map(([name, begins, ends]) => ({ state: name, x: xOf(begins), width: round(xOf(ends) - xOf(begins)) }))
        .filter((part) => part.width > 0)
      return { y: at * rowHeight + 34, kid: key.kid, words: `${key.kid} (${key.alg}) is ${state}`, parts }
    }),
  }
}

const endOf = (key: SigningKey): number => (key.compromisedAt ?? key.coversUntil).getTime()
