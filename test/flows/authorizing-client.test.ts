// When a client's document is fetched, by whom, how often, and what stands in for it (draft-ietf-oauth-client-id-metadata-document §5, §9.6).
import t, { type Test } from 'tap'
import { type Client, usualClient } from '../../src/model/client.ts'
import { isRefusal, type OAuthError } from '../../src/protocol/errors.ts'
import { assemble } from '../support/assembly.ts'
import { documentServer } from '../support/document-server.ts'
import { story } from '../support/flows.ts'
import { params } from '../support/wire.ts'

const day = 86_400

const opened = async (t: Test, settings: Readonly<Record<string, string>> = {}) => {
  const s = await story(t, { DANGER_FETCH_LOOPBACK: '1', ...settings })
  const documents = await documentServer(t)
  /** Asks with the redirect URI that the documents name; what it gets tells whether the client was found. */
  const ask = async (clientId: string, address: string | undefined = '192.0.2.1'): Promise<'found' | OAuthError> => {
    const question = { ...s.question({ client: { clientId } as Client, secret: undefined, redirectUri }) }
    const outcome = await s.flows.authorize.proceed(params(question), undefined, null, s.now(), address)
    if (outcome.kind === 'log-in') return 'found'
    if (outcome.kind === 'shown') return outcome.refusal
    throw new Error(outcome.kind)
  }
  return { s, documents, ask, count: () => documents.asked().length }
}
const redirectUri = 'https://app.example/callback'
const codeOf = (answer: 'found' | OAuthError): string => (isRefusal(answer) ? answer.code : answer)

t.test('twenty at once cause one fetch', async (t) => {
  const { ask, documents, count } = await opened(t)
  const url = documents.publish('/client.json', {}, { delayMillis: 100 })
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => ask(url, `192.0.2.${at}`)))
  t.strictSame(new Set(answers), new Set(['found']))
  t.equal(count(), 1)
})

t.test('twenty at once at an address that fails: one fetch, and each is told', async (t) => {
  const { ask, documents, count } = await opened(t)
  const url = documents.answer('/gone', { status: 404, delayMillis: 100 })
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(url)))
  t.strictSame(new Set(answers.map(codeOf)), new Set(['invalid_client']))
  t.equal(count(), 1)
})

t.test('two processes on one database fetch once each at most, and make one client', async (t) => {
  const { s, ask, documents, count } = await opened(t)
  const other = await assemble({ ...s.ingredients, log: { info: () => {} } })
  const url = documents.publish('/client.json', {}, { delayMillis: 50 })
  const question = params(s.question({ client: { clientId: url } as Client, secret: undefined, redirectUri }))
  const there = () => other.authorize.proceed(question, undefined, null, s.now(), '192.0.2.9')
  const answers = await Promise.all([ask(url), there(), ask(url), there()])
  t.strictSame(
    answers.map((answer) => (typeof answer === 'object' && 'kind' in answer ? answer.kind : answer)),
    ['found', 'log-in', 'found', 'log-in'],
  )
  t.ok(count() <= 2)
  t.equal((await s.store.clients.list({ limit: 100 })).filter(({ clientId }) => clientId === url).length, 1)
})

t.test('only who comes to /authorize makes it fetch', async (t) => {
  const { s, ask, documents, count } = await opened(t)
  const url = documents.publish('/client.json')
  const noAddress = async () => {
    const question = s.question({ client: { clientId: url } as Client, secret: undefined, redirectUri })
    return s.flows.authorize.proceed(params(question), undefined, null, s.now())
  }
  t.equal((await noAddress()).kind, 'shown')
  t.equal(count(), 0)
  await ask(url)
  s.pass(30 * day)
  t.equal((await noAddress()).kind, 'log-in', 'the answer to a page uses what the page showed')
  t.equal(count(), 1)
})

