// A person at a real browser: what they see and press.
import type { BrowserContext, Page } from 'playwright-core'
import type { StoryAccount } from './story.ts'

export const logInAs = async (
  page: Page,
  { email, password }: Pick<StoryAccount, 'email' | 'password'>,
): Promise<void> => {
  await page.fill('#email', email)
  await page.fill('#password', password)
  await clickThrough(page, '#login [type=submit]')
}

/** Presses, and waits for the page that follows. The page that is left may still be loading: its own events count for nothing. */
export const clickThrough = async (page: Page, selector: string): Promise<void> => {
  const next = page.waitForNavigation({ waitUntil: 'domcontentloaded' })
  await page.click(selector, { noWaitAfter: true })
  await next
}

/** Presses without waiting for a page: what follows may be an app that no browser knows. */
export const press = (page: Page, decision: 'allow' | 'deny'): Promise<void> =>
  page.click(`#consent [value=${decision}]`, { noWaitAfter: true })

/** Everything that the page says is wrong: blocked loads, violated policies, script errors. */
export const complaintsOf = (page: Page): string[] => {
  const complaints: string[] = []
  page.on('console', (message) => {
    // Chromium calls every 4xx answer an error of its own.
    const isStatus = /Failed to load resource: the server responded with a status/.test(message.text())
    if (message.type() === 'error' && !isStatus) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return complaints
}

/** Addresses that the page goes to, of schemes too that no browser can open. */
export const navigationsOf = async (context: BrowserContext, page: Page): Promise<string[]> => {
  const urls: string[] = []
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  devtools.on('Network.requestWillBeSent', ({ request, type }) => {
    if (type === 'Document') urls.push(request.url)
  })
  return urls
}
