// Tests of redirect URIs: which may be registered, which match, and what is said of them.
import t from 'tap'
import {
  explainMismatch,
  matchesRedirectUri,
  redirectKind,
  redirectOrigin,
  redirectSource,
  redirectUriProblem,
} from '../../src/protocol/redirect-uri.ts'

const good = [
  'https://app.example/callback',
  'https://app.example',
  'https://app.example/',
  'https://app.example:8443/cb',
  'https://app.example:443/cb',
  'https://app.example/cb?tenant=1&x=%20',
  'https://app.example?x',
  'https://app.example/@me/cb',
  'https://app.example/a,b;c=d!$()/~x',
  'https://xn--bcher-kva.example/cb',
  'https://192.0.2.7/cb',
  'https://[2001:db8::1]/cb',
  'https://localhost/cb',
  'https://intranet/cb',
  'http://127.0.0.1',
  'http://127.0.0.1/',
  'http://127.0.0.1:8080/cb',
  'http://127.0.0.1?x=1',
  'http://[::1]/cb',
  'http://[::1]:3000',
  'http://localhost/callback',
  'http://localhost:80/callback',
]

const bad: readonly (readonly [uri: string, because: RegExp])[] = [
  ['', /printable/],
  ['/callback', /absolute/],
  ['//app.example/cb', /absolute/],
  ['app.example/cb', /absolute/],
  ['127.0.0.1:3000/cb', /absolute/],
  ['https:app.example/cb', /no host/],
  ['https:/app.example/cb', /no host/],
  ['https://', /no host/],
  ['https:///app.example/cb', /no host/],
  ['https://?x', /no host/],
  ['https://app.example/cb#', /fragment/],
  ['https://app.example/cb#x', /fragment/],
  ['https://app.example#@evil.example', /fragment/],
  ['https://user@app.example/cb', /user name/],
  ['https://user:word@app.example/cb', /user name/],
  ['https://@app.example/cb', /user name/],
  ['https://app.example@evil.example/cb', /user name/],
  ['http://localhost:1@evil.example/cb', /user name/],
  ['http://localhost@evil.example', /user name/],
  ['https://*.app.example/cb', /wildcard/],
  ['https://app.example/*', /wildcard/],
  ['https://app.example/cb?x=*', /wildcard/],
  ['*', /wildcard/],
  // A browser reads a backslash as a slash, and drops tabs and line breaks.
  ['https://app.example\\@evil.example/cb', /character/],
  ['https:\\\\app.example/cb', /character/],
  ['https://app.example/\tcb', /printable/],
  ['https://app.example/\ncb', /printable/],
  ['java\tscript:alert(1)', /printable/],
  [' https://app.example/cb', /printable/],
  ['https://app.example/cb ', /printable/],
  ['https://app.example/\0', /printable/],
  ['https://app.example/\x7f', /printable/],
  ['https://bücher.example/cb', /printable/],
  ['https://app.example/é', /printable/],
  ['https://аpp.example/cb', /printable/], // a Cyrillic а
  ['https://app。example/cb', /printable/], // a full-width dot
  ['https://app.example/<script>', /character/],
  ['https://app.example/"x"', /character/],
  ['https://app.example/{x}', /character/],
  ['https://app.example/`', /character/],
  // What only normalizes to something else.
  ['https://APP.example/cb', /normalized/],
  ['https://app%2eexample/cb', /normalized/],
  ['https://ex%61mple.com/cb', /normalized/],
  ['https://0x7f.1/cb', /normalized/],
  ['https://app.example:/cb', /normalized/],
  ['https://app.example:0443/cb', /normalized/],
  ['https://[2001:DB8::1]/cb', /normalized/],
  ['https://app.example:99999/cb', /valid/],
  ['https://app.example:x/cb', /valid/],
  ['https://[::1/cb', /valid/],
  ['https://a%40b.example/cb', /valid/],
  ['https://a%00b.example/cb', /valid/],
  ['http://0x7f.1/cb', /normalized/],
  ['http://0x7f000001/cb', /normalized/],
  ['http://127.1/cb', /normalized/],
  ['http://127.0.1/cb', /normalized/],
  ['http://2130706433/cb', /normalized/],
  ['http://0177.0.0.1/cb', /normalized/],
  ['http://127.0.0.01/cb', /normalized/],
  ['http://%6cocalhost/cb', /normalized/],
  ['http://LOCALHOST/cb', /normalized/],
  ['http://Localhost:3000/cb', /normalized/],
  ['http://[0:0:0:0:0:0:0:1]/cb', /normalized/],
  ['http://[::0001]/cb', /normalized/],
  ['http://[::ffff:127.0.0.1]/cb', /normalized/],
  ['http://localhost:/cb', /normalized/],
  ['http://localhost:00080/cb', /normalized/],
  ['http://localhost:99999/cb', /valid/],
  ['http://[::ffff:7f00:1]/cb', /http on a host/],
  ['http://localhost./cb', /http on a host/],
  ['http://127.0.0.1./cb', /normalized|http on a host/],
  ['http://127.0.0.2/cb', /http on a host/],
  ['http://0.0.0.0/cb', /http on a host/],
  ['http://[::]/cb', /http on a host/],
  ['http://127.0.0.1.evil.example/cb', /http on a host/],
  ['http://localhost.evil.example/cb', /http on a host/],
  ['http://localhostx/cb', /http on a host/],
  ['http://x.localhost/cb', /http on a host/],
  ['http://app.example/cb', /http on a host/],
  ['http://192.168.0.1/cb', /http on a host/],
  ['HTTPS://app.example/cb', /capitals/],
  ['Http://localhost/cb', /capitals/],
  ['JavaScript:alert(1)', /capitals/],
  ...[
    'javascript:alert(1)',
    'javascript://app.example/%0aalert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
  ].map(never),
  ...[
    'blob:https://app.example/1',
    'about:blank',
    'intent://x',
    'ws://app.example/',
    'wss://app.example/',
    'mailto:a@b.example',
  ].map(never),
  ...[
    'view-source:https://app.example/',
    'filesystem:https://app.example/',
    'ftp://app.example/',
    'urn:ietf:wg:oauth:2.0:oob',
  ].map(never),
  [`https://app.example/${'x'.repeat(2048)}`, /longer/],
]

