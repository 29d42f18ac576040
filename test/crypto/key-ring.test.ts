// Tests of the key ring on a real store: the life of keys, several servers at once, a store that is away.
import { createPrivateKey } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import t, { type Test } from 'tap'
import { type KeyRingOptions, openKeyRing, UnknownSigningKey } from '../../src/crypto/key-ring.ts'
import { MasterKeyProblem, openMasterKeys } from '../../src/crypto/master-keys.ts'
import { systemRandom } from '../../src/crypto/random.ts'
import { generateSigningKey, jwtSigner, readPrivateKey } from '../../src/crypto/signer.ts'
import { makeSigningKey } from '../../src/crypto/signing-keys.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createStore, type Store } from '../../src/store/index.ts'
import { freshDatabase } from '../support/database.ts'
import { isFull } from '../support/seed.ts'
import { freshStore } from '../support/store.ts'

const day = 86_400
const settings = { announceSeconds: day, activeSeconds: 90 * day, maxTokenSeconds: 900 }

const masterKeysOf = (...fills: number[]) =>
  openMasterKeys({
    keysDir: '/nonexistent',
    masterKeys: fills.map((fill) => Buffer.alloc(32, fill).toString('base64url')),
    sealedBy: [],
    random: systemRandom,
  })

const newClock = () => {
  let seconds = Date.parse('2026-01-01T00:00:00Z') / 1000
  const clock = () => new Date(seconds * 1000)
  return Object.assign(clock, { pass: (more: number) => (seconds += more), seconds: () => seconds })
}

type Clock = ReturnType<typeof newClock>

const openRing = async (store: Pick<Store, 'signingKeys'>, clock: Clock, changes: Partial<KeyRingOptions> = {}) => {
  const lines: string[] = []
  const log = (level: string) => (fields: object, message: string) => {
    lines.push(`${level}: ${message} ${'err' in fields ? String(fields.err) : JSON.stringify(fields)}`)
  }
  const ring = await openKeyRing({
    keys: store.signingKeys,
    masterKeys: masterKeysOf(1),
    random: systemRandom,
    clock,
    // Quick to make; RS256 has a test of its own.
    algorithms: ['ES256'],
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    ...settings,
    ...changes,
  })
  const token = (lifeSeconds = 900) =>
    ring.sign(changes.algorithms?.[0] ?? 'ES256', 'at+jwt', { sub: 'usr_1', exp: clock.seconds() + lifeSeconds })
  const published = (): string[] => JSON.parse(ring.jwks().body).keys.map((key: { kid: string }) => key.kid)
  const states = () => ring.states().map(({ state }) => state)
  const isValid = async (text: string) => (await ring.verify(text, 'at+jwt')) !== undefined
  return { ...ring, token, published, stateNames: states, isValid, lines }
}

/** Two servers, each with connections of its own, on one database. */
const twoStores = async (t: Test): Promise<[Store, Store]> => {
  const databaseUrl = await freshDatabase(t, 18)
  const open = async () => {
    const database = await openDatabase({ databaseUrl, dataDir: '' })
    t.teardown(() => database.close())
    return createStore(database)
  }
  return [await open(), await open()]
}

const kidsOf = async (store: Store) => (await store.signingKeys.list()).map((key) => key.kid)

/** The real store, until it is told to fail. */
const failing = (store: Store) => {
  const trouble = { away: false }
  const signingKeys = new Proxy(store.signingKeys, {
    get: (target, name: keyof Store['signingKeys']) =>
      trouble.away ? () => Promise.reject(new Error('connection refused')) : target[name],
  })
  return { signingKeys, trouble }
}

