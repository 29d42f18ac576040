// Apps that describe themselves by a document at their own address, through the whole door (draft-ietf-oauth-client-id-metadata-document).

import t, { type Test } from 'tap'
import { documentServer } from '../support/document-server.ts'
import { inTime } from '../support/pace.ts'
import { textOf } from '../support/page.ts'
import { hasForm, isAway, type Visit } from '../support/plain-browser.ts'
import { away, type Fields, type Story, type StoryClient, shown, story } from '../support/story.ts'

const callback = 'https://app.example/callback'
const settings = { DANGER_FETCH_LOOPBACK: '1' }

/** What a story needs to know of a client that it never saw before. */
const appAt = (clientId: string, change: Partial<StoryClient> = {}): StoryClient =>
  ({ clientId, redirectUris: [callback], secret: null, ...change }) as StoryClient

const opened = async (t: Test, more: Readonly<Record<string, string>> = {}) => {
  const s = await story(t, { ...settings, ...more })
  return { s, documents: await documentServer(t), ada: await s.account('ada') }
}

/** A page that says what is wrong, with a reference, and leads nowhere. */
const refusedPage = async (
  t: Test,
  s: Story,
  clientId: string,
  words: RegExp,
  fields: Fields = {},
): Promise<string> => {
  const visit = await s.authorize(s.browser(), appAt(clientId), fields)
  t.notOk(isAway(visit), `${clientId} leads nowhere`)
  t.match(textOf(visit, 'message'), words)
  t.notOk(hasForm(visit, 'login'))
  t.notMatch((visit as { text: string }).text, /app\.example\/callback/)
  const reference = textOf(visit, 'reference') ?? ''
  t.match(reference, /^\w{16}$/)
  return reference
}

const cause = async (s: Story, reference: string): Promise<string> => {
  await s.rooms.events.flush()
  return (await s.store.events.find(reference))?.operatorText ?? ''
}

t.test('CIMD §5: from the address to tokens, without registration', async (t) => {
  const { s, documents, ada } = await opened(t)
  const url = documents.publish('/client.json')
  const app = appAt(url)
  const at = s.browser()
  const page = shown(await s.logIn(at, await s.authorize(at, app), ada), 'consent')
  const code = away(await s.allow(at, page)).get('code') ?? ''
  const tokens = await s.redeem(app, code)
  t.equal(tokens.status, 200)
  const refreshed = await s.refresh(app, tokens.body.refresh_token)
  t.equal(refreshed.status, 200)
  const claims = JSON.parse(Buffer.from(tokens.body.access_token.split('.')[1], 'base64url').toString())
  t.equal(claims.client_id, url)
  t.equal(documents.asked().length, 1, 'fetched once, with login, consent, redemption and refresh')
  t.match(documents.asked()[0]?.headers, { accept: 'application/json' })
  t.notOk(documents.asked()[0]?.headers.cookie)
  const { client } = (await s.store.clients.find(url)) ?? {}
  t.match(client, { origin: 'metadata-document', name: 'Claude', pkceRequired: true, verifiedAt: null })
})

t.test('CIMD §9.5: the consent page shows whose app it is; the name is only what it says', async (t) => {
  const { s, documents, ada } = await opened(t)
  const at = s.browser()
  const url = documents.publish('/client.json', {
    client_name: 'Your bank\u202e',
    redirect_uris: [callback, 'http://localhost/callback'],
  })
  const login = shown(await s.authorize(at, appAt(url)), 'login')
  t.match(login.text, `<bdi>${documents.host}</bdi>`)
  t.notMatch(login.text, 'Your bank')
  s.clock.pass(30)
  const page = shown(await s.logIn(at, login, ada), 'consent')
  t.match(page.text, `Allow <bdi class="name">${documents.host}</bdi> to use your account?`)
  t.match(textOf(page, 'claimed-name'), 'It calls itself Your bank .')
  t.equal(textOf(page, 'destination'), 'app.example')
  t.match(textOf(page, 'trust'), `What is certain is its address, ${documents.host}.`)
  t.match(textOf(page, 'trust'), 'first seen here a moment ago, and nobody has checked it.')

  const local = shown(await s.authorize(at, appAt(url), { redirect_uri: 'http://localhost:5555/callback' }), 'consent')
  t.equal(textOf(local, 'destination'), 'a program on this computer')
  t.match(textOf(local, 'trust'), `That this is really ${documents.host} cannot be proved: any program could say so`)
})

