// Brand: the operator's name, logo and colours on every page, all from our own origin (CSP Level 3, WCAG 2.2 §1.4.3).
import { readFileSync } from 'node:fs'
import { logoTypeOf } from '../../config/brand.ts'
import { paletteOf, type Scheme } from '../../config/colors.ts'
import type { Config } from '../../config/config.ts'

export type Brand = Readonly<{
  name: string
  hasColor: boolean
  /** The names of these files among the assets. */
  logo: 'logo.svg' | 'logo.png' | null
  icon: 'icon.svg' | 'logo.svg' | 'logo.png'
}>
export type BrandFile = Readonly<{ name: string; type: string; content: Buffer }>
type Settings = Pick<Config, 'brandName' | 'brandLogo' | 'brandColor' | 'brandColorDark'>

const logoTypes = { svg: 'image/svg+xml', png: 'image/png' } as const

/** @throws Error where the logo has gone since the settings were read */
export const openBrand = (settings: Settings): Readonly<{ brand: Brand; files: readonly BrandFile[] }> => {
  const { brandName, brandLogo, brandColor, brandColorDark } = settings
  const content = brandLogo === undefined ? undefined : readFileSync(brandLogo)
  const kind = content && logoTypeOf(content)
  const logo = kind === undefined ? null : (`logo.${kind}` as const)
  const css = [ruleOf(brandColor, 'light'), ruleOf(brandColorDark, 'dark')].join('')
  return {
    brand: { name: brandName, hasColor: css !== '', logo, icon: logo ?? 'icon.svg' },
    files: [
      ...(css === '' ? [] : [{ name: 'brand.css', type: 'text/css; charset=utf-8', content: Buffer.from(css) }]),
      ...(kind && content && logo ? [{ name: logo, type: logoTypes[kind], content }] : []),
    ],
  }
}

/** Settings allow nothing but `#` and six hexadecimal digits, so nothing else comes in here. */
const ruleOf = (color: string | undefined, scheme: Scheme): string => {
  if (color === undefined) return ''
  const rows = Object.entries(paletteOf(color, scheme)).map(([name, value]) => `--${name}:${value};`)
  return `@media (prefers-color-scheme:${scheme}){:root{${rows.join('')}}}\n`
}