function never(uri: string): readonly [string, RegExp] {
  return [uri, /never safe/]
}

t.test('OAuth 2.1 §1.5, §2.3, RFC 8252 §7.3: https, and http on this computer, may be registered', async (t) => {
  for (const uri of good) {
    t.equal(redirectUriProblem(uri, true), undefined, `public: ${uri}`)
    t.equal(redirectUriProblem(uri, false), undefined, `confidential: ${uri}`)
  }
})

t.test(
  'OAuth 2.1 §2.3, RFC 9700 §2.6, §4.1: a URI that means something else to a browser may not be registered',
  async (t) => {
    for (const [uri, because] of bad)
      for (const isPublic of [true, false]) {
        const problem = redirectUriProblem(uri, isPublic)
        t.match(problem ?? 'accepted', because, JSON.stringify(uri.slice(0, 60)))
        t.match(problem ?? '', /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/, 'the reason may stand in an error description')
      }
  },
)

t.test('RFC 8252 §7.1: private schemes are for public clients', async (t) => {
  const schemes = [
    'com.example.app:/callback',
    'com.example.app://callback',
    'cursor://anysphere.cursor-retrieval/oauth/callback',
    'myapp://',
    'vscode://x.y/cb?z',
  ]
  for (const uri of schemes) {
    t.equal(redirectUriProblem(uri, true), undefined, uri)
    t.match(redirectUriProblem(uri, false), /only public clients/, `confidential: ${uri}`)
  }
  const mistakes: [uri: string, because: RegExp][] = [
    ['x:/cb', /too short/],
    ['c:/windows', /too short/],
    ['myapp:', /nothing after/],
    ['myapp://user@host/cb', /user name/],
    ['localhost:3000/callback', /without http/],
    ['localhost:3000', /without http/],
    ['app.example:8443/cb', /without http/],
    ['1app://cb', /absolute/],
    ['my_app://cb', /absolute/],
  ]
  for (const [uri, because] of mistakes) t.match(redirectUriProblem(uri, true) ?? 'accepted', because, uri)
})

