// Colours: whether a brand's colour can be read on the pages, and what goes with it (WCAG 2.2 §1.4.3, §1.4.11).

type Rgb = readonly [number, number, number]
export type Scheme = 'light' | 'dark'

/** What stands behind texts in the brand's colour, as views/style.css has it: the card and the paper around it. */
export const grounds: Readonly<Record<Scheme, readonly [card: string, paper: string]>> = {
  light: ['#ffffff', '#f3f5f2'],
  dark: ['#181f1c', '#101513'],
}
/** On a button of the brand's colour. */
const inks: Readonly<Record<Scheme, string>> = { light: '#ffffff', dark: '#0b1210' }
/** How much of the brand's colour is in what lies under a chosen thing. */
const tintShare = 0.1
export const leastContrast = 4.5

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb

/** @param share of the second */
const mix = (one: string, other: string, share: number): string => {
  const to = parse(other)
  const parts = parse(one).map((part, at) => Math.round(part * (1 - share) + (to[at] ?? 0) * share))
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** WCAG 2.2, relative luminance. */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = parse(hex)
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

export const contrast = (one: string, other: string): number => {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** The colours that belong to an accent, by their names in the style sheet. */
export const paletteOf = (accent: string, scheme: Scheme) => ({
  accent,
  'accent-pressed': mix(accent, scheme === 'light' ? '#000000' : '#ffffff', 0.2),
  'on-accent': inks[scheme],
  tint: mix(grounds[scheme][0], accent, tintShare),
})

/** The weakest of all pairs in which the accent is read: links on card, paper and tint, and words on buttons. */
export const weakestContrast = (accent: string, scheme: Scheme): number => {
  const { tint, 'on-accent': ink } = paletteOf(accent, scheme)
  return Math.min(...[...grounds[scheme], tint, ink].map((other) => contrast(accent, other)))
}

/** The same colour, lightened until it can be read on dark pages. */
export const lightened = (accent: string): string => {
  const shares = Array.from({ length: 21 }, (_, at) => at / 20)
  const found = shares.find((share) => weakestContrast(mix(accent, '#ffffff', share), 'dark') >= leastContrast + 1)
  return mix(accent, '#ffffff', found ?? 1)
}
