// Logging in before anything is measured: browsers that fill in the login and consent forms.
import { type Browser, hasForm, isAway, plainBrowser } from '../test/support/plain-browser.ts'
import { world } from './contestant.ts'

/** Opens the authorization request, and goes through the pages until it is answered with a code. */
export const logIn = async (issuer: string, path: string): Promise<Browser> => {
  const browser = plainBrowser(issuer)
  let visit = await browser.open(issuer + path)
  if (hasForm(visit, 'login')) visit = await browser.submit(visit, 'login', world.person)
  if (hasForm(visit, 'consent')) visit = await browser.submit(visit, 'consent', { decision: 'allow' })
  if (!isAway(visit)) throw new Error(`${issuer}: no way to a code: ${visit.status} ${visit.text.slice(0, 2000)}`)
  if (!visit.location.searchParams.has('code')) throw new Error(`${issuer}: no code: ${visit.location}`)
  return browser
}

/** The Cookie header of those cookies that outlive the login and that the authorization endpoint gets. */
export const cookieHeader = ({ cookies }: Browser, names: RegExp): string =>
  [...cookies]
    .filter(([name]) => names.test(name))
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
