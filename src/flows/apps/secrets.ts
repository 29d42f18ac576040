// Secrets of a person's app: a second one beside the first, each with its last use, and one retired, so that no login is lost (RFC 6749 §2.3.1).
import { type ClientSecret, usesSecret } from '../../model/client.ts'
import type { Developer } from './app-form.ts'
import { type AppsParts, noSuchApp } from './own-apps.ts'

export type SecretMade =
  | Readonly<{ kind: 'made'; secret: string }>
  /** Two live already: a third would end one that may still be in use. */
  | Readonly<{ kind: 'two-live' }>
  | Readonly<{ kind: 'needs-none' }>

export type SecretRetired =
  | Readonly<{ kind: 'retired' }>
  /** Something logs in with it: retired only by whoever is sure. */
  | Readonly<{ kind: 'in-use'; lastUsedAt: Date }>
  /** There is no such secret beside another. */
  | Readonly<{ kind: 'not' }>

const freshMillis = 3_600_000

/** Since the app went over to the other one, or a moment ago whatever the other's use: servers may use both. */
const isInUse = ({ lastUsedAt }: ClientSecret, other: ClientSecret, now: Date): boolean =>
  lastUsedAt !== null &&
  (now.getTime() - lastUsedAt.getTime() < freshMillis || other.lastUsedAt === null || lastUsedAt > other.lastUsedAt)

export const appSecrets = ({ store, random, sha256, record }: AppsParts) => ({
  add: async (person: Developer, clientId: string, now: Date): Promise<SecretMade> => {
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

  /** Never the last one: an app that needs a secret keeps one. */
  retire: async (
    person: Developer,
    clientId: string,
    { secretId, isSure }: Readonly<{ secretId: string; isSure: boolean }>,
    now: Date,
  ): Promise<SecretRetired> => {
    const found = await store.apps.findOf(clientId, person.sub)
    if (found === undefined) throw noSuchApp(person)
    const [secret, other] = [true, false].map((isIt) => found.secrets.find(({ id }) => (id === secretId) === isIt))
    if (secret === undefined || other === undefined) return { kind: 'not' }
    const { lastUsedAt } = secret
    if (!isSure && lastUsedAt !== null && isInUse(secret, other, now)) return { kind: 'in-use', lastUsedAt }
    const retired = await store.apps.retireSecret(clientId, person.sub, secretId)
    if (retired)
      record({ kind: 'client_changed', clientId, actor: person.sub, operatorText: 'The owner retired a secret.' })
    return { kind: retired ? 'retired' : 'not' }
  },
})
