// What people see of a client, and what is only echoed: name, pages, contacts, software (RFC 7591 §2).
import type { ClientDisplay } from '../model/client.ts'
import { invalidMetadata, type MetadataFields } from './metadata-fields.ts'

/** A name is what people judge by: nothing invisible, nothing that turns the reading direction. Empty if nothing is left. */
export const cleanName = (name: string): string => {
  const clean = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    // \p{DI} and the blank Braille pattern are letters that show nothing; piled marks would cover other lines.
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{DI}\p{Zl}\p{Zp}\u2800]/gu, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/ +/g, ' ')
    .trim()
  return [...clean].slice(0, 80).join('')
}

export const readName = ({ client_name: name, redirect_uris: uris = [] }: MetadataFields): string =>
  cleanName(name ?? '') || URL.parse(uris[0] ?? '')?.host || 'An application without a name'

export const readDisplay = (fields: MetadataFields): ClientDisplay => ({
  ...optional('clientUri', webPage(fields, 'client_uri')),
  ...optional('logoUri', webPage(fields, 'logo_uri')),
  ...optional('tosUri', webPage(fields, 'tos_uri')),
  ...optional('policyUri', webPage(fields, 'policy_uri')),
  ...optional('contacts', fields.contacts?.map(withoutControls)),
  ...optional('softwareId', fields.software_id && withoutControls(fields.software_id)),
  ...optional('softwareVersion', fields.software_version && withoutControls(fields.software_version)),
  // It decides nothing here: what a redirect URI may be follows from whether the client can keep a secret.
  ...optional(
    'applicationType',
    applicationTypes.find((type) => type === fields.application_type),
  ),
})

const applicationTypes = ['web', 'native'] as const

export const optional = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined || value === '' ? {} : { [key]: value }) as { [P in K]?: Exclude<V, undefined> }

/** What a text column and JSON in a database can hold: no NUL, no half of a surrogate pair. */
const withoutControls = (text: string): string => text.toWellFormed().replace(/\p{Cc}/gu, '')

type Page = 'client_uri' | 'logo_uri' | 'tos_uri' | 'policy_uri'

const webPage = (fields: MetadataFields, field: Page): string | undefined => {
  const text = fields[field]
  if (text === undefined || text === '') return undefined
  const url = URL.parse(text)
  const loopback = url !== null && /^(127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname)
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback)))
    throw invalidMetadata(`${field} must be an https address.`)
  if (url.username !== '' || url.password !== '') throw invalidMetadata(`${field} must not contain a user name.`)
  return url.href
}