t.test(
  'OIDC Core §3.1.2.1, §14, OAuth 2.1 §2.3.1, §4.1.1, RFC 9700 §2.1, §4.1.3: URIs are compared as raw strings',
  async (t) => {
    for (const uri of good) t.equal(matchesRedirectUri(uri, uri), true, uri)
    const registered = 'https://app.example/callback'
    const others = [
      'https://app.example/callback/',
      'https://app.example/callback?x=1',
      'https://app.example/callback?',
      'https://app.example/callback#',
      'https://app.example/Callback',
      'https://app.example/%63allback',
      'https://app.example/x/../callback',
      'https://app.example//callback',
      'https://app.example:443/callback',
      'https://app.example:8443/callback',
      'https://APP.example/callback',
      'https://app.example./callback',
      'http://app.example/callback',
      'https://app.example',
      'https://app.example.evil.example/callback',
      'https://app.example@evil.example/callback',
      ' https://app.example/callback',
      '',
    ]
    for (const sent of others) t.equal(matchesRedirectUri(registered, sent), false, sent)
  },
)

t.test(
  'OAuth 2.1 §4.1.1, §8.4.2, RFC 9700 §2.1, §4.1.3, RFC 8252 §7.3: on loopback the port is free, and nothing else',
  async (t) => {
    const free: [registered: string, sent: string][] = [
      ['http://localhost/callback', 'http://localhost:54545/callback'],
      ['http://localhost:3000/callback', 'http://localhost/callback'],
      ['http://localhost:3000/callback', 'http://localhost:3001/callback'],
      ['http://127.0.0.1', 'http://127.0.0.1:1'],
      ['http://127.0.0.1', 'http://127.0.0.1:65535'],
      ['http://127.0.0.1/', 'http://127.0.0.1:51004/'],
      ['http://127.0.0.1?x=1', 'http://127.0.0.1:51004?x=1'],
      ['http://[::1]/cb?x=1', 'http://[::1]:8080/cb?x=1'],
      // Odd, but digits all the same, and they lead nowhere else.
      ['http://localhost/cb', 'http://localhost:0/cb'],
      ['http://localhost/cb', 'http://localhost:00080/cb'],
    ]
    for (const [registered, sent] of free) t.equal(matchesRedirectUri(registered, sent), true, `${registered} ${sent}`)
    const bound: [registered: string, sent: string][] = [
      ['http://127.0.0.1', 'http://127.0.0.1:8080/'],
      ['http://127.0.0.1/', 'http://127.0.0.1:8080'],
      ['http://localhost/callback', 'http://127.0.0.1/callback'],
      ['http://127.0.0.1/cb', 'http://[::1]/cb'],
      ['http://localhost/cb', 'https://localhost/cb'],
      ['http://localhost/cb', 'http://localhost:3000/cb2'],
      ['http://localhost/cb', 'http://localhost:3000/cb?x=1'],
      ['http://localhost/cb', 'http://localhost:/cb'],
      ['http://localhost/cb', 'http://localhost:99999/cb'],
      ['http://localhost/cb', 'http://localhost:000080/cb'],
      ['http://localhost/cb', 'http://localhost:-1/cb'],
      ['http://localhost/cb', 'http://localhost:80x/cb'],
      ['http://localhost/cb', 'http://localhost:80:80/cb'],
      ['http://localhost/cb', 'http://LOCALHOST:3000/cb'],
      ['http://localhost', 'http://localhost:1@evil.example'],
      ['http://localhost/cb', 'http://localhost:1@evil.example/cb'],
      ['http://localhost', 'http://localhost:3000#'],
      ['http://localhost', 'http://localhost:3000\\@evil.example'],
      ['http://127.0.0.1', 'http://127.0.0.1.evil.example'],
      ['http://127.0.0.1/cb', 'http://127.1:80/cb'],
      ['http://127.0.0.1/cb', 'http://127.0.0.2:80/cb'],
      ['https://localhost/cb', 'https://localhost:3000/cb'],
      ['https://127.0.0.1/cb', 'https://127.0.0.1:3000/cb'],
      ['com.example.app:/cb', 'com.example.app:80/cb'],
    ]
    for (const [registered, sent] of bound)
      t.equal(matchesRedirectUri(registered, sent), false, `${registered} ${sent}`)
  },
)

