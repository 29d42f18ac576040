// Members: people who are logged in and look at pages of their own.
import { type Browser, type Page, stayedAt } from './plain-browser.ts'
import { type Story, type StoryAccount, shown } from './story.ts'

/** Logs in for a page of the person's own, and is there. */
export const memberAt = async (at: Browser, path: string, who: StoryAccount): Promise<Page> => {
  const login = shown(await at.open(path), 'login')
  return stayedAt(await at.submit(login, 'login', { email: who.email, password: who.password }))
}

/** Another member and their browser at a page. */
export const memberOf = async (
  s: Story,
  path: string,
  who: StoryAccount,
): Promise<Readonly<{ at: Browser; page: Page }>> => {
  const at = s.browser()
  return { at, page: await memberAt(at, path, who) }
}
