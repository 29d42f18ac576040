// Tests of seals: what opens, and everything that must not.
import t from 'tap'
import { masterKeyFrom } from '../../src/crypto/master-key.ts'
import { type MasterKeys, openMasterKeys } from '../../src/crypto/master-keys.ts'
import { systemRandom } from '../../src/crypto/random.ts'
import { open, reseal, SealBroken, seal, sealedBox } from '../../src/crypto/seal.ts'

const text = (fill: number) => Buffer.alloc(32, fill).toString('base64url')
const keysOf = (...masterKeys: string[]): MasterKeys =>
  openMasterKeys({ keysDir: '/nonexistent', masterKeys, sealedBy: [], random: systemRandom })

const key = masterKeyFrom(Buffer.alloc(32, 1))
const context = { table: 'signing_key', row: 'k1', purpose: 'private' }

t.test('HKDF: another key for each label, the same for the same', async (t) => {
  t.equal(key.derive('a').length, 32)
  t.same(key.derive('a'), masterKeyFrom(Buffer.alloc(32, 1)).derive('a'))
  const labels = ['fingerprint', 'seal', 'box/a', 'box/b', 'refresh', 'a', 'b']
  t.equal(new Set(labels.map((label) => key.derive(label).toString('hex'))).size, labels.length)
  t.notSame(key.derive('a'), masterKeyFrom(Buffer.alloc(32, 2)).derive('a'))
  t.notMatch(JSON.stringify(key), Buffer.alloc(32, 1).toString('hex'))
})

t.test('a row opens in its place', async (t) => {
  const sealed = seal(key, systemRandom, context, Buffer.from('secret'))
  t.equal(open(key, context, sealed).toString(), 'secret')
  t.equal(sealed[0], 1, 'version first')
  t.equal(sealed.length, 1 + 12 + 6 + 16)
  t.notSame(seal(key, systemRandom, context, Buffer.from('secret')), sealed)
  t.equal(open(key, context, seal(key, systemRandom, context, Buffer.alloc(0))).length, 0)
})

t.test('a row opens nowhere else', async (t) => {
  const sealed = seal(key, systemRandom, context, Buffer.from('secret'))
  for (const moved of [
    { ...context, table: 'sealed_secret' },
    { ...context, row: 'k2' },
    { ...context, purpose: 'public' },
    { table: 'signing_ke', row: 'yk1', purpose: 'private' },
    { table: 'signing_key', row: 'k1private', purpose: '' },
  ]) {
    t.throws(() => open(key, moved, sealed), SealBroken)
  }
  t.throws(() => open(masterKeyFrom(Buffer.alloc(32, 2)), context, sealed), SealBroken)
})

t.test('a row with any bit changed, or cut anywhere, does not open', async (t) => {
  const sealed = seal(key, systemRandom, context, Buffer.from('secret'))
  const opens = (bytes: Buffer): boolean => {
    try {
      return open(key, context, bytes) !== undefined
    } catch (error) {
      if (!(error instanceof SealBroken) || error.message.includes('secret')) throw error
      return false
    }
  }
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    if (opens(changed)) t.fail(`bit ${bit}`)
  }
  for (let length = 0; length < sealed.length; length++) {
    if (opens(sealed.subarray(0, length)) || opens(sealed.subarray(sealed.length - length))) t.fail(`length ${length}`)
  }
  t.equal(opens(Buffer.concat([sealed, Buffer.of(0)])), false)
  t.equal(opens(sealed), true)
})

t.test('reseal moves a row to the newest key, once', async (t) => {
  const [before, after] = [keysOf(text(1)), keysOf(text(2), text(1))]
  const old = {
    sealed: seal(before.newest(), systemRandom, context, Buffer.from('s')),
    sealedBy: before.newest().fingerprint,
  }
  const moved = reseal(after, systemRandom, context, old)
  t.equal(moved?.sealedBy, after.newest().fingerprint)
  t.equal(moved && open(after.newest(), context, moved.sealed).toString(), 's')
  t.equal(moved && reseal(after, systemRandom, context, moved), undefined)
  t.throws(() => reseal(keysOf(text(3)), systemRandom, context, old), SealBroken)
})

t.test('a sealed box opens its own texts under every key that is still there', async (t) => {
  const box = sealedBox(keysOf(text(1)), systemRandom, 'request')
  const sealed = box.seal('grüße')
  t.match(sealed, /^[A-Za-z0-9_-]+$/)
  t.equal(box.open(sealed), 'grüße')
  t.equal(box.open(box.seal('')), '')
  t.not(box.seal('grüße'), sealed)
  t.equal(sealedBox(keysOf(text(2), text(1)), systemRandom, 'request').open(sealed), 'grüße')
  t.equal(sealedBox(keysOf(text(2)), systemRandom, 'request').open(sealed), undefined)
  t.equal(sealedBox(keysOf(text(1)), systemRandom, 'cookie').open(sealed), undefined)
})

t.test('a sealed box gives nothing for foreign, changed, respelled or endless text', async (t) => {
  const box = sealedBox(keysOf(text(1)), systemRandom, 'request')
  const sealed = box.seal('x')
  const bytes = Buffer.from(sealed, 'base64url')
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    if (box.open(changed.toString('base64url')) !== undefined) t.fail(`bit ${bit}`)
  }
  for (let length = 0; length < sealed.length; length++) {
    if (box.open(sealed.slice(0, length)) !== undefined) t.fail(`length ${length}`)
  }
  for (const other of [`${sealed}=`, ` ${sealed}`, `${sealed}\n`, 'é'.repeat(90), '\0', 'A'.repeat(10_000_000)]) {
    t.equal(box.open(other), undefined)
  }
})