t.test('CIMD §5, §5.1, §9.7: what cannot be read is a page that says why, and nothing is kept', async (t) => {
  const { s, documents } = await opened(t)
  const good = { client_id: documents.url('/x'), redirect_uris: [callback] }
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      'redirect',
      documents.answer('/r', { status: 302, headers: { location: documents.url('/x') } }),
      /it redirects \(status 302\)/,
    ],
    ['missing', documents.url('/missing'), /the answer has the status 404/],
    ['no content', documents.answer('/204', { status: 204 }), /the answer has the status 204/],
    ['server error', documents.answer('/500', { status: 500, body: good }), /the answer has the status 500/],
    ['huge', documents.publish('/huge', { padding: 'x'.repeat(6000) }), /larger than 5120 bytes/],
    ['a page', documents.publish('/html', {}, { headers: { 'content-type': 'text/html' } }), /the answer is not JSON/],
    ['no type', documents.publish('/untyped', {}, { headers: { 'content-type': '' } }), /the answer is not JSON/],
    ['broken', documents.answer('/broken', { body: '{"client_id":' }), /it is not a JSON object/],
    ['another client', documents.publish('/other', { client_id: documents.url('/x') }), /client_id is not the address/],
    ['a secret', documents.publish('/secret', { client_secret: 'hunter2' }), /it has a client_secret/],
    ['no redirect', documents.publish('/nowhere', { redirect_uris: [] }), /redirect_uris must name/],
    ['nobody there', 'http://127.0.0.1:9/client.json', /the connection failed/],
  ]
  for (const [what, url, words] of cases) {
    const reference = await refusedPage(t, s, url, words)
    const text = await cause(s, reference)
    t.match(text, url, `${what}: the operator sees the whole address`)
    t.notMatch(text, 'hunter2')
    t.equal(await s.store.clients.find(url), undefined, `${what}: nothing is kept`)
    t.equal(await s.store.clientDocuments.find(url), undefined)
  }
  t.equal(documents.asked('/x').length, 0, 'a redirect is not followed')
  const before = documents.asked().length
  await refusedPage(t, s, documents.url('/missing'), /404/)
  t.equal(documents.asked().length, before + 1, '§5.2: an error is not cached')
})

t.test('CIMD §9.7: a host that does not answer is given up after 5 seconds', async (t) => {
  const { s, documents } = await opened(t)
  const url = documents.answer('/slow', { hangs: true })
  const start = performance.now()
  await refusedPage(t, s, url, /no complete answer within 5 s/)
  const millis = performance.now() - start
  t.ok(millis > 4500, 'it had its chance')
  inTime(t, 'given up', 7000, millis)
})

t.test('CIMD §4: any JSON format will do', async (t) => {
  const { s, documents } = await opened(t)
  for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/cimd+json']) {
    const url = documents.publish(`/${encodeURIComponent(type)}`, {}, { headers: { 'content-type': type } })
    shown(await s.authorize(s.browser(), appAt(url)), 'login')
  }
})

t.test('CIMD §3, §9.6: addresses that are never asked', async (t) => {
  const { s, documents } = await opened(t)
  documents.publish('/client.json')
  for (const url of [
    `http://127.0.0.2${documents.host.slice('127.0.0.1'.length)}/client.json`,
    `http://user@${documents.host}/client.json`,
    `http://${documents.host}`,
    `${documents.url('/client.json')}#part`,
    documents.url('/a/../client.json'),
    documents.url('/%2e%2e/client.json'),
    'https://169.254.169.254/latest/meta-data/',
    'https://[::ffff:169.254.169.254]/client.json',
    'https://10.0.0.1/client.json',
    'https://2130706433/client.json',
    'https://metadata.google.internal./client.json',
    'http://app.example/client.json',
    'ftp://app.example/client.json',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])
    await refusedPage(t, s, url, /cannot be used here|not known here/)
  await refusedPage(t, s, `${s.issuer}/authorize?client_id=x`, /are not admitted here/)
  const https = await story(t, { ISSUER: 'https://id.example/tenant' })
  for (const url of ['https://id.example/tenant/jwks', 'https://id.example:443/tenant/jwks'])
    await refusedPage(t, https, url, /Applications from id.example are not admitted here/)
  t.equal(documents.asked().length, 0)
})