for (const kind of ['pglite', 18] as const) {
  t.test(`the life of a key, by the clock, on ${kind === 'pglite' ? 'PGlite' : `PostgreSQL ${kind}`}`, async (t) => {
    const store = await freshStore(t, kind)
    const clock = newClock()
    const server = await openRing(store, clock)
    const other = await openRing(store, clock)
    t.same(server.stateNames(), ['active'], 'the very first key signs at once')
    t.same(other.published(), server.published())
    const first = server.token()
    t.ok(await other.isValid(first))

    clock.pass(89 * day - 1)
    await server.upkeep()
    t.same(server.stateNames(), ['active'])
    clock.pass(1)
    await server.upkeep()
    await other.reload()
    t.same(other.stateNames(), ['active', 'announced'])
    t.equal(other.published().length, 2)
    t.equal(other.published()[0], (await kidsOf(store))[0], 'the active key comes first')

    clock.pass(day - 1)
    const last = other.token()
    clock.pass(1)
    t.same(other.stateNames(), ['retired', 'active'], 'without asking the store')
    const next = other.token()
    t.not(next.split('.')[0], last.split('.')[0])
    await other.upkeep()
    t.equal(other.published().length, 2, 'as long as its tokens live')
    t.ok(await server.isValid(last))

    clock.pass(900)
    await other.upkeep()
    t.ok(await other.isValid(last), 'still published, so that a clock that is late does no harm')
    clock.pass(60)
    await other.upkeep()
    await server.reload()
    t.same(server.stateNames(), ['gone', 'active'])
    t.same(server.published(), [(await kidsOf(store))[1]])
    t.equal((await store.signingKeys.list())[0]?.sealedPrivate, null)
    t.ok(await server.isValid(first), 'its public half still knows its old tokens')
    t.same((await other.verify(first, 'at+jwt'))?.sub, 'usr_1')
    t.same(
      [...server.lines, ...other.lines].filter((line) => !line.startsWith('info')),
      [],
    )
  })
}

t.test(
  'OpenID Connect Discovery §3, OIDC Core §10.1, §15.1, §15.2: RS256 is published so that a stranger verifies by the JWKS alone',
  async (t) => {
    const ring = await openRing(await freshStore(t), newClock(), { algorithms: ['RS256', 'EdDSA'] })
    const jwks = createLocalJWKSet(JSON.parse(ring.jwks().body))
    const currentDate = new Date('2026-01-01T00:00:00Z')
    t.equal((await jwtVerify(ring.token(), jwks, { typ: 'at+jwt', currentDate })).payload.sub, 'usr_1')
    t.equal((await jwtVerify(ring.sign('EdDSA', 'JWT', { sub: 'usr_2' }), jwks, { typ: 'JWT' })).payload.sub, 'usr_2')
    t.throws(() => ring.sign('ES256', 'JWT', {}), /no active ES256/)
    for (const key of JSON.parse(ring.jwks().body).keys) {
      t.same(
        Object.keys(key).sort(),
        key.kty === 'RSA' ? ['alg', 'e', 'kid', 'kty', 'n', 'use'] : ['alg', 'crv', 'kid', 'kty', 'use', 'x'],
      )
    }
  },
)

t.test('the ETag changes with the body, and only then', async (t) => {
  const clock = newClock()
  const ring = await openRing(await freshStore(t), clock)
  const before = ring.jwks()
  t.match(before.etag, /^"[A-Za-z0-9_-]{22}"$/)
  await ring.reload()
  t.equal(ring.jwks(), before, 'the very same string')
  await ring.rotate()
  t.not(ring.jwks().etag, before.etag)
})

const rounds = isFull ? 20 : 5

t.test(`two servers on an empty database make one key, ${rounds} times`, async (t) => {
  for (let round = 1; round <= rounds; round++) {
    await t.test(`round ${round}`, async (t) => {
      const stores = await twoStores(t)
      const clock = newClock()
      const [one, two] = await Promise.all([openRing(stores[0], clock), openRing(stores[1], clock)])
      t.equal((await kidsOf(stores[0])).length, 1)
      t.ok((await one.isValid(two.token())) && (await two.isValid(one.token())))
      t.same(one.jwks(), two.jwks())
    })
  }
})

t.test('upkeep on many servers at once makes one successor and destroys once', async (t) => {
  const stores = await twoStores(t)
  const clock = newClock()
  const rings = await Promise.all(Array.from({ length: 8 }, (_, index) => openRing(stores[index % 2]!, clock)))
  for (const expected of [2, 3, 4]) {
    clock.pass(90 * day)
    await Promise.all(rings.map((ring) => ring.upkeep()))
    t.equal((await kidsOf(stores[0])).length, expected)
    clock.pass(2 * day)
    await Promise.all(rings.map((ring) => ring.upkeep()))
    await Promise.all(rings.map((ring) => ring.reload()))
    t.same(
      rings.map((ring) => ring.jwks().etag),
      Array(8).fill(rings[0]?.jwks().etag),
    )
    t.same(rings[0]?.stateNames(), [...Array(expected - 1).fill('gone'), 'active'])
  }
  t.same(
    rings.flatMap((ring) => ring.lines).filter((line) => !line.startsWith('info')),
    [],
  )
})

