// Passkeys on pages: what a form needs so that the browser can ask for one (Web Authentication §5.1.4, §5.1.10).
import type { Passkey } from '../../model/factor.ts'
import { type RelyingParty, requestOptions } from '../../protocol/passkey-options.ts'
import type { Browser } from '../browser.ts'
import { type ChallengePurpose, newChallenge } from '../passkey-challenges.ts'
import type { Desk } from './desk.ts'

/** The options, for the script, and the challenge, for the post. */
export type PasskeyForm = Readonly<{ options: string; challenge: string }>

/** Null at an address that is a number: browsers keep passkeys for names only (§5.1.3 step 8). */
export const relyingParty = ({ parts }: Pick<Desk, 'parts'>): RelyingParty | null => {
  const { hostname } = new URL(parts.config.issuer)
  const isNumber = hostname.startsWith('[') || /^[\d.]+$/.test(hostname)
  return isNumber ? null : { id: hostname, name: parts.config.brandName }
}

type Asked = Readonly<{
  purpose: Exclude<ChallengePurpose, 'add'>
  browser: Browser
  sub: string | null
  now: Date
  /** Without any: whichever the browser has. */
  passkeys?: readonly Pick<Passkey, 'id' | 'transports'>[]
}>

export const passkeyForm = (desk: Desk, { purpose, browser, sub, now, passkeys = [] }: Asked): PasskeyForm | null => {
  const rp = relyingParty(desk)
  if (rp === null) return null
  const { formBox, random } = desk.parts
  const { value, sealed } = newChallenge(formBox, random, { purpose, browser: browser.id, sub }, now)
  const verification = purpose === 'log-in' ? 'required' : 'preferred'
  return { options: JSON.stringify(requestOptions(rp, value, verification, passkeys)), challenge: sealed }
}
