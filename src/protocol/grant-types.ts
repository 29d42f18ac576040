// Grant types: what a client can be registered for, and what fits together (RFC 7591 §2, RFC 6749 §1.3, RFC 8628 §3.4).
import { deviceCodeGrantType, type GrantType, grantTypes } from '../model/client.ts'
import { printable } from './params.ts'

export { grantTypes }

/** What an operator may write for it; nobody types the whole name. */
const shortDeviceCode = 'device_code'
export const longGrantType = (name: string): string => (name === shortDeviceCode ? deviceCodeGrantType : name)
export const shortGrantType = (name: string): string => (name === deviceCodeGrantType ? shortDeviceCode : name)

/** Those at whose beginning a person is present: they lead to refresh tokens. */
export const grantTypesWithPerson: readonly GrantType[] = ['authorization_code', deviceCodeGrantType]

/** Strangers are bounded: what nobody vouched for acts for a person who is present, and never on its own behalf. */
export const grantTypesForStrangers: readonly GrantType[] = grantTypes.filter(
  (name) => name === 'refresh_token' || grantTypesWithPerson.includes(name),
)

type Wanted = Readonly<{ grantTypes: readonly string[]; redirectUris: readonly string[]; isPublic: boolean }>

/** Why these grants do not work together, in words; undefined if they do. */
export const grantTypesProblem = ({ grantTypes: wanted, redirectUris, isPublic }: Wanted): string | undefined => {
  const unknown = wanted.find((name) => !(grantTypes as readonly string[]).includes(name))
  if (unknown !== undefined) return `the grant ${printable(unknown)} is not known: use ${grantTypes.join(', ')}`
  if (wanted.includes('authorization_code') && redirectUris.length === 0)
    return 'the grant authorization_code needs a redirect URI'
  if (wanted.includes('refresh_token') && !grantTypesWithPerson.some((name) => wanted.includes(name)))
    return `the grant refresh_token needs the grant ${grantTypesWithPerson.join(' or ')}`
  if (wanted.includes('client_credentials') && isPublic)
    return 'a public client cannot have the grant client_credentials: it has no credentials'
  return undefined
}
