// Tests of e-mail addresses: which are the same, and which are none.
import t from 'tap'
import { normalizeEmail } from '../../src/protocol/email.ts'

t.test('RFC 5321 §2.4: spelling that people vary by accident makes no other account', async (t) => {
  const same: [typed: string, compared: string][] = [
    ['ada@example.com', 'ada@example.com'],
    ['Ada@Example.COM', 'ada@example.com'],
    ['  ada@example.com\n', 'ada@example.com'],
    ['\u00a0ada@example.com', 'ada@example.com'],
    ['ａｄａ＠example.com', 'ada@example.com'],
    ['ada+shop@example.com', 'ada+shop@example.com'],
    ["o'brien@example.com", "o'brien@example.com"],
    ['JOSE\u0301@example.com', 'josé@example.com'],
    ['josé@example.com', 'josé@example.com'],
    ['\u03aa\u0301@example.com', '\u0390@example.com'],
    ['ada@bücher.example', 'ada@bücher.example'],
    ['ada@localhost', 'ada@localhost'],
    ['a/b=c!#$%&*?^_`{|}~@example.com', 'a/b=c!#$%&*?^_`{|}~@example.com'],
  ]
  for (const [typed, compared] of same) t.equal(normalizeEmail(typed), compared, JSON.stringify(typed))
  // Dots and tags mean something on some servers, so they are kept.
  t.not(normalizeEmail('a.da@example.com'), normalizeEmail('ada@example.com'))
  // A dotless i and an i are two letters: no mail for one person reaches the other.
  t.not(normalizeEmail('m\u0131ke@example.com'), normalizeEmail('mike@example.com'))
})

t.test('RFC 5321 §4.1.2: what is no address, or could pass for another, is refused', async (t) => {
  const bad = [
    '',
    ' ',
    'ada',
    '@example.com',
    'ada@',
    'ada@@example.com',
    'ada@x@example.com',
    'a da@example.com',
    'ada@exa mple.com',
    'ada@example.com, eve@example.com',
    'Ada <ada@example.com>',
    '"ada"@example.com',
    'ada@[192.0.2.1]',
    'ada@example.com\r\nBcc: eve@example.com',
    'ada\0@example.com',
    'ada\u0001@example.com',
    'ada\u007f@example.com',
    'ada\u200b@example.com',
    'ada\u00ad@example.com',
    'ada\u202e@example.com',
    'ada\u3164@example.com',
    'ada\ufeff\u2060@example.com',
    'ada\ud800@example.com',
    'ada\ue000@example.com',
    `${'x'.repeat(243)}@example.com`,
    // Grows when it is normalized: one ligature becomes eighteen letters.
    `${'\ufdfa'.repeat(20)}@example.com`,
  ]
  for (const text of bad) t.equal(normalizeEmail(text), undefined, JSON.stringify(text.slice(0, 40)))
  t.equal(normalizeEmail(`${'x'.repeat(242)}@example.com`)?.length, 254)
})

t.test('what was normalized once stays as it is', async (t) => {
  let addresses = 0
  for (let code = 0x21; code < 0x30000; code += 1) {
    const once = normalizeEmail(`a${String.fromCodePoint(code)}b@example.com`)
    if (once === undefined) continue
    addresses += 1
    if (normalizeEmail(once) !== once) t.fail(`U+${code.toString(16)}`)
  }
  t.ok(addresses > 100_000, `${addresses} addresses`)
})