t.test('RFC 9111 §4.2: it is used while it is fresh', async (t) => {
  const { s, ask, documents, count } = await opened(t)
  const headers = { 'cache-control': 'max-age=3600' }
  const url = documents.publish('/client.json', {}, { headers })
  await ask(url)
  s.pass(3599)
  await ask(url)
  t.equal(count(), 1)
  s.pass(2)
  await ask(url)
  t.equal(count(), 2)
  const short = documents.publish('/short.json', {}, { headers: { 'cache-control': 'no-store' } })
  await ask(short)
  await ask(short)
  t.equal(count(), 3, 'a minute at least: one login has several steps')
  s.pass(61)
  await ask(short)
  t.equal(count(), 4)
})

t.test(
  'RFC 9111 §4.2.4: while its host is away, the last one stands in for a day; the operator can see it',
  async (t) => {
    const { s, ask, documents } = await opened(t)
    const url = documents.publish('/client.json')
    await ask(url)
    for (const status of [500, 503, 429]) {
      s.pass(700)
      documents.answer('/client.json', { status })
      t.equal(await ask(url), 'found', String(status))
    }
    const events = await s.recorded({ clientId: url })
    t.ok(events.some(({ operatorText }) => /the last one stands in.*status 503/.test(operatorText)))
    s.pass(day)
    t.equal(codeOf(await ask(url)), 'invalid_client')
    documents.publish('/client.json')
    t.equal(await ask(url), 'found', 'and when it is back, so is the app')
  },
)

t.test('what says no, says no: a document that is gone, moved or wrong does not stand in', async (t) => {
  const { s, ask, documents } = await opened(t)
  const url = documents.publish('/client.json')
  for (const answer of [
    { status: 404 },
    { status: 410 },
    { status: 301, headers: { location: 'https://evil.example/' } },
    { body: 'not JSON' },
    { body: {}, headers: { 'content-type': 'text/html' } },
  ]) {
    documents.publish('/client.json')
    s.pass(700)
    t.equal(await ask(url), 'found')
    documents.answer('/client.json', answer)
    s.pass(700)
    t.equal(codeOf(await ask(url)), 'invalid_client', JSON.stringify(answer))
  }
})

t.test('RFC 9111 §5.2.2.2: must-revalidate is stronger than a host that is away', async (t) => {
  const { s, ask, documents } = await opened(t)
  const url = documents.publish('/client.json', {}, { headers: { 'cache-control': 'max-age=60, must-revalidate' } })
  await ask(url)
  documents.answer('/client.json', { status: 503 })
  s.pass(61)
  t.equal(codeOf(await ask(url)), 'invalid_client')
})

t.test('CIMD §9.6: one visitor causes 20 fetches in a minute, and others are not held up by that', async (t) => {
  const { s, ask, documents, count } = await opened(t)
  for (let at = 0; at < 20; at += 1) await ask(documents.url(`/missing-${at}`), '198.51.100.7')
  const refused = await ask(documents.publish('/client.json'), '198.51.100.7')
  t.match(refused, { code: 'too_many_requests', retryAfterSeconds: 60 })
  t.equal(count(), 20)
  t.equal(await ask(documents.url('/client.json'), '198.51.100.8'), 'found')
  t.equal(await ask(documents.url('/client.json'), '198.51.100.7'), 'found', 'what is known needs no fetch')
  s.pass(61)
  t.equal(codeOf(await ask(documents.url('/missing'), '198.51.100.7')), 'invalid_client')
})

t.test('CIMD §9.6: a visitor with a whole /64 is one visitor', async (t) => {
  const { ask, documents, count } = await opened(t)
  for (let at = 0; at < 25; at += 1) await ask(documents.url(`/missing-${at}`), `2001:db8:1:2::${at}`)
  t.equal(count(), 20)
})

t.test('who asks too often does not spoil it for who waits for the same document', async (t) => {
  const { ask, documents } = await opened(t)
  for (let at = 0; at < 20; at += 1) await ask(documents.url(`/missing-${at}`), '198.51.100.7')
  const url = documents.publish('/client.json')
  const [flooder, ...others] = await Promise.all([
    ask(url, '198.51.100.7'),
    ...[1, 2, 3].map((at) => ask(url, `192.0.2.${at}`)),
  ])
  t.equal(codeOf(flooder), 'too_many_requests')
  t.strictSame(others, ['found', 'found', 'found'])
})

