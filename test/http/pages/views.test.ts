// Views: no word of a language in the templates, no style or script in them, and style sheets that run either way (CSP Level 3, WCAG 2.2 §3.1).
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const folder = fileURLToPath(new URL('../../../views/', import.meta.url))
const read = (path: string): string => readFileSync(`${folder}${path}`, 'utf8')
const templates = globSync('**/*.eta', { cwd: folder })
/** Developers and administrators read English, and for now so does whoever tries the server out. */
const isEnglish = (path: string): boolean => /^(apps|admin|dev)[/-]/.test(path)

/** Codes stand for text, so that tags are still found where attributes are made by code. */
const withoutCode = (text: string): string => text.replace(/<%[\s\S]*?%>/g, '')

t.test('people’s pages take all their words from src/words', async (t) => {
  const people = templates.filter((path) => !isEnglish(path))
  t.ok(people.length > 15)
  for (const path of people) {
    const html = withoutCode(read(path))
    t.notMatch(html.replace(/<[^>]*>/g, ' ').replace(/&\w+;/g, ' '), /\p{L}/u, path)
    for (const [, value = ''] of html.matchAll(/\b(?:aria-label|alt|title|placeholder)="([^"]*)"/g))
      t.match(value, /^(XXXX-XXXX|[^\p{L}]*)$/u, `${path}: ${value}`)
  }
})

t.test('no template has style or script of its own, or loads anything from elsewhere', async (t) => {
  t.ok(templates.length > 15)
  for (const path of templates) {
    const html = withoutCode(read(path))
    t.notMatch(html, /<style|\sstyle=|\son\w+="|<script(?![^>]*\ssrc=)[^>]*>|javascript:/, path)
    t.notMatch(html, /(?:src|srcset|action)="(?:https?:)?\/\//, path)
  }
})

t.test('style sheets know no left and right, and load nothing', async (t) => {
  const sheets = globSync('**/*.css', { cwd: folder })
  t.ok(sheets.length >= 3)
  for (const path of sheets) {
    const css = read(path).replace(/\/\*[\s\S]*?\*\//g, '')
    t.notMatch(
      css,
      /[{;]\s*(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|top|bottom|float)\b/,
      path,
    )
    t.notMatch(css, /text-align:\s*(?:left|right)|@import|url\(/, path)
  }
})
