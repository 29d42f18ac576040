// Words of strangers and of programs, made fit for a person's eyes; the sentences around them are in src/words (UAX #9, UTS #39).
import { type Client, isPublic } from '../../model/client.ts'
import { clientIdHost } from '../../protocol/client-id-url.ts'
import { destinationOf } from '../../protocol/consent.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import { redirectKind } from '../../protocol/redirect-uri.ts'
import type { Words } from '../../words/index.ts'

const longestName = 80

/**
 * A name without control, format and direction characters: none may reorder or hide what stands around it. Empty where
 * nothing else was in it.
 */
export const plainName = (name: string): string => {
  const plain = name.replace(/\s+/gu, ' ').replace(/\p{C}/gu, '').replace(/ +/g, ' ').trim()
  const characters = Array.from(plain)
  return characters.length <= longestName ? plain : `${characters.slice(0, longestName).join('')}…`
}

/**
 * What people know the app by. An app that describes itself is known by the address of its description, which nobody else
 * can have; the name in it is only what it says.
 */
export const appName = (client: Client): string =>
  client.origin === 'metadata-document' ? clientIdHost(client.clientId) : plainName(client.name) || client.clientId

/** What such an app calls itself. */
export const claimedName = (client: Client): string | null =>
  client.origin === 'metadata-document' ? plainName(client.name) || null : null

/** Where the code goes. A host is in its ASCII form, so that look-alike letters show. */
export const destinationWords = (w: Words, redirectUri: string): Readonly<{ text: string; isHost: boolean }> => {
  const destination = destinationOf(redirectUri)
  return destination.kind === 'host'
    ? { text: destination.host, isHost: true }
    : { text: w.common.thisComputer, isHost: false }
}

/** Whether anybody looked at the app before this person does. */
export const trustWords = (
  w: Words,
  client: Client,
  now: Date,
  redirectUri?: string,
): Readonly<{ isStranger: boolean; text: string }> => {
  if (client.origin === 'operator') return { isStranger: false, text: w.consent.operatorApp }
  if (client.origin === 'metadata-document') return documentTrust(w, client, now, redirectUri)
  if (client.verifiedAt !== null) return { isStranger: false, text: w.consent.checkedApp }
  const ago = w.common.ago(client.createdAt, now)
  return { isStranger: true, text: client.origin === 'person' ? w.consent.personApp(ago) : w.consent.strangerApp(ago) }
}

/**
 * Only who has keys, or takes the answer at a web address that its document names, is sure to be from that host. What runs
 * on somebody's computer or device and has no keys can be anybody (RFC 8252 §8.6).
 */
const documentTrust = (
  w: Words,
  client: Client,
  now: Date,
  redirectUri: string | undefined,
): ReturnType<typeof trustWords> => {
  const host = clientIdHost(client.clientId)
  const isProved = !isPublic(client) || (redirectUri !== undefined && redirectKind(redirectUri) === 'web')
  const certain = isProved ? w.consent.certainAddress(host) : w.consent.uncertainAddress(host)
  return client.verifiedAt !== null
    ? { isStranger: !isProved, text: `${certain} ${w.consent.checkedName}` }
    : { isStranger: true, text: `${certain} ${w.consent.firstSeen(w.common.ago(client.createdAt, now))}` }
}

type ErrorText = Readonly<{ title: string; advice: string; isForMakers: boolean }>

/** Headline and advice of an error page, and whether the protocol's own text helps anybody: the makers of the app. */
export const errorWords = ({ errors }: Words, code: ErrorCode): ErrorText => {
  const askTheApp = { advice: errors.askTheApp, isForMakers: true }
  const askHere = { advice: errors.askHere, isForMakers: false }
  switch (code) {
    case 'invalid_client':
      return { title: errors.badLink, ...askTheApp }
    case 'unauthorized_client':
      return { title: errors.notAllowed, ...askTheApp }
    case 'temporarily_unavailable':
      return { title: errors.tryAgain, ...askHere }
    case 'too_many_requests':
      return { title: errors.wait, ...askHere }
    case 'server_error':
      return { title: errors.broken, ...askHere }
    case 'not_found':
      return { title: errors.nothingHere, advice: errors.checkAddress, isForMakers: false }
    default:
      return { title: errors.badRequest, ...askTheApp }
  }
}
