// The test login and the token inspector: a real login whose answer comes here once, for its owner in this browser alone; tokens judged and not kept (RFC 6749 §4.1, RFC 7519 §7.2).
import { createHmac } from 'node:crypto'
import t from 'tap'
import { memberAt, memberOf } from '../../../support/member.ts'
import { textOf } from '../../../support/page.ts'
import { type Browser, hasForm, isAway, type Page, stayedAt } from '../../../support/plain-browser.ts'
import { authorizeUrl, type Story, type StoryAccount, shown, story } from '../../../support/story.ts'

const appOf = async (at: Browser, s: Story, kind = 'web') => {
  const form = stayedAt(await at.open('/apps/new'))
  const redirectUris = kind === 'service' || kind === 'device' ? '' : 'https://shop.example/callback'
  const page = stayedAt(await at.submit(form, 'register', { kind, name: 'Shop', redirectUris }))
  const clientId = /app_[\w-]{22}/.exec(page.text)?.[0] ?? `none: ${page.text}`
  const client = (await s.store.clients.find(clientId))?.client
  if (client === undefined) throw new Error('gone')
  return { client, secret: textOf(page, 'client-secret') ?? null }
}
const developer = (s: Story, name: string): Promise<StoryAccount> => s.account(name, { roles: ['developer'] })
const begin = async (at: Browser, clientId: string): Promise<Page> =>
  shown(await at.submit(stayedAt(await at.open(`/apps/${clientId}`)), 'test', {}), 'consent')

t.test('RFC 6749 §4.1: each step of a real login is shown, no secret with it, and nothing of it stays', async (t) => {
  const s = await story(t)
  const ada = await developer(s, 'ada')
  const { at } = await memberOf(s, '/apps', ada)
  for (const kind of ['web', 'native']) {
    const { client, secret } = await appOf(at, s, kind)
    const consent = await begin(at, client.clientId)
    const seen = stayedAt(await s.allow(at, consent))
    t.match([seen.status, textOf(seen, 'verdict')], [200, 'It works.'], kind)
    const steps = textOf(seen, 'steps') ?? ''
    t.match(
      steps,
      /GET .*\/authorize.*code_challenge_method=S256.*code=cs_code_….*POST .*\/token.*grant_type=authorization_code.*"token_type": "Bearer"/,
    )
    t.match(steps, new RegExp(`"aud": "${client.clientId}".*"email": "${ada.email}"`), 'ID token and user info')
    t.notMatch(seen.text, /cs_(code|rt|sec)_\w|eyJ[\w-]{9}|test=A/, 'no credential, and not the sealed test')
    if (secret) t.notMatch(seen.text, secret)
    const again = stayedAt(await at.open(seen.url))
    t.match([again.status, again.text], [404, /This test is over/], 'a reload redeems nothing')
    t.equal(await s.store.consents.anyFor(ada.sub, client.clientId, s.clock()), false)
    const family = /"jti": "(fam_[\w-]+)\./.exec(seen.text.replaceAll('&quot;', '"'))?.[1] ?? ''
    t.equal(await s.store.families.ofLiveToken(family, 'x'), undefined, 'its tokens are dead')
    t.notMatch(stayedAt(await at.open('/account/connected-apps')).text, client.clientId)
  }
  const { client } = await appOf(at, s, 'native')
  const denied = stayedAt(await s.deny(at, await begin(at, client.clientId)))
  t.match([textOf(denied, 'verdict'), textOf(denied, 'steps')], [/It did not work/, /refused: access_denied/])
  const device = await appOf(at, s, 'device')
  t.notOk(hasForm(stayedAt(await at.open(`/apps/${device.client.clientId}`)), 'test'), 'where nobody is redirected')
})

