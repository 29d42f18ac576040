// Parameters: application/x-www-form-urlencoded as OAuth means it (RFC 6749 §3.1, §3.2, Appendix B).
import { describable, invalidRequest } from './errors.ts'

/** One value per name; `resource` alone may repeat (RFC 8707 §2). Empty values count as absent (RFC 6749 §3.1). */
export type Params = Readonly<{
  get(name: string): string | undefined
  all(name: 'resource'): readonly string[]
  names(): readonly string[]
}>

const repeatable: ReadonlySet<string> = new Set(['resource'])
const maxParameters = 64
const maxNameLength = 128
/** Longest value of each; generous for all, because some clients keep a sealed session in `state`. */
const maxLengths: ReadonlyMap<string, number> = new Map([
  ['resource', 2048],
  ['redirect_uri', 2048],
  // An ID token may tell much of a person.
  ['id_token_hint', 8192],
  // Of the token inspector.
  ['pasted-token', 16_384],
  // Some carry certificates.
  ['client_assertion', 16_384],
  // What a browser says of a passkey (Web Authentication §5.1): names of keys may be long.
  ['answer', 16_384],
  // What was typed while a session ended, sealed by our own pages.
  ['kept', 8192],
])
const maxLengthOfOthers = 4096

/** Reads a query string or form body. @throws OAuthError invalid_request, naming the parameter. */
export const parseParams = (encoded: string): Params => {
  const values = new Map<string, string[]>()
  const pairs = encoded === '' ? [] : encoded.split('&').filter((pair) => pair !== '')
  if (pairs.length > maxParameters) throw invalidRequest(`More than ${maxParameters} parameters.`)
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    const name = decode(equals < 0 ? pair : pair.slice(0, equals), () => 'A parameter name')
    if (name.length > maxNameLength) throw invalidRequest('A parameter name is too long.')
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1), () => `The parameter ${printable(name)}`)
    if (value.length > (maxLengths.get(name) ?? maxLengthOfOthers))
      throw invalidRequest(`The parameter ${printable(name)} is too long.`)
    const known = values.get(name)
    if (known === undefined) values.set(name, [value])
    else if (repeatable.has(name)) known.push(value)
    // RFC 6749 §3.1: "Request and response parameters MUST NOT be included more than once."
    else throw invalidRequest(`The parameter ${printable(name)} is repeated.`)
  }
  return {
    get: (name) => values.get(name)?.find((value) => value !== ''),
    all: (name) => (values.get(name) ?? []).filter((value) => value !== ''),
    names: () => [...values.keys()],
  }
}

/** The value, or a refusal that names what is missing. */
export const required = (params: Params, name: string): string => {
  const value = params.get(name)
  if (value === undefined) {
    const cure = missingCures.get(name)
    throw invalidRequest(`The parameter ${name} is missing.`, cure === undefined ? {} : { cure })
  }
  return value
}

/** Where what is missing is a sign of something else. */
const missingCures: ReadonlyMap<string, string> = new Map([
  ['code', 'Where a login is refused, the browser comes back with error in place of code: look for that first.'],
  ['refresh_token', 'Keep the newest refresh token of each login. There is one only where offline_access was allowed.'],
  ['grant_type', 'Send the body as application/x-www-form-urlencoded, not as JSON, with grant_type in it.'],
])

/** @param what its name in a refusal: made only for one */
const decode = (text: string, what: () => string): string => {
  let decoded: string
  try {
    decoded = decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw invalidRequest(`${what()} is not valid percent-encoded UTF-8.`)
  }
  if (decoded.includes('\0')) throw invalidRequest(`${what()} contains a NUL character.`)
  return decoded
}

/**
 * What was sent, cut and escaped, so that it may stand in a log line or a description (RFC 6749 §5.2 charset). Clients put
 * tokens and secrets into the wrong parameter: what has the shape of one is masked, because no credential is ever kept.
 */
export const printable = (text: string, length = 64): string => {
  const masked = text.replace(/cs_[a-z]+_[\w-]{8,}/g, maskOurs).replace(/eyJ[\w-]+(\.[\w-]*)+/g, '[a token]')
  return describable(masked.length > length ? `${masked.slice(0, length)}...` : masked)
}

const maskOurs = (token: string): string => `[a secret ${token.slice(0, token.indexOf('_', 3) + 1)}]`