t.test('rotate announces one successor, however often and by however many', async (t) => {
  const stores = await twoStores(t)
  const clock = newClock()
  const [one, two] = [await openRing(stores[0], clock), await openRing(stores[1], clock)]
  const before = one.token()
  const announced = await Promise.all([one.rotate(), two.rotate(), one.rotate(), two.rotate(), one.upkeep()])
  t.equal((await kidsOf(stores[0])).length, 2)
  t.equal(new Set(announced.slice(0, 4).map((key) => key?.kid)).size, 1)
  t.same(announced[0]?.activeFrom, new Date(clock.seconds() * 1000 + day * 1000))
  t.equal(one.token().split('.')[0], before.split('.')[0], 'the old key signs until then')
  clock.pass(day)
  t.not(two.token().split('.')[0], before.split('.')[0])
  clock.pass(960)
  await one.upkeep()
  t.same(one.stateNames(), ['gone', 'active'], 'not kept for the rest of its 90 days')
})

t.test('a compromised key is replaced and unpublished now', async (t) => {
  const stores = await twoStores(t)
  const clock = newClock()
  const [one, two] = [await openRing(stores[0], clock), await openRing(stores[1], clock)]
  const stolen = one.token()
  const replacement = await one.replaceCompromised()
  t.same(one.stateNames(), ['compromised', 'active'])
  t.same(one.published(), [replacement.kid])
  t.notOk(await one.isValid(stolen))
  const fresh = one.token()
  t.ok(await two.isValid(fresh), 'a server that has not looked yet looks now')
  t.notOk(await two.isValid(stolen))
  t.same(two.published(), [replacement.kid])
  t.equal((await stores[0].signingKeys.list())[0]?.sealedPrivate, null)
})

t.test('while a key is withdrawn, no server is without one', async (t) => {
  const store = await freshStore(t)
  const clock = newClock()
  const witness = await openRing(store, clock)
  const compromise = async (kid: string, now: Date) => {
    const marked = await store.signingKeys.compromise(kid, now)
    await witness.reload()
    t.match(witness.token(), /./)
    t.equal(witness.published().length, 1)
    return marked
  }
  const ring = await openRing({ signingKeys: { ...store.signingKeys, compromise } }, clock)
  const [first] = witness.published()
  await ring.replaceCompromised()
  t.not(witness.published()[0], first)
  t.plan(3)
})

t.test('a compromised key hands over to the key that verifiers already know', async (t) => {
  const store = await freshStore(t)
  const clock = newClock()
  const ring = await openRing(store, clock)
  const announced = await ring.rotate()
  t.equal((await ring.replaceCompromised()).kid, announced.kid)
  t.same(ring.stateNames(), ['compromised', 'active'])
  t.equal((await kidsOf(store)).length, 2)
  t.match(ring.token(), /./)
  clock.pass(2 * day)
  await ring.upkeep()
  t.same(ring.stateNames(), ['compromised', 'active'])
})

t.test('a retired or announced key can be withdrawn by its id; a wrong id changes nothing', async (t) => {
  const store = await freshStore(t)
  const clock = newClock()
  const ring = await openRing(store, clock)
  const old = ring.token()
  await ring.rotate()
  clock.pass(day)
  const [retired, active] = await kidsOf(store)
  t.equal((await ring.replaceCompromised(retired)).kid, active)
  t.notOk(await ring.isValid(old))
  await ring.rotate()
  const [, , announced] = await kidsOf(store)
  t.equal((await ring.replaceCompromised(announced)).kid, active)
  t.same(ring.stateNames(), ['compromised', 'active', 'compromised'])
  t.equal((await ring.rotate()).ordinal, 4, 'and another one can be announced')
  await t.rejects(ring.replaceCompromised('nonsense'), UnknownSigningKey)
  t.same(ring.stateNames(), ['compromised', 'active', 'compromised', 'announced'])
})

t.test('two operators withdraw the same key at once: one replacement', async (t) => {
  const stores = await twoStores(t)
  const clock = newClock()
  const [one, two] = [await openRing(stores[0], clock), await openRing(stores[1], clock)]
  const [kid] = await kidsOf(stores[0])
  const [a, b] = await Promise.all([one.replaceCompromised(kid), two.replaceCompromised(kid)])
  t.equal(a.kid, b.kid)
  t.same(one.stateNames(), ['compromised', 'active'])
})

