// The trust panel: how an app became known here, who vouches for it, and how many people use it (RFC 6749 §10.2, RFC 9700 §4.11).
import type { Client } from '../../../model/client.ts'
import { verifiedPublisher } from '../../../protocol/publisher.ts'
import type { Words } from '../../../words/index.ts'
import type { Desk } from '../desk.ts'
import { trustWords } from '../words.ts'

export type TrustPanel = Readonly<{
  isStranger: boolean
  text: string
  /** The host that vouches for it at this very address; null: nobody does. */
  publisher: string | null
  people: string
}>

export const trustPanel = async (
  { parts }: Desk,
  w: Words,
  client: Client,
  redirectUri: string,
  now: Date,
): Promise<TrustPanel> => {
  const publisher = verifiedPublisher(client, redirectUri)
  const { isStranger, text } = trustWords(w, client, now, redirectUri)
  const used = await parts.popularity(client.clientId, now)
  return { isStranger: isStranger && publisher === null, text, publisher, people: peopleWords(w, used) }
}

const peopleWords = ({ common, consent }: Words, used: Awaited<ReturnType<Desk['parts']['popularity']>>): string => {
  switch (used.kind) {
    case 'few':
      return consent.peopleFew
    case 'about':
      return consent.peopleAbout(common.number(used.people))
    case 'many':
      return consent.peopleMany(common.number(used.people))
  }
}
