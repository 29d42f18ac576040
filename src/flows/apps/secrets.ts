// Secrets of a person's app: a second one beside the first, each with its last use, and one retired, so that no login is lost (RFC 6749 §2.3.1).
import { type ClientSecret, usesSecret } from '../../model/client.ts'
import type { Person } from './app-form.ts'
import { type AppsParts, noSuchApp } from './own-apps.ts'

export type SecretMade =
  | Readonly<{ kind: 'made'; secret: string }>
  /** Two live already: a third would end one that may still be in use. */
  | Readonly<{ kind: 'two-live' }>
  | Readonly<{ kind: 'needs-none' }>

export const appSecrets = ({ store, random, sha256, record }: AppsParts) => ({
  add: async (person: Person, clientId: string, now: Date): Promise<SecretMade> => {
    const made = await store.transaction(async (tx): Promise<SecretMade> => {
      const before = await tx.apps.lockOf(clientId, person.sub)
      if (before === undefined) throw noSuchApp(person)
      if (!usesSecret(before.client)) return { kind: 'needs-none' }
      if (before.secrets.length >= 2) return { kind: 'two-live' }
      const secret = random.token('cs_sec_')
      const entry: ClientSecret = { id: random.id('sec_'), digest: sha256(secret), createdAt: now, lastUsedAt: null }
      await tx.clients.addSecret(clientId, entry)
      return { kind: 'made', secret }
    })
    if (made.kind === 'made')
      record({ kind: 'client_changed', clientId, actor: person.sub, operatorText: 'The owner made a second secret.' })
    return made
  },

  /** False for the last one: an app that needs a secret keeps one. */
  retire: async (person: Person, clientId: string, secretId: string): Promise<boolean> => {
    if ((await store.apps.findOf(clientId, person.sub)) === undefined) throw noSuchApp(person)
    const retired = await store.apps.retireSecret(clientId, person.sub, secretId)
    if (retired)
      record({ kind: 'client_changed', clientId, actor: person.sub, operatorText: 'The owner retired a secret.' })
    return retired
  },
})
