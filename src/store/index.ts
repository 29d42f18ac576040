// The store: every room of the memory on one handle, alone or together in a transaction.
import { sql } from 'kysely'
import { accounts } from './accounts.ts'
import { applied } from './applied.ts'
import { apps } from './apps.ts'
import { atomically } from './atomically.ts'
import { attempts } from './attempts.ts'
import { clientAssertions } from './client-assertions.ts'
import { type ClientCache, clientCache, forgettingAfter } from './client-cache.ts'
import { clientDocuments } from './client-documents.ts'
import { type ClientRecord, clients } from './clients.ts'
import { codes } from './codes.ts'
import { connectedApps } from './connected-apps.ts'
import { consents } from './consents.ts'
import type { Database } from './database.ts'
import { deviceAuthorizations } from './device-authorizations.ts'
import { erasure } from './erasure.ts'
import { events } from './events.ts'
import { families } from './families.ts'
import { figures } from './figures.ts'
import { logoutDeliveries } from './logout-deliveries.ts'
import { mailLinks } from './mail-links.ts'
import { type MasterKeyUse, masterKeyUses, sealingKeys } from './master-key-uses.ts'
import { passkeys } from './passkeys.ts'
import { recoveryCodes } from './recovery-codes.ts'
import { resources } from './resources.ts'
import { revokedTokens } from './revoked-tokens.ts'
import type { Handle } from './schema.ts'
import { schemaProblem } from './schema-problem.ts'
import { scopes } from './scopes.ts'
import { sealedSecrets } from './sealed-secrets.ts'
import { sessions } from './sessions.ts'
import { signingKeys } from './signing-keys.ts'
import { theftNotices } from './theft-notices.ts'
import { totps } from './totps.ts'
import { usedChallenges } from './used-challenges.ts'

const roomsOf = (handle: Handle) => ({
  accounts: accounts(handle),
  apps: apps(handle),
  clients: clients(handle),
  clientAssertions: clientAssertions(handle),
  clientDocuments: clientDocuments(handle),
  sessions: sessions(handle),
  consents: consents(handle),
  connectedApps: connectedApps(handle),
  ...erasure(handle),
  codes: codes(handle),
  deviceAuthorizations: deviceAuthorizations(handle),
  families: families(handle),
  logoutDeliveries: logoutDeliveries(handle),
  mailLinks: mailLinks(handle),
  revokedTokens: revokedTokens(handle),
  attempts: attempts(handle),
  theftNotices: theftNotices(handle),
  events: events(handle),
  signingKeys: signingKeys(handle),
  sealedSecrets: sealedSecrets(handle),
  totps: totps(handle),
  recoveryCodes: recoveryCodes(handle),
  passkeys: passkeys(handle),
  usedChallenges: usedChallenges(handle),
  scopes: scopes(handle),
  resources: resources(handle),
  figures: figures(handle),
  applied: applied(handle),
  masterKeyUses: (now: Date): Promise<readonly MasterKeyUse[]> => masterKeyUses(handle, now),
  sealingKeys: (): Promise<readonly string[]> => sealingKeys(handle),
})

export type Store = Readonly<ReturnType<typeof roomsOf>> &
  Readonly<{
    /**
     * Together or not at all: what is thrown rolls back, what is returned commits. Inside, use only the store that is given,
     * and nothing slow. A transaction inside a transaction is part of the outer one.
     */
    transaction<T>(work: (store: Store) => Promise<T>): Promise<T>
    /** For work on so many rows that it outlasts a request's time limit. */
    patiently<T>(work: (store: Store) => Promise<T>): Promise<T>
    /** As it was a moment ago: changes made here show at once, those made elsewhere after the next `forgetClients`. */
    knownClient(clientId: string): Promise<ClientRecord | undefined>
    forgetClients(): void
    /** What keeps this version from working with its tables; throws where the database does not answer. */
    schemaProblem(): Promise<string | undefined>
    /** Throws where the database does not answer. */
    ping(): Promise<void>
    close(): Promise<void>
  }>

export const createStore = (database: Database): Store => {
  const cache = clientCache(clients(database.handle).find)
  return storeOn(database.handle, cache, database)
}

type Whole = Pick<Database, 'patiently' | 'close'>

const storeOn = (handle: Handle, cache: ClientCache<ClientRecord>, database: Whole): Store => {
  const rooms = roomsOf(handle)
  const { forget } = cache
  return {
    ...rooms,
    clients: forgettingAfter(rooms.clients, ['find', 'list', 'search', 'knownAudiences', 'touchSecret'], forget),
    apps: forgettingAfter(
      rooms.apps,
      ['listOf', 'findOf', 'lockOf', 'logo', 'offered', 'offerOf', 'quota', 'eventsOf'],
      forget,
    ),
    clientDocuments: forgettingAfter(rooms.clientDocuments, ['find', 'standIn'], forget),
    knownClient: handle.isTransaction ? rooms.clients.find : cache.find,
    forgetClients: forget,
    // Only when it is over does the rest of this process see what it wrote.
    transaction: (work) => atomically(handle, (inside) => work(storeOn(inside, cache, database))).finally(forget),
    patiently: (work) => database.patiently((patient) => work(storeOn(patient, cache, database))),
    schemaProblem: () => schemaProblem(handle),
    ping: async () => {
      await sql`select 1`.execute(handle)
    },
    close: database.close,
  }
}
