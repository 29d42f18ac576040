// Handing an app over: its owner makes an offer for one person, who takes it with the link and their own login (OWASP ASVS 6.6.2).
import { type Client, usesSecret } from '../../model/client.ts'
import { mayRegisterApps } from '../../protocol/app-rules.ts'
import { normalizeEmail } from '../../protocol/email.ts'
import type { AppOffer, OfferedApp } from '../../store/app-offers.ts'
import type { Developer } from './app-form.ts'
import { type AppsParts, fullWords, noSuchApp } from './own-apps.ts'

export const offerDays = 7

export type Offered = Readonly<{ kind: 'offered'; secret: string }> | Readonly<{ kind: 'problem'; words: string }>

export type Accepted =
  /** `secret`: a new one, shown this once, where the person wanted one and the app needs one. */
  | Readonly<{ kind: 'accepted'; client: Client; secret: string | undefined }>
  | Readonly<{ kind: 'problem'; words: string }>
  | Readonly<{ kind: 'gone' }>

export const handingOver = (parts: AppsParts) => {
  const { store, random, sha256, record, appRegistration, appsPerPerson } = parts
  // Where nobody may register apps, those that there are still find new owners among developers.
  const mayTake = (person: Developer): boolean =>
    mayRegisterApps(appRegistration === 'nobody' ? 'invited' : appRegistration, person)
  return {
    /** The same answer whether or not somebody has that address: the link counts for nobody else. */
    offer: async (person: Developer, clientId: string, email: string, now: Date): Promise<Offered> => {
      const emailNormalized = normalizeEmail(email)
      if (emailNormalized === undefined) return { kind: 'problem', words: 'Type the e-mail address of that person.' }
      if (emailNormalized === person.emailNormalized)
        return { kind: 'problem', words: 'This is your own address: the app is yours already.' }
      const secret = random.token('cs_offer_')
      const offer: AppOffer = {
        ...{ digest: sha256(secret), clientId, fromSub: person.sub, emailNormalized, offeredAt: now },
        expiresAt: new Date(now.getTime() + offerDays * 86_400_000),
      }
      if (!(await store.apps.offer(offer))) throw noSuchApp(person)
      record({
        kind: 'client_changed',
        clientId,
        actor: person.sub,
        operatorText: 'The owner offered the app to another.',
      })
      return { kind: 'offered', secret }
    },

    pending: (person: Developer, clientId: string, now: Date): Promise<AppOffer | undefined> =>
      store.apps.offerOf(clientId, person.sub, now),

    withdraw: async (person: Developer, clientId: string): Promise<void> => {
      if (!(await store.apps.withdrawOffer(clientId, person.sub))) return
      record({ kind: 'client_changed', clientId, actor: person.sub, operatorText: 'The owner took the offer back.' })
    },

    /** Undefined for everybody but the one person whom it is for, while it stands. */
    read: (person: Developer, secret: string, now: Date): Promise<OfferedApp | undefined> =>
      store.apps.offered(sha256(secret), person.emailNormalized, now),

    /** @param renews whether a new secret takes the place of those that the person before knows */
    accept: async (person: Developer, offered: string, renews: boolean, now: Date): Promise<Accepted> => {
      if (!mayTake(person))
        return { kind: 'problem', words: 'You may not have apps here. Ask the people who run this server.' }
      const taken = await store.transaction(async (tx) => {
        const handed = await tx.apps.acceptOffer(sha256(offered), person, appsPerPerson, now)
        if (typeof handed === 'string') return handed
        const found = await tx.apps.lockOf(handed.clientId, person.sub)
        if (found === undefined) return 'gone'
        const { client } = found
        if (!renews || !usesSecret(client)) return { ...handed, client, secret: undefined }
        const secret = random.token('cs_sec_')
        await tx.clients.dropSecrets(client.clientId)
        const entry = { id: random.id('sec_'), digest: sha256(secret), createdAt: now, lastUsedAt: null }
        await tx.clients.addSecret(client.clientId, entry)
        return { ...handed, client, secret }
      })
      if (taken === 'full') return { kind: 'problem', words: await fullWords(store, person, appsPerPerson) }
      if (taken === 'gone' || taken === 'nobody') return { kind: 'gone' }
      const { clientId, fromSub, client, secret } = taken
      const renewal = secret === undefined ? '' : ' Its secret is a new one.'
      const operatorText = `The app was handed over.${renewal}`
      // Each by a column of its own, because that is forgotten with its account.
      record({ kind: 'client_changed', clientId, actor: person.sub, sub: fromSub, operatorText })
      return { kind: 'accepted', client, secret }
    },
  }
}
