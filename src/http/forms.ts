// Forms: a post counts only from our own page, for the person, request and words that page showed (OWASP CSRF Prevention, ASVS 3.5).
import type { IncomingHttpHeaders } from 'node:http'
import { sha256 } from '../crypto/digest.ts'
import type { SealedBox } from './parts.ts'

export type FormPurpose =
  | 'notice'
  | 'log-in'
  | 'select-account'
  | 'consent'
  | 'device'
  | 'log-out'
  | 'member'
  | 'second-factor'
  | 'sign-up'
  | 'forgot-password'
  | 'mail-link'
  | 'setup'

/** What a form stands for. */
export type FormFacts = Readonly<{
  purpose: FormPurpose
  /** The account that the page named; null where it named none. */
  sub: string | null
  /** The raw query that the form belongs to. */
  request: string
  /** What the person read before deciding. */
  shown: readonly string[]
  /** The per-browser cookie; a login does not change it. */
  browser: string
}>

/** Everything but `good` shows the step again, with a fresh form. */
export type SealVerdict = 'good' | 'foreign' | 'expired' | 'changed'

export type FormSeals = Readonly<{
  seal(facts: FormFacts, now: Date): string
  check(seal: string | undefined, facts: FormFacts, now: Date): SealVerdict
  /** Whom the form was shown to, however long ago; undefined where it is not one of this page and browser. */
  ownerOf(seal: string | undefined, facts: FormFacts): string | undefined
}>

export const formAgeSeconds = 3600

export const formSeals = (box: SealedBox): FormSeals => ({
  seal: (facts, now) => box.seal(JSON.stringify([...frame(facts), ...content(facts), now.getTime()])),
  check(seal, facts, now) {
    const text = seal === undefined ? undefined : box.open(seal)
    if (text === undefined) return 'foreign'
    const fields: unknown = JSON.parse(text)
    if (!Array.isArray(fields)) return 'foreign'
    const [purpose, request, browser, sub, shown, issuedAt] = fields
    if (!same([purpose, request, browser], frame(facts)) || typeof issuedAt !== 'number') return 'foreign'
    if (now.getTime() - issuedAt > formAgeSeconds * 1000) return 'expired'
    return same([sub, shown], content(facts)) ? 'good' : 'changed'
  },
  ownerOf(seal, facts) {
    const text = seal === undefined ? undefined : box.open(seal)
    const fields: unknown = text === undefined ? undefined : JSON.parse(text)
    if (!Array.isArray(fields) || !same(fields.slice(0, 3), frame(facts))) return undefined
    return typeof fields[3] === 'string' ? fields[3] : undefined
  },
})

const frame = ({ purpose, request, browser }: FormFacts) => [purpose, digest(request), digest(browser)]
const content = ({ sub, shown }: FormFacts) => [sub, digest(JSON.stringify(shown))]
const same = (a: readonly unknown[], b: readonly unknown[]): boolean => a.every((value, at) => value === b[at])

export const digest = (text: string): string => sha256(text).toString('base64url')

/**
 * Whether a post comes from one of our own pages, as far as the browser says. Every browser of today sends at least one
 * of the two headers, and no page can forge them. A program that sends neither is no browser with somebody's cookies:
 * for it the cookie and the seal decide alone. `Origin: null` (sandboxed frames, data: pages) is foreign.
 */
export const isOwnPost = (headers: IncomingHttpHeaders, issuer: string): boolean => {
  const { origin } = headers
  const site = headers['sec-fetch-site']
  if (origin !== undefined && origin !== new URL(issuer).origin) return false
  return site === undefined || site === 'same-origin' || site === 'none'
}
