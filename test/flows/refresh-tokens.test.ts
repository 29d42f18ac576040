// Refresh tokens under their master keys: the same bytes for the same generation, whatever became newest since (RFC 9700 §4.14.2).
import { randomBytes } from 'node:crypto'
import t from 'tap'
import { openMasterKeys } from '../../src/crypto/master-keys.ts'
import { systemRandom } from '../../src/crypto/random.ts'
import { refreshTokensUnder } from '../../src/flows/refresh-tokens.ts'
import { parseRefreshToken } from '../../src/protocol/refresh-token.ts'
import { aFamily } from '../store/samples.ts'
import { freshStore } from '../support/store.ts'

const keysOf = (...masterKeys: readonly string[]) =>
  openMasterKeys({ keysDir: '', masterKeys, sealedBy: [], random: systemRandom })

t.test('RFC 9700 §4.14.2: refresh tokens and master keys', async (t) => {
  const [first, second] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')]
  const before = keysOf(first)
  const { family } = await aFamily(await freshStore(t))
  const ours = { ...family, generation: 7, masterKey: before.newest().fingerprint }
  const token = refreshTokensUnder(before).write(ours)

  t.test('what is written is read again, and a repetition is the same', async (t) => {
    const tokens = refreshTokensUnder(before)
    t.match(tokens.read(token), { familyId: ours.id, generation: 7, keyId: ours.masterKey.slice(0, 8) })
    t.equal(tokens.write(ours), token)
    t.not(tokens.write({ ...ours, generation: 8 }), token)
  })

  t.test('a newer master key changes nothing for tokens that are out, and authenticates the next', async (t) => {
    const after = keysOf(second, first)
    const tokens = refreshTokensUnder(after)
    t.ok(tokens.read(token))
    t.equal(tokens.write(ours), token, 'a retry gets the successor that was made then')
    t.equal(tokens.newestKey(), after.newest().fingerprint)
    const next = tokens.write({ ...ours, masterKey: tokens.newestKey() })
    t.not(next, token)
    t.equal(refreshTokensUnder(before).read(next), undefined, 'who has only the old key cannot make it')
  })

  t.test('a stolen database can make none: without the key there is nothing to read or write with', async (t) => {
    t.equal(refreshTokensUnder(keysOf(second)).read(token), undefined)
  })

  t.test('a token that claims another family, generation or key is not ours', async (t) => {
    const tokens = refreshTokensUnder(keysOf(second, first))
    const bytes = parseRefreshToken(token)?.bytes ?? Buffer.alloc(0)
    const changed = Array.from(bytes.keys(), (index) => {
      const other = Buffer.from(bytes)
      other[index] = (other[index] ?? 0) ^ 0x80
      return tokens.read(`cs_rt_${other.toString('base64url')}`)
    })
    t.equal(changed.length, 57)
    t.ok(changed.every((each) => each === undefined))
  })
})