t.test('without DANGER_FETCH_LOOPBACK this machine is not asked, whatever name it has', async (t) => {
  const s = await story(t)
  const documents = await documentServer(t, 'https')
  documents.publish('/client.json')
  await refusedPage(t, s, documents.url('/client.json').replace('https:', 'http:'), /cannot be used here/)
  await refusedPage(t, s, documents.url('/client.json'), /the host has no public address/)
  t.equal(documents.asked().length, 0)
})

t.test('CIMD=list admits the hosts that are listed, and CIMD=off nobody', async (t) => {
  const documents = await documentServer(t)
  const url = documents.publish('/client.json')
  const listed = await story(t, { ...settings, CIMD: 'list', CIMD_HOSTS: `claude.ai, ${documents.host}` })
  shown(await listed.authorize(listed.browser(), appAt(url)), 'login')
  for (const host of ['claude.ai.evil.example', 'evilclaude.ai', 'www.claude.ai'])
    await refusedPage(
      t,
      listed,
      `https://${host}/client.json`,
      new RegExp(`Applications from ${host} are not admitted here`),
    )
  t.equal(documents.asked().length, 1)
  const off = await story(t, { ...settings, CIMD: 'off' })
  await refusedPage(t, off, url, /not known here/)
  t.equal(documents.asked().length, 1)
  for (const [s, supported] of [
    [listed, true],
    [off, undefined],
  ] as const) {
    const response = await s.fetch(`${s.issuer}/.well-known/oauth-authorization-server`)
    const metadata = (await response.json()) as Record<string, unknown>
    t.equal(metadata.client_id_metadata_document_supported, supported)
  }
})

t.test('CIMD §4.2: only the document’s redirect URIs', async (t) => {
  const { s, documents } = await opened(t)
  const url = documents.publish('/client.json')
  const visit = await s.authorize(s.browser(), appAt(url), { redirect_uri: 'https://evil.example/callback' })
  t.notOk(isAway(visit))
  t.match(textOf(visit, 'message'), /redirect URI is not registered/)
})

t.test(
  'prompt=none: an app that cannot be read gets nothing, one that can gets its answer at its own address only',
  async (t) => {
    const { s, documents, ada } = await opened(t)
    const silent = { prompt: 'none' }
    await refusedPage(t, s, documents.url('/missing'), /404/, silent)
    const url = documents.publish('/client.json')
    const elsewhere = await s.authorize(s.browser(), appAt(url), { ...silent, redirect_uri: 'https://evil.example/' })
    t.notOk(isAway(elsewhere))
    t.equal(away(await s.authorize(s.browser(), appAt(url), silent)).get('error'), 'login_required')
    const at = s.browser()
    await s.logIn(at, await s.authorize(at, appAt(url)), ada)
    const answer: Visit = await s.authorize(at, appAt(url), silent)
    t.strictSame([away(answer).get('error'), away(answer).get('code')], ['consent_required', null])
  },
)

t.test('RFC 9700 §4.11: a broken request of an app that nobody allowed is a page', async (t) => {
  const { s, documents } = await opened(t)
  const url = documents.publish('/client.json')
  const visit = await s.authorize(s.browser(), appAt(url), { code_challenge: null })
  t.notOk(isAway(visit))
  t.match(
    (visit as { text: string }).text,
    `Nobody here has checked the app <bdi class="strong">${documents.host}</bdi>`,
  )
})

