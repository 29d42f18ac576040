// Exporting an account: everything that is stored of a person, and no secret of theirs, of ours or of anybody else (GDPR Art. 15, 20).
import type { Account } from '../../model/account.ts'
import type { Event } from '../../model/event.ts'
import type { Family } from '../../model/family.ts'
import { accountWire } from '../../protocol/wire.ts'
import type { Store } from '../../store/index.ts'
import type { ClaimAttempts } from './attempts.ts'

export type Export =
  | Readonly<{ kind: 'exported'; facts: object }>
  | Readonly<{ kind: 'too-many'; retryAfterSeconds: number }>

export type ExportAccount = (account: Account, now: Date) => Promise<Export>

type Parts = Readonly<{ store: Store; issuer: string; claimAttempts: ClaimAttempts }>

/** In a quarter of an hour: each reads all that there is of a person. */
const mostExports = 5

/** Of each kind, the newest: a file that no computer can open helps nobody. */
const mostOfEach = 10_000

export const exportingAccounts =
  ({ store, issuer, claimAttempts }: Parts): ExportAccount =>
  async (account, now) => {
    const { sub } = account
    const claim = await claimAttempts([{ kind: 'export', value: sub, limit: mostExports }], now)
    if (claim.kind === 'too-many') return claim
    const facts = {
      exported_at: now,
      server: issuer,
      account: { ...accountWire(account), language: account.language, email_verified_at: account.emailVerifiedAt },
      second_factors: await factorsOf(store, sub),
      sessions: await sessionsOf(store, sub, now),
      permissions: await permissionsOf(store, sub),
      logins_of_apps: (await store.families.listForAccount(sub, mostOfEach)).map(familyFacts),
      own_apps: (await store.apps.listOf(sub)).map(({ clientId, name, createdAt }) => ({
        ...{ app: clientId, name, created_at: createdAt },
      })),
      warnings: (await store.theftNotices.unseen(sub, now)).map((each) => ({
        ...{ at: each.at, app: each.clientId, app_name: each.appName, login: each.familyPublicId, reason: each.reason },
      })),
      events: (await store.events.list({ sub, limit: mostOfEach })).map(eventFacts),
    }
    return { kind: 'exported', facts }
  }

const factorsOf = async (store: Store, sub: string) => {
  const totp = await store.totps.find(sub)
  return {
    codes_app: totp === undefined ? null : { added_at: totp.addedAt, last_used_at: totp.lastUsedAt },
    recovery_codes_left: await store.recoveryCodes.count(sub),
    passkeys: (await store.passkeys.ofPerson(sub)).map((each) => ({
      ...{ name: each.name, synced: each.synced, added_at: each.addedAt, last_used_at: each.lastUsedAt },
    })),
  }
}

const sessionsOf = async (store: Store, sub: string, now: Date) =>
  (await store.sessions.listForAccount(sub, now, { limit: mostOfEach, offset: 0 })).map((each) => ({
    ...{ id: each.id, browser: each.userAgent, address: each.address, methods: each.amr },
    ...{ created_at: each.createdAt, authenticated_at: each.authenticatedAt },
    ...{ last_seen_at: each.lastSeenAt, ends_at: each.endsAt },
  }))

const permissionsOf = async (store: Store, sub: string) =>
  (await store.consents.listForAccount(sub, mostOfEach)).map((each) => ({
    ...{ app: each.clientId, app_name: each.clientName, scope: each.scope, apis: each.resources },
    ...{ leads_to: each.redirectOrigin, left_out: each.declined, granted_at: each.grantedAt, ends_at: each.endsAt },
  }))

const familyFacts = (family: Family) => ({
  ...{ id: family.publicId, app: family.clientId, session: family.sessionId },
  ...{ scope: family.scope, apis: family.resources, methods: family.amr, authenticated_at: family.authenticatedAt },
  ...{ created_at: family.createdAt, last_used_at: family.rotatedAt, ends_at: family.absoluteExpiresAt },
  ...{ ended_at: family.revokedAt, ended_because: family.revokedReason },
})

/** Our notes on an event are for whoever runs the server, and the address may be somebody else's. */
const eventFacts = ({ at, kind, reference, clientId, familyPublicId, address }: Event) => ({
  ...{ at, kind, reference, app: clientId, login: familyPublicId },
  ...(isOwnDoing(kind) && { address }),
})

const isOwnDoing = (kind: Event['kind']): boolean => ['logged_in', 'logged_out', 'device_allowed'].includes(kind)