t.test('the redirect URI of a test holds for nobody and nothing else', async (t) => {
  const s = await story(t)
  const [ada, eve] = [await developer(s, 'ada'), await developer(s, 'eve')]
  const { at } = await memberOf(s, '/apps', ada)
  const { at: hers } = await memberOf(s, '/apps', eve)
  const [{ client }, { client: other }] = [await appOf(at, s), await appOf(at, s)]
  const { client: evil } = await appOf(hers, s)
  const page = await begin(at, client.clientId)
  const request = new URL(page.url)
  const redirect = request.searchParams.get('redirect_uri') ?? ''
  const refuses = async (what: string, who: Browser, address: URL | string) => {
    const visit = await who.open(address)
    t.ok(!isAway(visit) && !hasForm(visit, 'consent') && !hasForm(visit, 'login'), what)
    t.match(stayedAt(visit).text, /cannot be answered|This test is over/, what)
  }
  const withRedirect = (app: typeof client, uri = redirect) => authorizeUrl(s.issuer, app, { redirect_uri: uri })
  await refuses('another browser, nobody logged in', s.browser(), request)
  await refuses('another person’s browser', hers, request)
  await refuses('the owner in another browser', (await memberOf(s, '/apps', ada)).at, request)
  await refuses('another app of the same owner', at, withRedirect(other))
  await refuses('another person’s app', hers, withRedirect(evil))
  await refuses('a changed address', at, withRedirect(client, `${redirect}x`))
  await refuses('no seal', at, withRedirect(client, redirect.split('=')[0]))
  await refuses('a longer address', at, withRedirect(client, `${redirect}&x=1`))
  const answer = `${redirect.replace(s.issuer, '')}&state=${request.searchParams.get('state')}&iss=${encodeURIComponent(s.issuer)}&code=cs_code_x`
  await refuses('an answer in another person’s browser', hers, answer)
  const mine = await hers.submit(stayedAt(await hers.open(`/apps/${evil.clientId}`)), 'test', {})
  const code = stayedAt(mine)
  t.ok(hasForm(code, 'consent'))

  const foreign = stayedAt(await at.open(answer))
  t.match(
    [textOf(foreign, 'verdict'), textOf(foreign, 'steps')],
    [/did not work/, /The code is not known/],
    'a made-up code is refused by the token flow itself',
  )
  const mixed = new URL((await begin(at, client.clientId)).url).searchParams
  const stray = `${(mixed.get('redirect_uri') ?? '').replace(s.issuer, '')}&state=other&code=cs_code_x`
  t.match(textOf(stayedAt(await at.open(stray)), 'steps'), /state is another one/)
  const late = new URL((await begin(at, client.clientId)).url)
  s.clock.pass(601)
  await refuses('after ten minutes', at, late)
  t.equal((await s.store.clients.find(client.clientId))?.client.redirectUris.length, 1)
})

t.test(
  'RFC 7519 §7.2: the inspector tells good, expired, forged and foreign tokens apart, and keeps nothing',
  async (t) => {
    const s = await story(t)
    const ada = await developer(s, 'ada')
    const web = await s.client('web')
    const { at } = await memberOf(s, '/apps', ada)
    const tokens = (await s.redeem(web, await s.codeFor(web, ada, { scope: 'openid profile offline_access' }))).body
    const look = async (pasted: string): Promise<Page> =>
      stayedAt(await at.submit(stayedAt(await at.open('/apps/inspector')), 'inspect', { 'pasted-token': pasted }))
    const [header = '', payload = '', signature = ''] = tokens.access_token.split('.')
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const none = `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`
    const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: JSON.parse(Buffer.from(header, 'base64url').toString()).kid })}.${payload}`
    const symmetric = `${input}.${createHmac('sha256', 'public key').update(input).digest('base64url')}`

    const good = await look(`Bearer ${tokens.access_token}\n`)
    t.match(textOf(good, 'signature'), /^The signature is right/)
    t.match([textOf(good, 'result'), textOf(good, 'times')], [/It is an access token/, /expires .* UTC, in 15 minutes/])
    t.match(textOf(good, 'claims'), `"sub": "${ada.sub}"`)
    t.notMatch(good.text, tokens.access_token, 'it is not shown again')
    t.match(textOf(await look(tokens.id_token), 'result'), /It is an ID token/)
    for (const [what, token, words] of [
      ['changed claims', `${header}.${encode({ ...claims, roles: ['admin'] })}.${signature}`, /signature is wrong/],
      ['no signature', none, /not signed at all/],
      ['HS256 with a public key', symmetric, /signature is wrong/],
      [
        'an unknown key',
        `${encode({ alg: 'RS256', typ: 'at+jwt', kid: 'x' })}.${payload}.${signature}`,
        /not signed by any key/,
      ],
      [
        'a foreign token',
        `${header}.${encode({ ...claims, iss: 'https://other.example' })}.${signature}`,
        /does not say that it is from here/,
      ],
    ] as const)
      t.match(textOf(await look(token), 'signature'), words, what)
    const script = await look(
      `${encode({ alg: 'RS256', typ: '<script>alert(1)</script>' })}.${encode({ iss: '<img src=x onerror=alert(1)>' })}.x`,
    )
    t.notMatch(script.text, /<img src=x|<script>alert/)
    t.match(textOf(await look(tokens.refresh_token), 'opaque'), /^This is a refresh token/)
    t.match(
      textOf(await look('cs_rt_madeup'), 'opaque'),
      textOf(await look(tokens.refresh_token), 'opaque') ?? 'none',
      'and not whether there is one',
    )
    t.match([(await look('nonsense')).status, (await look('a'.repeat(15_000))).status], [400, 400])
    s.clock.pass(3600)
    await memberAt(s.browser(), '/apps/inspector', ada)
    t.match(textOf(await look(tokens.access_token), 'times'), /expired .* UTC, 45 minutes ago/)
    await s.rooms.events.flush()
    const events = await s.store.events.list({ limit: 1000 })
    t.notMatch(JSON.stringify(events), payload.slice(0, 40))
  },
)
