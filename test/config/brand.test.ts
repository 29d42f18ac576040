// Brand settings: a colour that people can read, a name that is one, a logo that is a picture (WCAG 2.2 §1.4.3).
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { contrast, grounds, paletteOf, weakestContrast } from '../../src/config/colors.ts'
import { loadConfig } from '../../src/config/load.ts'
import { freshFolder } from '../support/embedded.ts'

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  const loaded = loadConfig(environment)
  return 'problems' in loaded ? loaded.problems : []
}
const colorsOf = (environment: Record<string, string>) => {
  const loaded = loadConfig(environment)
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'))
  return [loaded.config.brandColor, loaded.config.brandColorDark]
}

t.test('WCAG 2.2: contrast as the specification computes it', async (t) => {
  t.equal(contrast('#000000', '#ffffff'), 21)
  t.equal(contrast('#ffffff', '#ffffff'), 1)
  t.equal(contrast('#767676', '#ffffff').toFixed(2), '4.54')
})

t.test('a colour is measured against what stands behind it on our pages', async (t) => {
  const css = readFileSync(new URL('../../views/style.css', import.meta.url), 'utf8')
  const [light = '', dark = ''] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, rows]) => rows)
  for (const [rows, scheme] of [
    [light, 'light'],
    [dark, 'dark'],
  ] as const) {
    const token = (name: string) => new RegExp(`--${name}: (#\\w+)`).exec(rows)?.[1]
    t.strictSame([token('card'), token('paper')], grounds[scheme])
    t.ok(weakestContrast(token('accent') ?? '', scheme) > 4.5, `our own, ${scheme}`)
    t.strictSame(
      Object.keys(paletteOf('#123456', scheme)).filter((name) => token(name) === undefined),
      [],
    )
  }
})

t.test('too pale, or too dark for dark pages: one clear line', async (t) => {
  t.strictSame(problemsOf({ BRAND_COLOR: '#ff9900' }), [
    'BRAND_COLOR must be darker: its contrast on light pages is 1.95, and people need 4.5 to read it (it is "#ff9900")',
  ])
  t.match(problemsOf({ BRAND_COLOR_DARK: '#14604f' }), [
    /^BRAND_COLOR_DARK must be lighter: its contrast on dark pages/,
  ])
  for (const wrong of ['red', '#fff', '#14604f;}', 'url(x)', '#14604g'])
    t.match(problemsOf({ BRAND_COLOR: wrong }), [/^BRAND_COLOR must be a colour like #14604f/], wrong)
})

t.test('for dark pages a colour is lightened by itself', async (t) => {
  t.strictSame(colorsOf({}), [undefined, undefined])
  t.strictSame(colorsOf({ BRAND_COLOR: '#1A4FA3', BRAND_COLOR_DARK: '#9db4f5' }), ['#1a4fa3', '#9db4f5'])
  for (const color of ['#000000', '#14604f', '#b00020', '#4b0082', '#0000ff', '#595959']) {
    const [, dark = ''] = colorsOf({ BRAND_COLOR: color })
    t.ok(weakestContrast(dark, 'dark') >= 4.5, `${color} ${dark}`)
  }
})

t.test('names and logos', async (t) => {
  const folder = freshFolder(t)
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const logo = (content: string | Buffer) => problemsOf({ BRAND_LOGO: file('logo', content) })
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])
  t.strictSame(logo(png), [])
  t.strictSame(logo('<svg xmlns="http://www.w3.org/2000/svg"/>'), [])
  t.strictSame(logo('<?xml version="1.0"?>\n<!-- made -->\n<svg\n width="1"/>'), [])
  for (const no of ['<html><svg></svg></html>', 'GIF89a', '', png.subarray(0, 7)])
    t.match(logo(no), [/^BRAND_LOGO must be an SVG or PNG file/])
  t.match(logo(Buffer.concat([png, Buffer.alloc(300_000)])), [
    /^BRAND_LOGO must be a file that can be read, of at most 256 KB/,
  ])
  for (const path of [folder, join(folder, 'nowhere')])
    t.match(problemsOf({ BRAND_LOGO: path }), [/^BRAND_LOGO must be a file that can be read/])
  t.strictSame(problemsOf({ BRAND_NAME: 'Müller & Söhne' }), [])
  for (const name of ['x'.repeat(61), 'a\nb', ' ', 'a\u202eb'])
    t.match(problemsOf({ BRAND_NAME: name }), [/^BRAND_NAME must be a name/], JSON.stringify(name))
})
