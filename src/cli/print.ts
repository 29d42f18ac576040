// Printing for people: aligned tables and lists. Whatever is printed came from strangers, so no terminal obeys it.

/** Control and direction characters could rewrite what stands on the screen. */
export const harmless = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')

export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string => {
  const clean = rows.map((row) => row.map(harmless))
  const widths = heads.map((head, column) => Math.max(head.length, ...clean.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [heads, ...clean].map(line).join('\n')
}

/** Names and values below each other; what has no value is left out. */
export const facts = (pairs: readonly (readonly [name: string, value: string | null | undefined])[]): string => {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
  const width = Math.max(0, ...known.map(([name]) => name.length))
  return known.map(([name, value]) => `${name.padEnd(width)}  ${harmless(value ?? '')}`).join('\n')
}