t.test('CIMD §9.4: a changed document asks for consent again; an unchanged one does not', async (t) => {
  const { s, documents, ada } = await opened(t)
  const at = s.browser()
  const url = documents.publish('/client.json')
  const app = appAt(url)
  await s.codeFor(app, ada, {}, at)
  t.ok(isAway(await s.authorize(at, app)), 'remembered')
  s.clock.pass(601)
  t.ok(isAway(await s.authorize(at, app)), 'fetched again, the same: still remembered')
  t.equal(documents.asked().length, 2)
  const changes = [
    { client_name: 'Another name' },
    { redirect_uris: [callback, 'https://app.example/second'] },
    { logo_uri: 'https://app.example/logo.png' },
    { policy_uri: 'https://app.example/policy' },
    { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://app.example/jwks.json' },
  ]
  for (const change of changes) {
    documents.publish('/client.json', change)
    s.clock.pass(601)
    const page = await s.authorize(at, app)
    t.ok(hasForm(page, 'consent'), JSON.stringify(change))
    await s.allow(at, shown(page, 'consent'))
    t.ok(isAway(await s.authorize(at, app)), 'and then it is remembered')
  }
})

t.test('a document that changes while the page is open: the answer is not to that question', async (t) => {
  const { s, documents, ada } = await opened(t)
  const at = s.browser()
  const url = documents.publish('/client.json')
  const page = shown(await s.logIn(at, await s.authorize(at, appAt(url)), ada), 'consent')
  documents.publish('/client.json', { policy_uri: 'https://app.example/other' })
  s.clock.pass(601)
  await s.authorize(s.browser(), appAt(url))
  const again = shown(await s.allow(at, page), 'consent')
  t.equal(again.status, 409)
  t.match(textOf(again, 'alert'), /Something changed/)
})

t.test('a document that grows a secret, or turns to somebody else, ends at a page; tokens live on', async (t) => {
  const { s, documents, ada } = await opened(t)
  const url = documents.publish('/client.json')
  const app = appAt(url)
  const { body } = await s.redeem(app, await s.codeFor(app, ada))
  for (const [change, words] of [
    [{ client_secret: 'hunter2' }, /it has a client_secret/],
    [{ client_id: 'https://victim.example/client.json' }, /client_id is not the address/],
    [{ redirect_uris: ['http://evil.example/'] }, /is http on a host/],
  ] as const) {
    documents.publish('/client.json', change)
    s.clock.pass(601)
    await refusedPage(t, s, url, words)
  }
  t.match((await s.store.clients.find(url))?.client, { redirectUris: [callback], name: 'Claude' })
  t.equal((await s.refresh(app, body.refresh_token)).status, 200)
})

t.test('an app that an operator disabled stays so, whatever its document says', async (t) => {
  const { s, documents, ada } = await opened(t)
  const url = documents.publish('/client.json')
  const app = appAt(url)
  const { body } = await s.redeem(app, await s.codeFor(app, ada))
  await s.rooms.operator.clients.disable(url)
  documents.publish('/client.json', { client_name: 'Fresh and new' })
  s.clock.pass(100_000)
  await refusedPage(t, s, url, /disabled/)
  t.equal(documents.asked().length, 1, 'it is not even asked')
  const refreshed = await s.refresh(app, body.refresh_token)
  t.strictSame([refreshed.status, refreshed.body.error], [400, 'unauthorized_client'])
  await s.rooms.operator.clients.enable(url)
  shown(await s.authorize(s.browser(), app), 'login')
})

t.test(
  'RFC 6749 §5.2: an unknown address at /token, /revoke and /introspect is invalid_client, and nothing is fetched',
  async (t) => {
    const { s, documents } = await opened(t)
    const url = documents.publish('/client.json')
    for (const [path, fields] of [
      [
        '/token',
        { grant_type: 'authorization_code', code: 'x', code_verifier: 'x'.repeat(43), redirect_uri: callback },
      ],
      ['/token', { grant_type: 'refresh_token', refresh_token: 'x' }],
      ['/revoke', { token: 'x' }],
      ['/introspect', { token: 'x' }],
    ] as const) {
      const body = new URLSearchParams({ client_id: url, ...fields })
      const response = await s.fetch(`${s.issuer}${path}`, { method: 'POST', body })
      const { error } = (await response.json()) as { error: string }
      t.strictSame([response.status, error], [401, 'invalid_client'], path)
    }
    t.equal(documents.asked().length, 0)
  },
)

t.test('a public app sends no secret; a secret proves nothing', async (t) => {
  const { s, documents, ada } = await opened(t)
  const app = appAt(documents.publish('/client.json'))
  const code = await s.codeFor(app, ada)
  const refused = await s.redeem(app, code, { client_secret: 'anything' })
  t.strictSame([refused.status, refused.body.error], [401, 'invalid_client'])
})
