// Second factors in the store: each code, counter and challenge is spent by one statement, and whoever has a factor is known by it.
import { randomBytes } from 'node:crypto'
import t from 'tap'
import type { Passkey } from '../../src/model/factor.ts'
import type { Store } from '../../src/store/index.ts'
import { onEveryDatabase } from '../support/store.ts'
import { anAccount, aSession, at, now } from './samples.ts'

const person = async (store: Store): Promise<string> => {
  const account = anAccount()
  await store.accounts.create(account)
  return account.sub
}

const aTotp = (sub: string, sealedBy = 'master-1') => ({
  ...{
    id: `totp_${randomBytes(8).toString('hex')}`,
    sub,
    sealed: randomBytes(40),
    sealedBy,
    lastStep: 100,
    addedAt: now,
  },
})

const aPasskey = (sub: string, change: Partial<Passkey> = {}) => ({
  ...{ id: randomBytes(32), sub, userHandle: randomBytes(32), publicKey: randomBytes(77), counter: 1 },
  ...{ transports: ['usb'], name: 'Key', synced: false, backedUp: false, addedAt: now },
  ...change,
})

onEveryDatabase(t, async (t, store) => {
  const { totps, passkeys, recoveryCodes, usedChallenges } = store

  t.test('RFC 6238 §5.2: a time step is spent once, and with it all before', async (t) => {
    const totp = aTotp(await person(store))
    t.equal(await totps.add(totp), true)
    t.equal(await totps.add(aTotp(totp.sub)), false, 'one each')
    t.strictSame(await totps.find(totp.sub), { ...totp, lastUsedAt: null })
    t.equal(await totps.spend(totp.id, 100, now), false)
    const all = await Promise.all([1, 2, 3, 4].map(() => totps.spend(totp.id, 102, at(7))))
    t.equal(all.filter((spent) => spent).length, 1)
    t.equal(await totps.spend(totp.id, 101, now), false)
    t.match(await totps.find(totp.sub), { lastStep: 102, lastUsedAt: at(7) })
    await totps.removeAddedSince(totp.sub, at(1))
    t.ok(await totps.find(totp.sub))
    await totps.removeAddedSince(totp.sub, now)
    t.notOk(await totps.find(totp.sub))
  })

  t.test('master keys: what another one sealed is found and re-sealed, and names its key', async (t) => {
    const [mine, next] = [`a-${randomBytes(4).toString('hex')}`, `b-${randomBytes(4).toString('hex')}`]
    const some = await Promise.all([1, 2, 3].map(async () => aTotp(await person(store), mine)))
    for (const totp of some) await totps.add(totp)
    t.ok((await store.sealingKeys()).includes(mine))
    t.equal((await store.masterKeyUses(now)).find(({ fingerprint }) => fingerprint === mine)?.sealedSecrets, 3)
    const found = await totps.sealedByOthers(next, '', 1000)
    t.equal(found.filter(({ sealedBy }) => sealedBy === mine).length, 3)
    for (const { id } of some) t.equal(await totps.reseal(id, randomBytes(9), next), true)
    t.notOk((await store.sealingKeys()).includes(mine))
    t.ok((await store.sealingKeys()).includes(next))
    const [first] = (await totps.sealedByOthers('', '', 1)).map(({ id }) => id)
    t.notOk(
      (await totps.sealedByOthers('', first ?? '', 1000)).some(({ id }) => id === first),
      'page by page',
    )
  })

  t.test('recovery codes: each once; new ones replace the old', async (t) => {
    const [sub, other] = [await person(store), await person(store)]
    const digests = [randomBytes(32), randomBytes(32)]
    await recoveryCodes.replace(sub, digests, now)
    t.equal(await recoveryCodes.count(sub), 2)
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = digests
    t.equal(await recoveryCodes.spend(other, first), false)
    const all = await Promise.all([1, 2, 3].map(() => recoveryCodes.spend(sub, first)))
    t.equal(all.filter((spent) => spent).length, 1)
    await recoveryCodes.replace(sub, [randomBytes(32)], now)
    t.equal(await recoveryCodes.spend(sub, second), false)
    await recoveryCodes.replace(sub, [], now)
    t.equal(await recoveryCodes.count(sub), 0)
  })

  t.test('passkeys: kept as they came, counted upwards, and one credential is one person’s', async (t) => {
    const [sub, other] = [await person(store), await person(store)]
    const passkey = aPasskey(sub, { counter: 4_294_967_290 })
    t.equal(await passkeys.add(passkey, 2), true)
    t.equal(await passkeys.add({ ...passkey, sub: other }, 2), false)
    t.strictSame(await passkeys.find(passkey.id), { ...passkey, lastUsedAt: null })
    t.equal(await passkeys.use(passkey.id, 4_294_967_290, true, now), false)
    t.equal(await passkeys.use(passkey.id, 4_294_967_291, true, at(3)), true)
    t.match(await passkeys.find(passkey.id), { counter: 4_294_967_291, backedUp: true, lastUsedAt: at(3) })
    const silent = aPasskey(sub, { counter: 0, addedAt: at(1) })
    await passkeys.add(silent, 2)
    for (const _ of [1, 2]) t.equal(await passkeys.use(silent.id, 0, false, now), true, 'one that never counts')
    t.equal(await passkeys.add(aPasskey(sub), 2), false, 'as many as anybody may have')
    t.equal(await passkeys.rename(other, silent.id, 'Mine'), false)
    t.equal(await passkeys.remove(other, silent.id), false)
    t.equal(await passkeys.rename(sub, silent.id, 'Mine'), true)
    t.same(
      (await passkeys.ofPerson(sub)).map(({ name }) => name),
      ['Key', 'Mine'],
    )
    t.equal(await passkeys.remove(sub, silent.id), true)
    t.equal(await passkeys.removeAll(sub), 1)
  })

  t.test('a challenge is used once, and forgotten when it has expired', async (t) => {
    const digest = randomBytes(32)
    const all = await Promise.all([1, 2, 3].map(() => usedChallenges.spend(digest, at(10))))
    t.equal(all.filter((spent) => spent).length, 1)
    await usedChallenges.sweep(at(9), 100)
    t.equal(await usedChallenges.spend(digest, at(10)), false)
    await usedChallenges.sweep(at(10), 100)
    t.equal(await usedChallenges.spend(digest, at(20)), true)
  })

  t.test('whoever has a factor is known by it, and recovery codes are none', async (t) => {
    const sub = await person(store)
    const [session, digest] = [aSession(sub), randomBytes(32)]
    await store.sessions.create(digest, session, {})
    const has = async () => {
      const both = [
        (await store.sessions.find(digest, now))?.hasFactor,
        (await store.accounts.passwordState(sub))?.hasFactor,
      ]
      t.equal(both[0], both[1])
      return both[0]
    }
    await recoveryCodes.replace(sub, [randomBytes(32)], now)
    t.equal(await has(), false)
    await totps.add(aTotp(sub))
    t.equal(await has(), true)
    await totps.remove(sub)
    await passkeys.add(aPasskey(sub), 9)
    await passkeys.add(aPasskey(sub), 9)
    t.equal(await has(), true)
    await passkeys.removeAll(sub)
    t.equal(await has(), false)
  })
})