t.test('the store away: it signs, verifies and publishes, says so once, and recovers', async (t) => {
  const { signingKeys, trouble } = failing(await freshStore(t))
  const clock = newClock()
  const ring = await openRing({ signingKeys }, clock)
  await ring.rotate()
  const [before, token] = [ring.jwks(), ring.token()]
  const logged = ring.lines.length
  trouble.away = true
  for (let poll = 0; poll < 5; poll++) await Promise.all([ring.reload(), ring.upkeep()])
  t.equal(ring.jwks(), before)
  t.ok(await ring.isValid(token))
  t.ok(await ring.isValid(ring.token()))
  t.equal(ring.lines.length, logged + 1)
  t.match(ring.lines.at(-1), /^warn: .*connection refused/)
  await t.rejects(ring.rotate(), /connection refused/)
  await t.rejects(ring.replaceCompromised(), /connection refused/)
  t.notOk(await ring.isValid(`${Buffer.from('{"kid":"unknown"}').toString('base64url')}.e30.AA`))

  clock.pass(day)
  t.same(ring.stateNames(), ['retired', 'active'], 'the announced key takes over all the same')
  clock.pass(2 * 3600)
  await ring.reload()
  t.equal(ring.published().length, 1, 'and the old one leaves the JWKS')

  trouble.away = false
  await ring.upkeep()
  t.match(
    ring.lines.find((line) => line.includes('up to date again')),
    /^info/,
  )
  t.same(ring.stateNames(), ['gone', 'active'])
})

t.test('without the store there is no start', async (t) => {
  const { signingKeys, trouble } = failing(await freshStore(t))
  trouble.away = true
  await t.rejects(openRing({ signingKeys }, newClock()), /connection refused/)
})

t.test('a withdrawal that fails half-way names the key, so that a second try means the same one', async (t) => {
  const store = await freshStore(t)
  const ring = await openRing(
    { signingKeys: { ...store.signingKeys, compromise: () => Promise.reject(new Error('connection reset')) } },
    newClock(),
  )
  const [kid] = await kidsOf(store)
  await t.rejects(ring.replaceCompromised(), { message: new RegExp(String(kid)) })
})

t.test('an answer that comes late does not undo a newer one', async (t) => {
  const store = await freshStore(t)
  let hold: Promise<void> | undefined
  const list = async () => {
    const [rows, wait] = [await store.signingKeys.list(), hold]
    hold = undefined
    await wait
    return rows
  }
  const ring = await openRing({ signingKeys: { ...store.signingKeys, list } }, newClock())
  const late = Promise.withResolvers<void>()
  hold = late.promise
  const slow = ring.reload()
  await new Promise((resolve) => setTimeout(resolve, 100))
  await ring.rotate()
  t.same(ring.stateNames(), ['active', 'announced'])
  late.resolve()
  await slow
  t.same(ring.stateNames(), ['active', 'announced'])
})

t.test('tokens with made-up key ids ask the store at most once a second', async (t) => {
  const store = await freshStore(t)
  let [lists, nowMs] = [0, 5000]
  const list = () => {
    lists++
    return store.signingKeys.list()
  }
  const ring = await openRing({ signingKeys: { ...store.signingKeys, list } }, newClock(), { stopwatch: () => nowMs })
  const forged = (index: number) => `${Buffer.from(`{"kid":"made-up-${index}"}`).toString('base64url')}.e30.AA`
  lists = 0
  for (let index = 0; index < 50; index++) t.equal(await ring.verify(forged(index), 'at+jwt'), undefined)
  t.equal(lists, 1)
  nowMs += 1000
  await ring.verify(forged(51), 'at+jwt')
  t.equal(lists, 2)
  for (const text of ['', 'x', 'a.b.c', '...']) t.equal(await ring.verify(text, 'at+jwt'), undefined)
  t.equal(lists, 2)
})

t.test('private halves are stored sealed, bound to their row', async (t) => {
  const store = await freshStore(t)
  await openRing(store, newClock())
  const [row] = await store.signingKeys.list()
  const stored = row?.sealedPrivate ?? Buffer.alloc(0)
  for (let offset = 0; offset < 32; offset++) {
    t.throws(() => createPrivateKey({ key: stored.subarray(offset), type: 'pkcs8', format: 'der' }))
  }
  t.equal(row?.sealedBy, masterKeysOf(1).newest().fingerprint)
  t.notMatch(JSON.stringify(row?.publicJwk), /"d"/)
})

