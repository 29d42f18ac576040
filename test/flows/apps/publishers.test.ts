// Verified publishers: a real file on a real https server vouches, is asked again every day, and stops (RFC 8615).
import t from 'tap'
import { publisherDocument, publisherFile, verifiedPublisher } from '../../../src/protocol/publisher.ts'
import { trustOwnCertificate } from '../../support/certificate.ts'
import { documentServer } from '../../support/document-server.ts'
import { story } from '../../support/flows.ts'
import { thrownBy } from '../../support/thrown.ts'

const day = 86_400

t.test(
  'RFC 8615: a host vouches for an app that sends people back to it, until its file or the app changes',
  async (t) => {
    trustOwnCertificate(t)
    const s = await story(t)
    const web = await documentServer(t, 'https')
    const { account: ada } = await s.person({ roles: ['developer'] })
    const redirectUri = web.url('/callback')
    const made = await s.flows.apps.register(ada, { kind: 'web', name: 'Shop', redirectUris: redirectUri }, s.now())
    if (made.kind !== 'made') throw new Error('not made')
    const { clientId } = made.client
    const issuer = s.config.issuer
    const verify = (host = web.host) => s.flows.apps.publishers.verify(ada, clientId, host, '192.0.2.1', s.now())
    const { recheckDue } = s.flows.apps.publishers
    const client = async () => (await s.flows.apps.find(ada, clientId)).client
    const vouches = async () => verifiedPublisher(await client(), redirectUri)
    const file = (body: unknown, more: object = {}) => web.answer(publisherFile, { body, ...more })

    t.match(await verify('evil.example'), { kind: 'problem', words: /one of the app’s redirect URIs/ })
    t.equal(web.asked().length, 0, 'no other host is ever asked')
    const bad: readonly (readonly [string, () => unknown, RegExp])[] = [
      ['no file', () => {}, /status 404/],
      ['another app', () => file(publisherDocument(issuer, 'app_other')), /does not name this app/],
      ['another server', () => file(publisherDocument('https://other.example', clientId)), /not with the issuer/],
      ['no JSON', () => file('<html>'), /is not JSON/],
      [
        'a redirect',
        () => file('', { status: 302, headers: { location: redirectUri } }),
        /status 302; nothing is followed/,
      ],
      ['endless', () => file(`{"apps":["${'x'.repeat(70_000)}"]}`), /larger than/],
    ]
    for (const [what, publish, words] of bad) {
      publish()
      t.match(await verify(), { kind: 'problem', words }, what)
      t.match([await vouches(), (await client()).publisher], [null, { host: web.host, problem: words }], what)
    }

    file(publisherDocument(issuer, clientId))
    t.same(await verify(), { kind: 'verified', host: web.host })
    t.equal(await vouches(), web.host)
    t.equal(verifiedPublisher(await client(), 'https://elsewhere.example/'), null)
    const asked = web.asked(publisherFile).length
    await recheckDue(s.now())
    t.equal(web.asked(publisherFile).length, asked, 'not before a day is over')
    s.pass(day + 60)
    await Promise.all([recheckDue(s.now()), recheckDue(s.now())])
    t.equal(web.asked(publisherFile).length, asked + 1, 'by one server of two')
    t.equal(await vouches(), web.host)

    // A host that is away is forgiven for three days.
    file('', { status: 503 })
    for (const [days, host] of [
      [1, web.host],
      [1, web.host],
      [1, null],
    ] as const) {
      s.pass(days * day + 60)
      await recheckDue(s.now())
      t.equal(await vouches(), host)
    }
    t.match(await s.flows.apps.refusals(ada, clientId, { limit: 1 }), [
      {
        ownerText: new RegExp(`^${web.host} does not vouch for the app any more.*status 503`),
        cure: /Put the file back/,
      },
    ])
    const told = web.asked(publisherFile).length
    s.pass(2 * day)
    await recheckDue(s.now())
    t.equal(web.asked(publisherFile).length, told, 'who does not vouch is not asked again')

    file(publisherDocument(issuer, clientId))
    await verify()
    file({ apps: [] })
    s.pass(day + 60)
    await recheckDue(s.now())
    t.equal(await vouches(), null, 'a file that says otherwise counts at once')

    file(publisherDocument(issuer, clientId))
    await verify()
    await s.flows.operator.clients.set(clientId, { redirectUris: [redirectUri, 'https://evil.example/callback'] })
    t.equal(await vouches(), null, 'other redirect URIs, whoever changes them, were not vouched for')
    await verify()
    t.equal(await vouches(), web.host)
    await s.flows.apps.publishers.forget(ada, clientId)
    t.equal((await client()).publisher, null)
    t.match(await thrownBy(Promise.all(Array.from({ length: 30 }, () => verify()))), { code: 'too_many_requests' })
  },
)