t.test('CIMD §9.6: a host is asked 60 times in a minute, by all visitors together', async (t) => {
  const { s, ask, documents, count } = await opened(t)
  const known = documents.publish('/known.json')
  await ask(known, '192.0.2.200')
  for (let at = 0; at < 70; at += 1) await ask(documents.url(`/missing-${at}`), `203.0.113.${at}`)
  t.equal(count(), 60)
  t.equal(codeOf(await ask(documents.publish('/new.json'), '192.0.2.201')), 'too_many_requests')
  s.pass(601)
  for (let at = 0; at < 60; at += 1) await ask(documents.url(`/missing-${at}`), `203.0.113.${at}`)
  t.equal(await ask(known, '192.0.2.200'), 'found')
  t.equal(documents.asked('/known.json').length, 2, 'strangers cannot keep what is known from being read again')
})

t.test('nor can who asks too often: he gets the last document, and the next visitor the new one', async (t) => {
  const { s, ask, documents } = await opened(t)
  const url = documents.publish('/client.json')
  await ask(url)
  s.pass(601)
  for (let at = 0; at < 20; at += 1) await ask(documents.url(`/missing-${at}`), '198.51.100.7')
  t.equal(await ask(url, '198.51.100.7'), 'found')
  t.equal(documents.asked('/client.json').length, 1)
  t.equal(await ask(url, '192.0.2.1'), 'found')
  t.equal(documents.asked('/client.json').length, 2)
})

t.test('DANGER_NO_RATE_LIMITS lifts both', async (t) => {
  const { ask, documents, count } = await opened(t, { DANGER_NO_RATE_LIMITS: '1' })
  for (let at = 0; at < 65; at += 1) await ask(documents.url(`/missing-${at}`))
  t.equal(count(), 65)
})

t.test('an operator’s client whose id is an address is its own, and nothing is fetched', async (t) => {
  const { s, ask, documents, count } = await opened(t)
  const clientId = documents.publish('/client.json', { redirect_uris: ['https://evil.example/'] })
  const client: Client = {
    ...usualClient,
    ...{ clientId, name: 'Ours', origin: 'operator', tokenEndpointAuthMethod: 'none', redirectUris: [redirectUri] },
    ...{ grantTypes: ['authorization_code'], scope: ['openid'], createdAt: s.now() },
  }
  await s.store.clients.create({ client, secretDigest: null, secretId: '', registrationTokenDigest: null })
  t.equal(await ask(clientId), 'found')
  t.equal(count(), 0)
})

t.test('documents that nobody logged in with are forgotten after a day; those with a login are not', async (t) => {
  const { s, ask, documents } = await opened(t)
  const [unused, used, disabled] = [1, 2, 3].map((at) => documents.publish(`/client-${at}.json`)) as [
    string,
    string,
    string,
  ]
  for (const url of [unused, used, disabled]) await ask(url)
  const person = await s.person()
  const browser = s.browser()
  await browser.logIn(person)
  const app = { client: { clientId: used } as Client, secret: undefined, redirectUri }
  await s.redeem(app, await s.code(app, await browser.visitor()))
  await s.flows.operator.clients.disable(disabled)
  s.pass(day + 1)
  await s.flows.sweep(s.now())
  const left = await Promise.all([unused, used, disabled].map(async (url) => !!(await s.store.clients.find(url))))
  t.strictSame(left, [false, true, true])
  t.equal(codeOf(await ask(disabled)), 'unauthorized_client')
})

t.test('an operator who verified an app did not verify what it says later', async (t) => {
  const { s, ask, documents } = await opened(t)
  const url = documents.publish('/client.json')
  await ask(url)
  const client = (await s.store.clients.find(url))?.client as Client
  await s.store.clients.update({ ...client, verifiedAt: s.now() })
  s.pass(700)
  await ask(url)
  t.ok((await s.store.clients.find(url))?.client.verifiedAt, 'unchanged')
  documents.publish('/client.json', { client_name: 'Your bank' })
  s.pass(700)
  await ask(url)
  t.match((await s.store.clients.find(url))?.client, { verifiedAt: null, name: 'Your bank' })
  t.ok((await s.recorded({ clientId: url })).some(({ operatorText }) => /document changed/.test(operatorText)))
})
