// Medians and percentiles.

/** The value below which that share of the values lies. */
export const share = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => share(values, 0.5)

export const medianOf = <Of>(all: readonly Of[], value: (one: Of) => number): number => median(all.map(value))
