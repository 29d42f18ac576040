// The operator's brand on the pages: name, logo and colours, under the same content security policy (CSP Level 3).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { freshFolder } from '../../support/embedded.ts'
import { stayedAt } from '../../support/plain-browser.ts'
import { story } from '../../support/story.ts'

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

t.test('name, logo and colours', async (t) => {
  const logo = join(freshFolder(t), 'logo.svg')
  writeFileSync(logo, svg)
  const s = await story(t, { BRAND_NAME: '<b>Wolke</b> & Co', BRAND_LOGO: logo, BRAND_COLOR: '#1a4fa3' })
  const page = stayedAt(await s.browser().open(`${s.issuer}/device`))
  t.match(page.text, '· &lt;b&gt;Wolke&lt;/b&gt; &amp; Co</title>')
  const [, image = ''] = /<img src="([^"]+)" alt="&lt;b&gt;Wolke&lt;\/b&gt; &amp; Co">/.exec(page.text) ?? []
  const [, sheet = ''] = /href="([^"]+brand\.css[^"]+)"/.exec(page.text) ?? []
  t.notMatch(page.headers.get('content-security-policy'), /unsafe|https?:/)
  t.notMatch(page.text, /style=|<style/)
  t.ok(page.text.indexOf('style.css') < page.text.indexOf('brand.css'), 'ours first')

  const picture = await s.fetch(new URL(image, s.issuer))
  t.equal(await picture.text(), svg)
  t.equal(picture.headers.get('content-type'), 'image/svg+xml')
  t.equal(picture.headers.get('content-security-policy'), "default-src 'none'; sandbox", 'its scripts never run')
  t.equal(picture.headers.get('x-content-type-options'), 'nosniff')
  const colours = await s.fetch(new URL(sheet, s.issuer))
  t.match(colours.headers.get('content-type'), 'text/css')
  t.match(
    await colours.text(),
    /^@media \(prefers-color-scheme:light\)\{:root\{--accent:#1a4fa3;[^}]+\}\}\n@media \(prefers-color-scheme:dark\)/,
  )
})

t.test('without settings there is nothing of it', async (t) => {
  const s = await story(t)
  const page = stayedAt(await s.browser().open(`${s.issuer}/device`))
  t.match(page.text, '<span>Countersign</span>')
  t.notMatch(page.text, /brand\.css|<img/)
  for (const name of ['brand.css', 'logo.svg', 'logo.png'])
    t.equal((await s.fetch(`${s.issuer}/assets/${name}`)).status, 404)
})
