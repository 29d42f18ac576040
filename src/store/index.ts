// The store: every room of the memory on one handle, alone or together in a transaction.
import { sql } from 'kysely'
import { accounts } from './accounts.ts'
import { atomically } from './atomically.ts'
import { attempts } from './attempts.ts'
import { clientAssertions } from './client-assertions.ts'
import { clientDocuments } from './client-documents.ts'
import { clients } from './clients.ts'
import { codes } from './codes.ts'
import { consents } from './consents.ts'
import type { Database } from './database.ts'
import { deviceAuthorizations } from './device-authorizations.ts'
import { events } from './events.ts'
import { families } from './families.ts'
import { logoutDeliveries } from './logout-deliveries.ts'
import { type MasterKeyUse, masterKeyUses } from './master-key-uses.ts'
import { resources } from './resources.ts'
import { revokedTokens } from './revoked-tokens.ts'
import type { Handle } from './schema.ts'
import { scopes } from './scopes.ts'
import { sealedSecrets } from './sealed-secrets.ts'
import { sessions } from './sessions.ts'
import { signingKeys } from './signing-keys.ts'

const roomsOf = (handle: Handle) => ({
  accounts: accounts(handle),
  clients: clients(handle),
  clientAssertions: clientAssertions(handle),
  clientDocuments: clientDocuments(handle),
  sessions: sessions(handle),
  consents: consents(handle),
  codes: codes(handle),
  deviceAuthorizations: deviceAuthorizations(handle),
  families: families(handle),
  logoutDeliveries: logoutDeliveries(handle),
  revokedTokens: revokedTokens(handle),
  attempts: attempts(handle),
  events: events(handle),
  signingKeys: signingKeys(handle),
  sealedSecrets: sealedSecrets(handle),
  scopes: scopes(handle),
  resources: resources(handle),
  masterKeyUses: (now: Date): Promise<readonly MasterKeyUse[]> => masterKeyUses(handle, now),
})

export type Store = Readonly<ReturnType<typeof roomsOf>> &
  Readonly<{
    /**
     * Together or not at all: what is thrown rolls back, what is returned commits. Inside, use only the store that is given,
     * and nothing slow. A transaction inside a transaction is part of the outer one.
     */
    transaction<T>(work: (store: Store) => Promise<T>): Promise<T>
    /** Throws where the database does not answer. */
    ping(): Promise<void>
    close(): Promise<void>
  }>

export const createStore = (database: Database): Store => storeOn(database.handle, database.close)

const storeOn = (handle: Handle, close: () => Promise<void>): Store => ({
  ...roomsOf(handle),
  transaction: (work) => atomically(handle, (inside) => work(storeOn(inside, close))),
  ping: async () => {
    await sql`select 1`.execute(handle)
  },
  close,
})
