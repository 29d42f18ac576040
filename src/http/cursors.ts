// Cursors: each says where the last page ended, so that a page costs the same however far down it is.
import { invalidRequest } from '../protocol/errors.ts'

export const mostPerPage = 200
export const usualPerPage = 50

/** What a page ended with, as text in an address; it opens nothing, so it needs no seal. */
export const writeCursor = (parts: readonly string[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url')

/** @throws OAuthError invalid_request */
const readCursor = (text: string | undefined, length: number): readonly string[] | undefined => {
  if (text === undefined || text === '') return undefined
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    const isGood = Array.isArray(parts) && parts.length === length && parts.every((part) => typeof part === 'string')
    if (isGood && !parts.some((part) => part.includes('\0'))) return parts
  } catch {
    // Said below.
  }
  throw notOurs()
}

const notOurs = () => invalidRequest('The cursor is not one of ours.')

type EventPlace = Readonly<{ at: Date; reference: string }>

export const eventPlace = ({ at, reference }: EventPlace): readonly string[] => [at.toISOString(), reference]

/** @throws OAuthError invalid_request, also for a time that is not written as ours are: its year may be one that no database knows */
export const readEventPlace = (text: string | undefined): EventPlace | undefined => {
  const [at = '', reference = ''] = readCursor(text, 2) ?? []
  if (at === '') return undefined
  const date = new Date(at)
  if (!/^(?!0000)\d{4}-/.test(at) || Number.isNaN(date.getTime()) || date.toISOString() !== at) throw notOurs()
  return { at: date, reference }
}

type PersonPlace = Readonly<{ sub: string; emailNormalized: string; name: string | null }>

export const personPlace = ({ sub, emailNormalized, name }: PersonPlace): readonly string[] => [
  emailNormalized,
  sub,
  name ?? '',
]

/** @throws OAuthError invalid_request */
export const readPersonPlace = (text: string | undefined): PersonPlace | undefined => {
  const [emailNormalized = '', sub, name = ''] = readCursor(text, 3) ?? []
  return sub === undefined ? undefined : { sub, emailNormalized, name }
}

type AppPlace = Readonly<{ clientId: string; name: string }>

export const appPlace = ({ clientId, name }: AppPlace): readonly string[] => [name, clientId]

/** @throws OAuthError invalid_request */
export const readAppPlace = (text: string | undefined): AppPlace | undefined => {
  const [name = '', clientId] = readCursor(text, 2) ?? []
  return clientId === undefined ? undefined : { clientId, name }
}

/** One more than the page is asked for: it says whether there is another. */
export const pageOf = <Thing>(found: readonly Thing[], limit: number, cursorOf: (last: Thing) => readonly string[]) => {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: found.length > limit && last !== undefined ? writeCursor(cursorOf(last)) : null }
}
