// Words: strangers' names tamed, places and trust in plain words (UAX #9).
import t from 'tap'
import {
  appName,
  claimedName,
  destinationWords,
  errorWords,
  plainName,
  trustWords,
} from '../../../src/http/pages/words.ts'
import { type ErrorCode, errorCodes } from '../../../src/protocol/errors.ts'
import { wordsOf } from '../../../src/words/index.ts'
import { aClient } from '../../protocol/samples.ts'

const w = wordsOf('en')

const now = new Date('2026-11-21T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

t.test('a name cannot reorder, hide or break what stands around it', async (t) => {
  t.equal(plainName('Shop'), 'Shop')
  t.equal(plainName('Bank \u202egnihsihp\u202c'), 'Bank gnihsihp', 'no direction override')
  t.equal(plainName('Pay\u200bPal\u00ad\ufeff'), 'PayPal', 'nothing invisible')
  t.equal(plainName('A\n\n\tB\u0000\u2028C'), 'A B C', 'one line')
  t.equal(plainName(' \u200b '), '')
  t.equal(appName(aClient({ clientId: 'app_x', name: ' \u200b ', origin: 'operator' })), 'app_x', 'never nothing')
  t.equal(plainName('😀'.repeat(200)), `${'😀'.repeat(80)}…`, 'cut between characters')
  t.equal(plainName('<script>'), '<script>', 'escaping is the templates’ work')
})

t.test('where the code goes', async (t) => {
  t.strictSame(destinationWords(w, 'https://app.example:8443/x'), { text: 'app.example:8443', isHost: true })
  t.strictSame(destinationWords(w, 'https://xn--pple-43d.example/'), { text: 'xn--pple-43d.example', isHost: true })
  for (const uri of ['http://127.0.0.1:7777/', 'http://localhost/x', 'com.example.app:/callback'])
    t.strictSame(destinationWords(w, uri), { text: 'a program on this computer', isHost: false }, uri)
})

t.test('RFC 7591 §5: who vouches for the app', async (t) => {
  const trust = (change: Parameters<typeof aClient>[0]) => trustWords(w, aClient(change), now)
  t.strictSame(trust({ origin: 'operator' }).isStranger, false)
  t.strictSame(trust({ origin: 'self-registered', verifiedAt: now }).isStranger, false)
  const stranger = trust({ origin: 'self-registered', createdAt: ago(180) })
  t.strictSame(stranger, { isStranger: true, text: 'This app registered itself 3 minutes ago. Nobody has checked it.' })
})

t.test('every error has a headline and advice', async (t) => {
  for (const code of Object.keys(errorCodes) as ErrorCode[]) {
    const { title, advice } = errorWords(w, code)
    t.ok(title.length > 10 && advice.length > 10, code)
  }
})

t.test(
  'CIMD §9.5: an app that describes itself is its address; who could be anybody is not said to be it',
  async (t) => {
    const clientId = 'https://claude.ai/oauth/client.json'
    const open = aClient({ clientId, name: 'Claude', origin: 'metadata-document', tokenEndpointAuthMethod: 'none' })
    const unverified = { ...open, verifiedAt: null, createdAt: now }
    const withKeys = { ...unverified, tokenEndpointAuthMethod: 'private_key_jwt' } as const
    t.strictSame([appName(open), claimedName(open)], ['claude.ai', 'Claude'])
    const certain = /^What is certain is its address, claude.ai/
    const unproved = /^That this is really claude.ai cannot be proved/
    t.match(trustWords(w, unverified, now, 'https://claude.ai/callback'), { isStranger: true, text: certain })
    for (const place of ['http://localhost/callback', 'com.example:/callback', undefined]) {
      t.match(trustWords(w, unverified, now, place), { isStranger: true, text: unproved })
      t.match(trustWords(w, { ...unverified, verifiedAt: now }, now, place), { isStranger: true, text: unproved })
      t.match(trustWords(w, withKeys, now, place), { isStranger: true, text: certain })
    }
    t.match(trustWords(w, { ...unverified, verifiedAt: now }, now, 'https://claude.ai/callback'), {
      isStranger: false,
      text: certain,
    })
  },
)
