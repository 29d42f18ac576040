// Revocation: what ends which families (RFC 7009; OIDC Core §11 for offline_access).
import t from 'tap'
import type { Family } from '../../src/model/family.ts'
import { onEveryDatabase } from '../support/store.ts'
import { aFamily, at, now, rotationOf } from './samples.ts'

onEveryDatabase(t, async (t, store) => {
  const { families } = store
  const reasonOf = async (family: Family) => (await families.find(family.id))?.revokedReason

  t.test('a family is revoked once, and the first reason stays', async (t) => {
    const { family } = await aFamily(store)
    t.equal(await families.revoke(family.publicId, 'revoked_by_client', at(1)), true)
    t.equal(await families.revoke(family.publicId, 'logged_out', at(2)), false)
    const dead = { ...family, revokedAt: at(1), revokedReason: 'revoked_by_client' }
    t.strictSame(await families.find(family.id), dead)
    t.equal(await families.rotate(rotationOf(family, 0)), undefined)
    t.equal(await families.revoke('fam_nobody', 'logged_out', now), false)
  })

  t.test('a session takes its families along, except those with offline_access', async (t) => {
    const online = await aFamily(store)
    const offline = await aFamily(store, { scope: ['openid', 'offline_access'] })
    const bare = await aFamily(store, { scope: [] })
    t.equal(await families.revokeForSession(online.session.id, 'session_ended', now), 1)
    t.equal(await families.revokeForSession(offline.session.id, 'session_ended', now), 0)
    t.equal(await families.revokeForSession(bare.session.id, 'session_ended', now), 1)
    t.equal(await reasonOf(online.family), 'session_ended')
    t.equal(await reasonOf(offline.family), null)
  })

  t.test('a person loses all families, or all but those of one session', async (t) => {
    const kept = await aFamily(store)
    const { sub } = kept.account
    const offline = await aFamily(store, { sub, scope: ['offline_access'] })
    const stranger = await aFamily(store)
    t.equal(await families.revokeForAccount(sub, 'password_changed', now, kept.session.id), 1)
    t.equal(await reasonOf(kept.family), null)
    t.equal(await reasonOf(offline.family), 'password_changed')
    t.equal(await families.revokeForAccount(sub, 'account_disabled', now), 1)
    t.equal(await reasonOf(kept.family), 'account_disabled')
    t.equal(await reasonOf(stranger.family), null)
  })

  t.test('a client loses all its families', async (t) => {
    const first = await aFamily(store)
    const second = await aFamily(store, { client: first.client })
    const stranger = await aFamily(store)
    t.equal(await families.revokeForClient(first.client.clientId, 'client_disabled', now), 2)
    t.equal(await reasonOf(second.family), 'client_disabled')
    t.equal(await reasonOf(stranger.family), null)
  })
})
