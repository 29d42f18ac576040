// Verified publishers: what the file must say, and for which redirect URIs it speaks (RFC 8615).
import t from 'tap'
import {
  publisherDocument,
  publisherDocumentProblem,
  publisherHosts,
  verifiedPublisher,
} from '../../src/protocol/publisher.ts'

const issuer = 'https://id.example'
const at = new Date('2026-11-22T10:00:00Z')
const publisher = { host: 'shop.example', verifiedAt: at, checkedAt: at, problem: null }

t.test('it covers redirects to just that host, by https, while it is verified', async (t) => {
  for (const [uri, host] of [
    ['https://shop.example/callback', 'shop.example'],
    ['https://SHOP.example/callback', 'shop.example'],
    ['https://www.shop.example/callback', null],
    ['https://shop.example:8443/callback', null],
    ['https://shop.example.evil.example/', null],
    ['https://evil.example/shop.example', null],
    ['http://localhost/callback', null],
    ['shop.example:/callback', null],
  ] as const)
    t.equal(verifiedPublisher({ publisher }, uri), host, uri)
  t.equal(verifiedPublisher({ publisher: { ...publisher, verifiedAt: null } }, 'https://shop.example/'), null)
  t.equal(verifiedPublisher({ publisher: null }, 'https://shop.example/'), null)
  const redirectUris = [
    'https://a.example/1',
    'https://a.example/2',
    'http://127.0.0.1/cb',
    'x.y:/cb',
    'https://b.example:1/',
  ]
  t.same(publisherHosts({ redirectUris }), ['a.example', 'b.example:1'])
})

t.test('the file names the app with this issuer, and may name others', async (t) => {
  t.equal(publisherDocumentProblem(publisherDocument(issuer, 'app_1'), issuer, 'app_1'), undefined)
  const both = JSON.stringify({
    apps: [null, 1, { issuer: 'https://other.example', client_id: 'app_1' }, { issuer, client_id: 'app_1' }],
  })
  t.equal(publisherDocumentProblem(both, issuer, 'app_1'), undefined)
  t.match(publisherDocumentProblem(publisherDocument(issuer, 'app_2'), issuer, 'app_1'), 'client_id')
  t.match(publisherDocumentProblem(publisherDocument('https://x.example', 'app_1'), issuer, 'app_1'), 'issuer')
  for (const text of ['', 'null', '[]', '{"apps":{}}', '<html>', '"app_1"'])
    t.match(publisherDocumentProblem(text, issuer, 'app_1'), 'is not JSON of the form', text)
})
