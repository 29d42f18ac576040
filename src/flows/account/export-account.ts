// Exporting an account: everything that is stored of a person, and no secret of theirs, of ours or of anybody else (GDPR Art. 15, 20).
import type { Event } from '../../model/event.ts'
import type { Family } from '../../model/family.ts'
import { accountWire } from '../../protocol/wire.ts'
import type { Store } from '../../store/index.ts'

export type ExportAccount = (sub: string, now: Date) => Promise<object | undefined>

type Parts = Readonly<{ store: Store; issuer: string }>

/** Of each kind, the newest: a file that no computer can open helps nobody. */
const mostOfEach = 10_000

export const exportingAccounts =
  ({ store, issuer }: Parts): ExportAccount =>
  async (sub, now) => {
    const account = await store.accounts.bySub(sub)
    if (account === undefined) return undefined
    return {
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
