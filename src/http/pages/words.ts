// Words: what strangers wrote and what programs call things, made fit for a person's eyes (UAX #9, UTS #39).
import { type Client, isPublic } from '../../model/client.ts'
import { clientIdHost } from '../../protocol/client-id-url.ts'
import { destinationOf } from '../../protocol/consent.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import { redirectKind } from '../../protocol/redirect-uri.ts'

const longestName = 80

/** A name without control, format and direction characters: none may reorder or hide what stands around it. */
export const plainName = (name: string): string => {
  const plain = name.replace(/\s+/gu, ' ').replace(/\p{C}/gu, '').replace(/ +/g, ' ').trim()
  const characters = Array.from(plain === '' ? 'An app without a name' : plain)
  return characters.length <= longestName ? characters.join('') : `${characters.slice(0, longestName).join('')}…`
}

/**
 * What people know the app by. An app that describes itself is known by the address of its description, which nobody else
 * can have; the name in it is only what it says.
 */
export const appName = (client: Client): string =>
  client.origin === 'metadata-document' ? clientIdHost(client.clientId) : plainName(client.name)

/** What such an app calls itself. */
export const claimedName = (client: Client): string | null =>
  client.origin === 'metadata-document' ? plainName(client.name) : null

/** Where the code goes. A host is in its ASCII form, so that look-alike letters show. */
export const destinationWords = (redirectUri: string): Readonly<{ text: string; isHost: boolean }> => {
  const destination = destinationOf(redirectUri)
  return destination.kind === 'host'
    ? { text: destination.host, isHost: true }
    : { text: 'a program on this computer', isHost: false }
}

/** Whether anybody looked at the app before this person does. */
export const trustWords = (
  client: Client,
  now: Date,
  redirectUri?: string,
): Readonly<{ isStranger: boolean; text: string }> => {
  if (client.origin === 'operator')
    return { isStranger: false, text: 'The people who run this server registered this app.' }
  if (client.origin === 'metadata-document') return documentTrust(client, now, redirectUri)
  if (client.verifiedAt !== null)
    return { isStranger: false, text: 'This app registered itself. The people who run this server have checked it.' }
  return {
    isStranger: true,
    text: `This app registered itself ${agoWords(client.createdAt, now)}. Nobody has checked it.`,
  }
}

/**
 * Only who has keys, or takes the answer at a web address that its document names, is sure to be from that host. What runs
 * on somebody's computer or device and has no keys can be anybody (RFC 8252 §8.6).
 */
const documentTrust = (client: Client, now: Date, redirectUri: string | undefined): ReturnType<typeof trustWords> => {
  const host = clientIdHost(client.clientId)
  const isProved = !isPublic(client) || (redirectUri !== undefined && redirectKind(redirectUri) === 'web')
  const certain = isProved
    ? `What is certain is its address, ${host}. The rest is what it says of itself.`
    : `That this is really ${host} cannot be proved: any program could say so, and would get the answer.`
  return client.verifiedAt !== null
    ? { isStranger: !isProved, text: `${certain} The people who run this server have checked the app of that name.` }
    : {
        isStranger: true,
        text: `${certain} The app was first seen here ${agoWords(client.createdAt, now)}, and nobody has checked it.`,
      }
}

export const agoWords = (from: Date, now: Date): string => {
  const minutes = Math.floor((now.getTime() - from.getTime()) / 60_000)
  if (minutes < 1) return 'a moment ago'
  if (minutes < 60) return `${counted(minutes, 'minute')} ago`
  if (minutes < 48 * 60) return `${counted(Math.floor(minutes / 60), 'hour')} ago`
  return `${counted(Math.floor(minutes / (24 * 60)), 'day')} ago`
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const askTheApp =
  'Go back to the app and start again. If that does not help, ask the people who make the app, and give them the reference below.'
const askHere =
  'Nothing is lost. If it stays like this, ask the people who run this server, and give them the reference below.'

/** Headline and advice of an error page. */
export const errorWords = (code: ErrorCode): Readonly<{ title: string; advice: string }> => {
  switch (code) {
    case 'invalid_client':
      return { title: 'This link does not work', advice: askTheApp }
    case 'unauthorized_client':
      return { title: 'This app may not do this', advice: askTheApp }
    case 'temporarily_unavailable':
      return { title: 'Please try again in a moment', advice: askHere }
    case 'too_many_requests':
      return { title: 'Please wait a moment', advice: askHere }
    case 'server_error':
      return { title: 'Something went wrong here', advice: askHere }
    case 'not_found':
      return { title: 'There is nothing here', advice: 'Check the address, or go back to where you came from.' }
    default:
      return { title: 'This request cannot be answered', advice: askTheApp }
  }
}
