// Values: how the text of an environment variable is read, and what is wrong with it where it cannot be.
import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** Why a text is no value of its setting, in words that follow the setting's name. */
type Wrong = Readonly<{ wrong: string }>
export const wrong = (words: string): Wrong => ({ wrong: words })

const isWrong = (result: unknown): result is Wrong => typeof result === 'object' && result !== null && 'wrong' in result

export const text = <T>(read: (text: string) => T | Wrong) =>
  z.string().transform((value, context): T => {
    const result = read(value)
    if (!isWrong(result)) return result
    context.addIssue({ code: 'custom', message: result.wrong })
    return z.NEVER
  })

export const wholeNumber = (least: number, most: number) =>
  text((value) => {
    const number = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN
    return number >= least && number <= most ? number : wrong(`must be a whole number from ${least} to ${most}`)
  })

export const workers = () =>
  text((value): number | 'auto' | Wrong => {
    const number = /^\d{1,3}$/.test(value) ? Number(value) : 0
    if (value === 'auto') return value
    return number >= 1 && number <= 256 ? number : wrong('must be auto, or a whole number from 1 to 256')
  })

export const oneOf = <const T extends string>(...values: readonly T[]) =>
  text((value) => values.find((each) => each === value) ?? wrong(`must be ${values.join(', ')}`))

export const flag = () => text((value) => (value === '1' ? true : wrong('must be 1, or not be set')))

/** Printable ASCII without spaces. */
export const word = () =>
  text((value) =>
    /^[\x21-\x7e]{1,2048}$/.test(value) ? value : wrong('must be printable ASCII characters without spaces'),
  )

export const host = () =>
  text((value) => (/^[\w.:-]{1,253}$/.test(value) ? value : wrong('must be a host name or an address')))

/** RFC 6750 §2.1: what can be sent as a bearer token. */
export const bearerToken = () =>
  text((value) =>
    /^[\w.~+/-]+=*$/.test(value) && value.length <= 1024
      ? value
      : wrong('must consist of the characters of a bearer token: A-Z a-z 0-9 - . _ ~ + /'),
  )

export const folder = () => text((value) => (value.length <= 4096 ? value : wrong('is too long for a path')))

export const postgresUrl = () =>
  text((value) =>
    /^postgres(ql)?:\/\//.test(value) && URL.canParse(value)
      ? value
      : wrong('must be an address like postgres://user:password@host:5432/name'),
  )

export const smtpUrl = () =>
  text((value) => {
    const url = /^smtps?:\/\//.test(value) ? URL.parse(value) : null
    if (url === null || url.hostname === '') return wrong('must be an address like smtps://user:password@host:465')
    if (url.search !== '' || url.hash !== '' || !/^\/?$/.test(url.pathname))
      return wrong('must end after the port: there are no options')
    return value
  })

/** RFC 5322 §3.4: an address alone, or with a name before it. No line end, so no header of somebody else's. */
export const sender = () =>
  text((value) =>
    /^([^<>"\\,;:\p{C}]{1,100} )?<[^\s<>@"(),:;\p{C}]+@[^\s<>@"(),:;\p{C}]+>$|^[^\s<>@"(),:;\p{C}]+@[^\s<>@"(),:;\p{C}]+$/u.test(
      value,
    )
      ? value
      : wrong('must be an address, or a name and an address: Our Service <no-reply@example.org>'),
  )

export const share = () =>
  text((value) =>
    /^(0(\.\d{1,9})?|1(\.0{1,9})?)$/.test(value) ? Number(value) : wrong('must be a number from 0 to 1'),
  )

export const webAddress = () =>
  text((value) =>
    /^https?:\/\//.test(value) && URL.canParse(value) ? value : wrong('must be an address like http://localhost:4318'),
  )

/** RFC 8414 §2: no query, no fragment; here also nothing that a browser or router would rewrite. */
export const issuer = () =>
  text((value) => {
    const url = URL.parse(value)
    if (url === null || !/^https?:\/\//.test(value)) return wrong('must be an https address')
    if (/[?#]/.test(value)) return wrong('must have neither a query nor a fragment')
    if (value.endsWith('/')) return wrong('must not end in a slash')
    if (url.username !== '' || url.password !== '') return wrong('must not contain a user name')
    if (url.protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname))
      return wrong('must be https: http is for localhost, 127.0.0.1 and [::1] alone')
    if (!/^(\/[\w.~-]+)*$/.test(url.pathname === '/' ? '' : url.pathname))
      return wrong('must have a path of plain segments only: letters, digits, - . _ ~')
    const normalized = url.href.replace(/\/$/, '')
    return normalized === value ? value : wrong(`must be written as ${normalized}`)
  })

const items = (value: string): readonly string[] => value.split(',').map((item) => item.trim())

export const trustedProxies = () =>
  text((value) => {
    const stray = items(value).find((item) => !isAddress(item) && !ipaddr.isValidCIDR(item))
    if (stray !== undefined) return wrong('must be addresses or CIDRs, separated by commas')
    if (items(value).some((item) => item.endsWith('/0')))
      return wrong('must not trust every address: anyone could then name any address as their own')
    return items(value)
  })

/** Hosts as they stand in addresses; a leading dot stands for every host below. */
export const hosts = () =>
  text((value) =>
    items(value).every((item) => /^\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*(:\d{1,5})?$/.test(item))
      ? items(value)
      : wrong(
          'must be host names in small letters, separated by commas: app.example.org, or .example.org for all below',
        ),
  )

const isAddress = (item: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(item) || ipaddr.IPv6.isValid(item)

export const masterKeys = () =>
  text((value) => {
    const index = items(value).findIndex((item) => !/^[\w-]{43}$/.test(item))
    return index < 0 ? items(value) : wrong(`must be keys of 32 bytes in base64url; number ${index + 1} is not one`)
  })