t.test('RFC 8252 §7.3: whatever matches goes to the host that was registered', async (t) => {
  const hosts = ['localhost', '127.0.0.1', '[::1]', 'localhost.', '127.1', 'evil.example']
  const tails = [
    '',
    ':',
    ':0',
    ':00080',
    ':3000',
    ':65536',
    ':1@evil.example',
    '.evil.example',
    '/',
    '/cb',
    '?x',
    '#x',
    '\\',
    '%',
  ]
  const uris = hosts.flatMap((host) => tails.flatMap((a) => tails.map((b) => `http://${host}${a}${b}`)))
  let matches = 0
  for (const registered of uris) {
    if (redirectUriProblem(registered, true) !== undefined) continue
    for (const sent of uris) {
      if (!matchesRedirectUri(registered, sent)) continue
      matches += 1
      const [before, after] = [new URL(registered), URL.parse(sent)]
      if (
        after?.hostname !== before.hostname ||
        after.username !== '' ||
        after.hash !== '' ||
        after.pathname !== before.pathname
      )
        t.fail('leads elsewhere', { registered, sent })
    }
  }
  t.ok(matches > 30, `${matches} pairs match`)
})

t.test('what consent is remembered for, and what a page may end in', async (t) => {
  const cases: [uri: string, kind: string, origin: string, source: string][] = [
    ['https://app.example/cb?x', 'web', 'https://app.example', 'https://app.example'],
    ['https://app.example:443/cb', 'web', 'https://app.example', 'https://app.example'],
    ['https://app.example:8443/cb', 'web', 'https://app.example:8443', 'https://app.example:8443'],
    ['https://localhost/cb', 'web', 'https://localhost', 'https://localhost'],
    ['http://localhost:3000/cb', 'loopback', 'loopback', 'http://localhost:3000'],
    ['http://127.0.0.1', 'loopback', 'loopback', 'http://127.0.0.1'],
    ['http://[::1]:3000/cb', 'loopback', 'loopback', 'http:'],
    ['https://[2001:db8::1]/cb', 'web', 'https://[2001:db8::1]', 'https:'],
    ['com.example.app:/cb', 'private-scheme', 'com.example.app:', 'com.example.app:'],
    ['httpsx://app.example/cb', 'private-scheme', 'httpsx:', 'httpsx:'],
  ]
  for (const [uri, kind, origin, source] of cases) {
    t.equal(redirectKind(uri), kind, uri)
    t.equal(redirectOrigin(uri), origin, uri)
    t.equal(redirectSource(uri), source, uri)
    t.match(redirectSource(uri), /^[a-z][a-z0-9+.:/-]*$/, 'one source, and nothing that ends it')
  }
})

t.test('the owner is told where a redirect URI first differs', async (t) => {
  t.match(explainMismatch('https://a.example/cb/', ['https://a.example/cb']), 'at character 21')
  t.match(
    explainMismatch('https://a.example/x', ['http://b.example/', 'https://a.example/y']),
    /https:\/\/a\.example\/y at character 19/,
  )
  t.match(explainMismatch('https://a.example/', []), 'no registered')
  t.match(
    explainMismatch('https://localhost:81/cb', ['http://localhost:82/other', 'http://localhost:81/cb']),
    'registered http://localhost:81/cb at character 5',
    'the one that is meant',
  )
  t.equal(
    explainMismatch('https://shop.example.org/account/callback/', ['https://shop.example.org/account/callback']),
    'it differs from the registered https://shop.example.org/account/callback at character 42: you sent `/callback/`, registered `/callback`',
  )
  t.match(
    explainMismatch('http://a.example/cb', ['https://a.example/cb']),
    /character 5: you sent `http:.*registered `https:/,
  )
  t.match(explainMismatch('https://a.example/cb?next=cs_rt_abcdefghij', ['https://a.example/cb?']), '[a secret cs_rt_]')
})
