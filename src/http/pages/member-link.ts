// Member links: where a page of the person is, and the login that leads back to it and nowhere else (OWASP Unvalidated Redirects).

import { digest, formAgeSeconds } from '../forms.ts'
import type { SealedBox } from '../parts.ts'
import type { Typed } from './fields.ts'

export type MemberAddresses = Readonly<{
  /** @param url as Fastify reads it: `/apps/:clientId` */
  add(url: string): void
  /** Whether this is a page of ours for people who are logged in. */
  has(address: string): boolean
}>

export const memberAddresses = (): MemberAddresses => {
  const patterns: RegExp[] = []
  return {
    add: (url) => {
      patterns.push(new RegExp(`^${url.replace(/:\w+/g, '[\\w.~%:-]+')}(\\?[\\w.~%&=+:-]*)?$`))
    },
    has: (address) => address.length <= 2000 && patterns.some((pattern) => pattern.test(address)),
  }
}

/** Longer ones do not fit into the URL, with some proxies before us. */
const longestKept = 6000
/** A form that was open as long as may be, and then a login page. */
const keptSeconds = 2 * formAgeSeconds

type Keeper = Readonly<{ browser: string; sub: string; path: string }>

/** What was typed while the session ended, for the same person in the same browser at the same page. */
export const sealTyped = (box: SealedBox, keeper: Keeper, typed: Typed, now: Date): string | undefined => {
  const { act, values } = typed
  const sealed = box.seal(JSON.stringify([...frame('kept', keeper), act, values, now.getTime()]))
  return sealed.length <= longestKept ? sealed : undefined
}

export const openTyped = (box: SealedBox, keeper: Keeper, sealed: string, now: Date): Typed | undefined => {
  const [act, values, at] = openFrame(box, frame('kept', keeper), sealed) ?? []
  if (typeof act !== 'string' || typeof at !== 'number' || now.getTime() - at > keptSeconds * 1000) return undefined
  return { act, values: values as Typed['values'] }
}

export const sealNotice = (box: SealedBox, keeper: Keeper, text: string): string =>
  box.seal(JSON.stringify([...frame('notice', keeper), text]))

export const openNotice = (box: SealedBox, keeper: Keeper, sealed: string): string | undefined => {
  const [text] = openFrame(box, frame('notice', keeper), sealed) ?? []
  return typeof text === 'string' ? text : undefined
}

const frame = (kind: string, { browser, sub, path }: Keeper): readonly string[] => [kind, digest(browser), sub, path]

const openFrame = (box: SealedBox, expected: readonly string[], sealed: string): readonly unknown[] | undefined => {
  const text = box.open(sealed)
  const fields: unknown = text === undefined ? undefined : JSON.parse(text)
  if (!Array.isArray(fields) || expected.some((value, at) => fields[at] !== value)) return undefined
  return fields.slice(expected.length)
}
