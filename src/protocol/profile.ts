// Profile: what may be kept of a person as standard claims, by type and form (OpenID Connect Core §5.1, §5.1.1).
import type { Address, Profile } from '../model/account.ts'
import { isLine } from './line.ts'
import { printable } from './params.ts'

/** Undefined where it can be kept, else what is asked of it, after "must be". */
type Rule = (value: unknown) => string | undefined

const must =
  (words: string, holds: (text: string) => boolean): Rule =>
  (value) =>
    typeof value === 'string' && holds(value) ? undefined : words

const line = (most: number): Rule => must(`one line of 1 to ${most} characters`, (text) => isLine(text, most))

/** Applications put it into links and images: a `javascript:` address of a person would be theirs to run. */
const webAddress = must('an https address', (text) => {
  if (!/^https:\/\/[\x21-\x7e]{1,2040}$/.test(text) || !URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return username === '' && password === ''
})

/** A day, a day without its year (0000-12-10), or a year alone. */
const birthdate = must('YYYY-MM-DD, 0000-MM-DD or YYYY', (text) => {
  if (/^(?!0000)\d{4}$/.test(text)) return true
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const date = new Date(`${year === '0000' ? '2000' : year}-${month}-${day}T00:00:00Z`)
  return date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day)
})

const zoneinfo = must('a time zone such as Europe/London', (text) => {
  // Intl also takes offsets, which are no names of time zones.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(text)) return false
  return succeeds(() => new Intl.DateTimeFormat('en', { timeZone: text }))
})

const locale = must('a language tag such as en-GB (BCP 47)', (text) => {
  return text.length <= 64 && succeeds(() => Intl.getCanonicalLocales(text))
})

/** E.164 as people write it, with an extension by RFC 3966 where there is one. */
const phoneNumber = must('a telephone number such as +44 20 7946 0958', (text) => {
  const [, main = ''] = /^(\+\d[\d ().-]{3,30})(;ext=\d{1,10})?$/.exec(text) ?? []
  const digits = main.replace(/\D/g, '').length
  return digits >= 5 && digits <= 15
})

const lines = (most: number): Rule =>
  must(`1 to ${most} characters`, (text) => text.length <= most && isLine(text.replace(/\r?\n/g, ' '), most))

const addressRules: Readonly<Record<keyof Address, Rule>> = {
  formatted: lines(1000),
  street_address: lines(500),
  locality: line(200),
  region: line(200),
  postal_code: line(50),
  country: line(200),
}

const address: Rule = (value) => {
  const members = Object.keys(addressRules).join(', ')
  if (!isObject(value) || Object.keys(value).length === 0) return `an object of ${members}`
  for (const [name, part] of Object.entries(value)) {
    if (!Object.hasOwn(addressRules, name)) return `an object of ${members}, not ${printable(name)}`
    const problem = addressRules[name as keyof Address](part)
    if (problem !== undefined) return `an object whose ${name} is ${problem}`
  }
  return undefined
}

const rules: Readonly<Record<keyof Profile, Rule>> = {
  given_name: line(200),
  family_name: line(200),
  middle_name: line(200),
  nickname: line(200),
  preferred_username: line(200),
  profile: webAddress,
  picture: webAddress,
  website: webAddress,
  gender: line(50),
  birthdate,
  zoneinfo,
  locale,
  phone_number: phoneNumber,
  phone_number_verified: (value) => (typeof value === 'boolean' ? undefined : 'true or false'),
  address,
}

/** The claims that are kept in a profile; name and e-mail have places of their own. */
export const profileClaims = Object.keys(rules) as readonly (keyof Profile)[]

export const isProfileClaim = (name: string): name is keyof Profile => Object.hasOwn(rules, name)

/** Why these cannot be somebody's claims, in words; undefined if they can. */
export const profileProblem = (claims: Readonly<Record<string, unknown>>): string | undefined => {
  for (const [name, value] of Object.entries(claims)) {
    if (!isProfileClaim(name)) return `${printable(name)} is none of the claims ${profileClaims.join(', ')}`
    const problem = rules[name](value)
    if (problem !== undefined) return `${name} must be ${problem}`
  }
  if ('phone_number_verified' in claims && !('phone_number' in claims))
    return 'phone_number_verified needs a phone_number'
  return undefined
}

/** A new telephone number is not verified because the old one was, and none is verified without one. */
export const changedProfile = (
  before: Profile,
  claims: Readonly<Record<string, unknown>>,
  removed: readonly string[],
): Readonly<Record<string, unknown>> => {
  const isOtherNumber = 'phone_number' in claims && claims.phone_number !== before.phone_number
  const gone = [...removed, ...(isOtherNumber || removed.includes('phone_number') ? ['phone_number_verified'] : [])]
  return { ...Object.fromEntries(Object.entries(before).filter(([name]) => !gone.includes(name))), ...claims }
}

const mostAttributes = 50
const mostValues = 50

export const isAttributeName = (name: string): boolean => /^[A-Za-z][\w.-]{0,63}$/.test(name)

/** Why these cannot be somebody's attributes (the operator's own facts of a person), in words; undefined if they can. */
export const attributesProblem = (attributes: Readonly<Record<string, unknown>>): string | undefined => {
  const entries = Object.entries(attributes)
  if (entries.length > mostAttributes) return `there are more than ${mostAttributes} attributes`
  for (const [name, value] of entries) {
    if (!isAttributeName(name))
      return `the attribute ${printable(name)} must begin with a letter and have letters, digits, ".", "_" and "-" only`
    const values: readonly unknown[] = Array.isArray(value) ? value : [value]
    const isGood = values.every((each) => typeof each === 'string' && isLine(each, 500))
    if (values.length === 0 || values.length > mostValues || !isGood)
      return `the attribute ${name} must be one line of 1 to 500 characters, or a list of up to ${mostValues}`
  }
  return undefined
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const succeeds = (attempt: () => unknown): boolean => {
  try {
    attempt()
    return true
  } catch {
    return false
  }
}
