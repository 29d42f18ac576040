// Tests of web origins: only what a browser can send is registered, and only exactly that matches (Fetch Standard §3.2).
import t from 'tap'
import { allowsOrigin, webOriginProblem } from '../../src/protocol/web-origin.ts'

t.test('RFC 6454 §6.2: an origin is scheme, host and port, in the one form that browsers send', async (t) => {
  const good = [
    'https://app.example',
    'http://app.example:8080',
    'http://localhost:5173',
    'http://127.0.0.1',
    'http://[::1]:3000',
    'https://xn--bcher-kva.example',
  ]
  for (const origin of good) t.equal(webOriginProblem(origin), undefined, origin)
  const bad = [
    ...['', '*', 'null', 'app.example', 'https://', 'https://*.app.example', 'https://app.example, https://b.example'],
    ...['https://app.example/', 'https://APP.example', 'HTTPS://app.example', 'https://app.example:443'],
    ...['https://app.example/x', 'https://app.example?x', 'https://app.example#', 'https://ada@app.example'],
    ...['https://bücher.example', ' https://app.example', 'https://app.example\n', 'https://127.1'],
    ...['file:///x', 'chrome-extension://abc', 'blob:https://app.example/x', 'data:,', 'javascript:alert(1)'],
    ...['com.example.app:/', `https://${'a'.repeat(400)}.example`, 'https://app.example:99999'],
  ]
  for (const origin of bad) t.match(webOriginProblem(origin), /^is not an origin/, JSON.stringify(origin))
  t.match(webOriginProblem('https://APP.example/x'), /use https:\/\/app\.example$/, 'it says which')
})

t.test('an empty list allows all; a list allows what is in it, byte by byte', async (t) => {
  t.equal(allowsOrigin([], 'https://evil.example'), true)
  t.equal(allowsOrigin([], 'null'), true)
  const list = ['https://app.example', 'http://localhost:5173']
  for (const origin of list) t.equal(allowsOrigin(list, origin), true)
  for (const origin of ['null', '', 'https://app.example/', 'https://app.example.evil.example', 'https://App.example'])
    t.equal(allowsOrigin(list, origin), false, origin)
})