t.test('whoever writes to the database cannot publish a key of their own', async (t) => {
  const store = await freshStore(t)
  const clock = newClock()
  const ring = await openRing(store, clock)
  const ours = ring.published()
  const [row] = await store.signingKeys.list()
  const theirMasterKeys = masterKeysOf(66)
  const times = { createdAt: clock(), activeFrom: new Date(clock().getTime() + 1000), coversUntil: new Date(4e12) }
  const theirs = await makeSigningKey(theirMasterKeys, systemRandom, 'ES256', 2, times)
  const sealedBy = masterKeysOf(1).newest().fingerprint
  await store.signingKeys.insert(theirs)
  await store.signingKeys.insert({ ...theirs, kid: 'their-key-claiming-our-master-key', ordinal: 3, sealedBy })
  await store.signingKeys.insert({
    ...row!,
    kid: 'our-sealed-half-under-another-id',
    ordinal: 4,
    publicJwk: theirs.publicJwk,
  })
  await ring.reload()
  t.same(ring.published(), ours)
  t.equal(ring.lines.filter((line) => line.startsWith('error')).length, 3)
  await ring.reload()
  t.equal(ring.lines.filter((line) => line.startsWith('error')).length, 3, 'said once')

  const { kid, publicJwk, privatePkcs8 } = await generateSigningKey('ES256')
  const sign = jwtSigner('ES256', kid, readPrivateKey(privatePkcs8))
  const forged = sign('at+jwt', { sub: 'usr_1', exp: clock.seconds() + 60 })
  await store.signingKeys.insert({ ...row!, kid, publicJwk, ordinal: 5, sealedPrivate: null })
  await ring.reload()
  t.same(ring.published(), ours)
  t.notOk(await ring.isValid(forged), 'not even as a key that is gone')
  await store.signingKeys.insert({ ...row!, kid: 'not-its-thumbprint', publicJwk, ordinal: 6, sealedPrivate: null })
  await ring.reload()
  t.match(ring.lines.at(-1), /^error: .*not-its-thumbprint/)
})

t.test('a key that is gone vouches for expired tokens only', async (t) => {
  const store = await freshStore(t)
  const clock = newClock()
  const ring = await openRing(store, clock)
  const [expired, lasting] = [ring.token(60), ring.sign('ES256', 'at+jwt', { sub: 'usr_1' })]
  await ring.rotate()
  clock.pass(day + 3600)
  await ring.upkeep()
  t.same(ring.stateNames(), ['gone', 'active'])
  t.ok(await ring.isValid(expired))
  t.notOk(await ring.isValid(lasting))
})

t.test('no token outlives the time for which its key is published', async (t) => {
  const ring = await openRing(await freshStore(t), newClock())
  t.match(ring.token(900), /./)
  t.throws(() => ring.token(1000), RangeError)
})

t.test('a longer token life after a restart extends the cover of the key in service', async (t) => {
  const store = await freshStore(t)
  const clock = newClock()
  await openRing(store, clock)
  const ring = await openRing(store, clock, { maxTokenSeconds: 10 * day })
  const [row] = await store.signingKeys.list()
  t.ok(row && row.coversUntil.getTime() >= clock().getTime() + 10 * day * 1000)
  t.ok(await ring.isValid(ring.token(10 * day)))
})

t.test('a missing master key stops the start with one clear line, and nothing is made', async (t) => {
  const store = await freshStore(t)
  const clock = newClock()
  await openRing(store, clock)
  const start = openRing(store, clock, { masterKeys: masterKeysOf(2) })
  await t.rejects(start, MasterKeyProblem)
  await t.rejects(start, { message: new RegExp(masterKeysOf(1).newest().fingerprint) })
  t.equal((await kidsOf(store)).length, 1)
})

t.test('a new master key seals the next signing key; the old one still opens', async (t) => {
  const store = await freshStore(t)
  const clock = newClock()
  await openRing(store, clock)
  const ring = await openRing(store, clock, { masterKeys: masterKeysOf(2, 1) })
  await ring.rotate()
  const rows = await store.signingKeys.list()
  t.same(
    rows.map((row) => row.sealedBy),
    [masterKeysOf(1), masterKeysOf(2)].map((keys) => keys.newest().fingerprint),
  )
  t.equal(ring.published().length, 2)
})
