// A visitor of the tour: one page of a browser that stops at every state of every page.
import type { Page } from 'playwright-core'
import { clickThrough, logInAs } from '../../support/person.ts'
import type { Browser } from '../../support/plain-browser.ts'
import type { StoryAccount } from '../../support/story.ts'
import type { Scene } from './scene.ts'

/** Leads the page into a state; what is to be done there, the tour's user decides. */
export type Stop = (name: string, act: () => Promise<unknown>) => Promise<void>

export type Visitor = ReturnType<typeof visitor>

export const visitor = (scene: Scene, page: Page, stop: Stop) => {
  const { s } = scene
  const open = (url: string) => page.goto(url.startsWith('http') ? url : `${s.issuer}${url}`)
  return {
    ...{ scene, s, page, open },
    stop: (name: string, act: (() => Promise<unknown>) | string) =>
      stop(name, typeof act === 'string' ? () => open(act) : act),
    press: (selector: string) => clickThrough(page, selector),
    logIn: (who: Pick<StoryAccount, 'email' | 'password'>) => logInAs(page, who),
    /** Types into fields by their ids, and sends the form. */
    send: async (form: string, fields: Readonly<Record<string, string>>) => {
      for (const [id, value] of Object.entries(fields)) await page.fill(`[id="${id}"]`, value)
      await skipBrowsersChecks(page)
      await clickThrough(page, `[id="${form}"] [type=submit]`)
    },
    /** As in a new window that nobody has used. */
    forget: () => page.context().clearCookies(),
    /** Goes on where another browser of the same person is. */
    goOnFrom: ({ cookies }: Browser) =>
      page.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url: s.issuer }))),
  }
}

/** Browsers stop some wrong input before it is sent; what the server says of it is to be seen. */
const skipBrowsersChecks = async (page: Page): Promise<void> => {
  await page.evaluate('for (const form of document.forms) form.noValidate = true')
}
