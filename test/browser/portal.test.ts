// The developer portal in a real browser: redirect URIs checked as they are typed, and a test login by clicks alone (CSP Level 3 form-action, connect-src).
import t from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { listeningStory } from '../support/listening.ts'
import { clickThrough, complaintsOf, logInAs } from '../support/person.ts'

t.test('an app is registered, tried and looked at, with script and without', { timeout: 90_000 }, async (t) => {
  const s = await listeningStory(t)
  const chromium = await launchChromium(t)
  const ada = await s.account('ada', { roles: ['developer'] })
  for (const javaScriptEnabled of [true, false]) {
    const context = await chromium.newContext({ javaScriptEnabled, viewport: { width: 375, height: 740 } })
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    await page.goto(`${s.issuer}/apps/new`)
    await logInAs(page, ada)
    await page.check('#kind-native')
    await page.fill('#register-name', 'Shop')
    const problem = page.locator('#register-redirectUris-problem')
    await page.fill('#register-redirectUris', 'localhost:3000/callback')
    if (javaScriptEnabled) {
      await problem.getByText('localhost:3000/callback is a host and a port').waitFor()
      await page.fill('#register-redirectUris', 'org.example:/cb')
      await problem.waitFor({ state: 'hidden' })
      await page.check('#kind-single-page')
      await problem.getByText('runs in the browser').waitFor()
      t.equal(await page.getAttribute('#register-redirectUris', 'aria-invalid'), 'true')
      await page.check('#kind-native')
      await problem.waitFor({ state: 'hidden' })
    } else {
      await clickThrough(page, '#register button')
      t.match(await problem.textContent(), 'is a host and a port')
      t.equal(await page.isChecked('#kind-native'), true, 'what was chosen is still chosen')
      await page.fill('#register-redirectUris', 'org.example:/cb')
    }
    await clickThrough(page, '#register button')
    t.match(await page.textContent('#notice'), 'Shop is registered')
    await clickThrough(page, '#test button')
    await clickThrough(page, '[value=allow]')
    t.equal(await page.textContent('#verdict'), 'It works.')
    const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
    t.notOk(wide, 'nothing sticks out of a phone')
    t.same(complaints, [], 'the policy stands in nobody’s way')
    await context.close()
  }
})
