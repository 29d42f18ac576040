// Live figures in a real browser: the console's overview follows by itself while somebody looks, and stops when the login is over.
import t from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { listeningStory } from '../support/listening.ts'
import { complaintsOf, logInAs } from '../support/person.ts'

t.test(
  'figures are read anew every 15 seconds, and no more once nobody is logged in',
  { timeout: 60_000 },
  async (t) => {
    const s = await listeningStory(t)
    const chromium = await launchChromium(t)
    const root = await s.account('root', { roles: ['admin'] })
    const page = await (await chromium.newContext()).newPage()
    const complaints = complaintsOf(page)
    await page.clock.install()
    await page.goto(`${s.issuer}/admin`)
    await logInAs(page, root)
    await page.evaluate("document.querySelector('.figures dd').textContent = 'old'")
    const answered = page.waitForResponse(`${s.issuer}/admin`)
    await page.clock.runFor(15_000)
    await answered
    await page.waitForFunction("document.querySelector('.figures dd').textContent !== 'old'")
    t.ok((await page.locator('.chart-bar').count()) > 0)
    t.same(complaints, [])

    await s.rooms.operator.users.signOut(root.email)
    const led = page.waitForResponse((answer) => answer.url().includes('/account/login'))
    await page.clock.runFor(15_000)
    await led
    let asked = 0
    page.on('request', () => void asked++)
    await page.clock.runFor(60_000)
    t.equal(asked, 0)
  },
)
