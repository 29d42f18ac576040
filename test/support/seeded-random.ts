// Seeded randomness: the same seed draws the same bytes and takes the same turns, so that a run can be repeated.
import { createHash } from 'node:crypto'

/** Bytes like those of a hash, endless and repeatable; for `randomFrom`. */
export const seededBytes = (seed: string): ((length: number) => Buffer) => {
  let block = 0
  let rest: Buffer = Buffer.alloc(0)
  return (length) => {
    while (rest.length < length) {
      rest = Buffer.concat([rest, createHash('sha256').update(`${seed}/${block}`).digest()])
      block += 1
    }
    const drawn = Buffer.from(rest.subarray(0, length))
    rest = rest.subarray(length)
    return drawn
  }
}

export type Choices = Readonly<{
  /** 0 to count - 1. */
  below(count: number): number
  /** From the first to the last, both included. */
  between(first: number, last: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** Any subset, in the list's order. */
  some<T>(list: readonly T[]): readonly T[]
  /** One of the entries, as often as its weight says. */
  weighted<T>(entries: readonly (readonly [weight: number, value: T])[]): T
}>

export const seededChoices = (seed: string): Choices => {
  const bytes = seededBytes(`${seed}/choices`)
  const fraction = (): number => bytes(4).readUInt32BE() / 0x1_0000_0000
  const below = (count: number): number => Math.floor(fraction() * count)
  return {
    below,
    between: (first, last) => first + below(last - first + 1),
    chance: (probability) => fraction() < probability,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('there is nothing to pick from')
      return list[below(list.length)] as (typeof list)[number]
    },
    some: (list) => list.filter(() => fraction() < 0.5),
    weighted: (entries) => {
      let left = fraction() * entries.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, value] of entries) {
        left -= weight
        if (left < 0) return value
      }
      throw new RangeError('nothing has a weight')
    },
  }
}
