// OpenID Connect over HTTP: what requests may ask for beyond OAuth, in a browser (OIDC Core §3.1.2, §5.5, §8, §12).
import { decodeJwt } from 'jose'
import t from 'tap'
import { decode } from '../support/html.ts'
import { hasForm, isAway } from '../support/plain-browser.ts'
import { away, shown, story } from '../support/story.ts'

const linkOf = (text: string, id: string): string =>
  decode(new RegExp(`<a\\b[^>]*\\bid="${id}"[^>]*\\bhref="([^"]*)"`).exec(text)?.[1] ?? '')

t.test(
  'OIDC Core §11, §12.2: offline access is asked for; a refresh brings an ID token of the same login',
  async (t) => {
    const s = await story(t)
    const [ada, web, at] = [await s.account('ada'), await s.client('web'), s.browser()]
    const offline = { nonce: 'once', scope: 'openid offline_access' }
    await s.codeFor(web, ada, { scope: 'openid' }, at)
    t.equal(away(await s.authorize(at, web, { ...offline, prompt: 'none' })).get('error'), 'consent_required')
    const first = await s.redeem(web, await s.codeFor(web, ada, offline, at))
    const before = decodeJwt(first.body.id_token)
    s.clock.pass(3600)
    const second = await s.refresh(web, first.body.refresh_token)
    const after = decodeJwt(second.body.id_token)
    for (const claim of ['iss', 'sub', 'aud', 'auth_time', 'sid', 'acr']) t.same(after[claim], before[claim], claim)
    t.equal(before.nonce, 'once')
    t.notOk('nonce' in after)
    t.equal(Number(after.iat) - Number(before.iat), 3600)
    t.notOk('azp' in before || 'azp' in after)
  },
)

t.test('OIDC Core §3.1.2.1: prompt=select_account asks with whom to go on', async (t) => {
  const s = await story(t)
  const [ada, bob, web] = [await s.account('ada'), await s.account('bob'), await s.client('web')]
  const at = s.browser()
  await s.codeFor(web, ada, {}, at)
  const chooser = shown(await s.authorize(at, web, { prompt: 'select_account' }), 'select-account')
  t.match(chooser.text, /Continue with this account/)
  t.match(chooser.text, /ada@example.com/)
  const answered = await at.submit(chooser, 'select-account', {})
  t.ok(away(answered).get('code'), 'the choice answers it')

  const other = await at.open(linkOf(chooser.text, 'other-account'))
  const asBob = await s.logIn(at, other, bob)
  const done = hasForm(asBob, 'consent') ? await s.allow(at, asBob) : asBob
  const { body } = await s.redeem(web, away(done).get('code') ?? '')
  t.equal(decodeJwt(body.id_token).sub, bob.sub)
  const foreign = await s.browser().submit(chooser, 'select-account', {})
  t.notOk(isAway(foreign), 'the page of another browser')
})

t.test('OIDC Core §3.1.2.1, §3.1.2.2, §5.5.1: id_token_hint, or a claim of sub, names who may answer', async (t) => {
  const s = await story(t)
  const [ada, bob, web] = [await s.account('ada'), await s.account('bob'), await s.client('web')]
  const news = await s.client('news')
  const at = s.browser()
  const { body } = await s.redeem(web, await s.codeFor(web, ada, {}, at))
  const hint = { id_token_hint: body.id_token }
  s.clock.pass(7200)
  t.ok(away(await s.authorize(at, web, { ...hint, prompt: 'none' })).get('code'), 'expired, and still a hint')

  const others = s.browser()
  await s.codeFor(web, bob, {}, others)
  t.equal(away(await s.authorize(others, web, { ...hint, prompt: 'none' })).get('error'), 'login_required')
  const page = shown(await s.authorize(others, web, hint), 'login')
  t.equal(away(await s.logIn(others, page, bob)).get('error'), 'login_required', 'somebody else again')

  const named = ({ sub }: { sub: string }) => ({ claims: JSON.stringify({ id_token: { sub: { value: sub } } }) })
  t.ok(away(await s.authorize(at, web, { ...named(ada), prompt: 'none' })).get('code'), 'the claim names her')
  t.equal(away(await s.authorize(others, web, { ...named(ada), prompt: 'none' })).get('error'), 'login_required')
  for (const whom of [hint, named(ada)])
    t.notMatch(
      shown(await s.authorize(others, web, whom), 'login').text,
      bob.email,
      'not filled in: it must be another',
    )
  t.equal(
    away(await s.authorize(at, web, { ...hint, ...named(bob) })).get('error'),
    'invalid_request',
    'nobody is both',
  )

  for (const wrong of ['x', body.access_token, `${body.id_token}x`])
    t.equal(away(await s.authorize(at, web, { id_token_hint: wrong })).get('error'), 'invalid_request')
  t.equal(away(await s.authorize(at, news, hint)).get('error'), 'invalid_request', 'another client’s')
})

t.test('OIDC Core §5.5, §5.5.1, §5.5.1.1, §5.6: the claims parameter reveals what the person read about', async (t) => {
  const s = await story(t)
  const ada = await s.account('ada', { profile: { nickname: 'Countess', phone_number: '+441' } })
  const web = await s.client('web')
  const at = s.browser()
  await s.codeFor(web, ada, { scope: 'openid' }, at)
  const claims = JSON.stringify({
    id_token: { nickname: { essential: true }, phone_number: null },
    userinfo: { email: null, address: null, birthdate: { essential: true } },
  })
  const page = shown(await s.authorize(at, web, { scope: 'openid', claims }), 'consent')
  t.match(page.text, /see your name/)
  t.match(page.text, /see your e-mail address/)
  t.notMatch(page.text, /telephone/)
  const { body } = await s.redeem(web, away(await s.allow(at, page)).get('code') ?? '')
  t.equal(body.scope, 'openid', 'the scope is not widened')
  const idToken = decodeJwt(body.id_token)
  t.equal(idToken.nickname, 'Countess')
  t.notOk('phone_number' in idToken || 'email' in idToken)
  const headers = { authorization: `Bearer ${body.access_token}` }
  const info = await (await s.fetch(`${s.issuer}/userinfo`, { headers })).json()
  t.same(info, { sub: ada.sub, email: ada.email }, 'what is not known is left out, essential or not')
  t.ok(isAway(await s.authorize(at, web, { scope: 'openid', claims })), 'remembered')
  t.equal(away(await s.authorize(at, web, { claims: '{' })).get('error'), 'invalid_request')
  const acr = JSON.stringify({ id_token: { acr: { essential: true, values: ['phr'] } } })
  t.equal(away(await s.authorize(at, web, { claims: acr })).get('error'), 'unmet_authentication_requirements')
  t.ok(isAway(await s.authorize(at, web, { acr_values: 'phr', scope: 'openid' })), 'a wish is no condition')
})

t.test('OIDC Core §5.5, RFC 9700 §2.3: a scope that is taken from a client is told to it no more', async (t) => {
  const s = await story(t)
  const ada = await s.account('ada', { profile: { nickname: 'Countess', phone_number: '+441' } })
  const web = await s.client('web', { scope: ['openid', 'profile', 'email', 'phone', 'offline_access'] })
  const claims = { id_token: { phone_number: null, nickname: null }, userinfo: { phone_number: null, nickname: null } }
  const wanted = { scope: 'openid email offline_access', claims: JSON.stringify(claims) }
  const { body } = await s.redeem(web, await s.codeFor(web, ada, wanted))
  const ask = async (token: string) => {
    const answer = await s.fetch(`${s.issuer}/userinfo`, { headers: { authorization: `Bearer ${token}` } })
    return { status: answer.status, told: (await answer.json()) as Record<string, unknown> }
  }
  const personal = ['email', 'email_verified', 'nickname', 'phone_number']
  const namesIn = (told: object) => personal.filter((name) => name in told)
  t.same(namesIn(decodeJwt(body.id_token)), personal)
  t.same(namesIn((await ask(body.access_token)).told), personal)
  const waiting = await s.codeFor(web, ada, wanted)

  await s.rooms.operator.clients.set(web.clientId, { scope: ['openid', 'profile', 'offline_access'] })
  t.same((await ask(body.access_token)).told, { sub: ada.sub, nickname: 'Countess' }, 'by a token from before')
  const refreshed = await s.refresh(web, body.refresh_token)
  const redeemed = await s.redeem(web, waiting)
  for (const { body: tokens } of [refreshed, redeemed]) {
    t.same(namesIn(decodeJwt(tokens.id_token)), ['nickname'])
    t.same((await ask(tokens.access_token)).told, { sub: ada.sub, nickname: 'Countess' })
  }

  await s.rooms.operator.clients.set(web.clientId, { scope: ['profile', 'offline_access'] })
  const { status, told } = await ask(body.access_token)
  t.same([status, told.error], [403, 'insufficient_scope'], 'without openid nothing is told')
})

t.test('OIDC Core §8: pairwise subjects are the same in every token of a sector, and others elsewhere', async (t) => {
  const s = await story(t)
  const ada = await s.account('ada')
  const pairwise = (sector: string) => ({ subjectType: 'pairwise', sector }) as const
  const shop = await s.client('shop', pairwise('shop.example'))
  const sister = await s.client('sister', pairwise('shop.example'))
  const news = await s.client('news', pairwise('news.example'))
  const subjects: unknown[] = []
  for (const app of [shop, sister, news]) {
    const { body } = await s.redeem(app, await s.codeFor(app, ada, { scope: 'openid offline_access' }))
    const headers = { authorization: `Bearer ${body.access_token}` }
    const info = (await (await s.fetch(`${s.issuer}/userinfo`, { headers })).json()) as { sub: string }
    const refreshed = await s.refresh(app, body.refresh_token)
    const introspected = await s.fetch(`${s.issuer}/introspect`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: app.clientId,
        client_secret: app.secret ?? '',
        token: refreshed.body.refresh_token,
      }),
    })
    const seen = [
      ...[body.id_token, body.access_token, refreshed.body.id_token].map((token: string) => decodeJwt(token).sub),
      info.sub,
      ((await introspected.json()) as { sub: string }).sub,
    ]
    t.equal(new Set(seen).size, 1, 'one client, one subject')
    t.not(seen[0], ada.sub)
    subjects.push(seen[0])
    const hint = { id_token_hint: body.id_token, prompt: 'none' }
    t.equal(away(await s.authorize(s.browser(), app, hint)).get('error'), 'login_required')
  }
  t.equal(subjects[0], subjects[1], 'one sector')
  t.not(subjects[0], subjects[2], 'two sectors')
})

t.test('OpenID Connect Registration §2: default_max_age holds where the request says nothing', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web', { defaultMaxAgeSeconds: 60 })]
  const at = s.browser()
  await s.codeFor(web, ada, {}, at)
  s.clock.pass(61)
  t.ok(hasForm(await s.authorize(at, web), 'login'))
  t.ok(isAway(await s.authorize(at, web, { max_age: '600' })), 'the request knows better')
})

t.test('OAuth 2.1 §3.1, OIDC Core §3.1.2.1, §6.1, §6.2, §15.1: what is not known or not supported', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  await s.codeFor(web, ada, {}, at)
  const extra = {
    display: 'popup',
    ui_locales: 'fr de',
    claims_locales: 'fr de',
    acr_values: 'x y',
    login_hint: 'ada',
    foo: 'bar',
    registration: '{}',
  }
  t.ok(isAway(await s.authorize(at, web, extra)), 'ignored')
  t.equal(away(await s.authorize(at, web, { request: 'e30.e30.' })).get('error'), 'request_not_supported')
  const uri = { request_uri: 'https://web.example/request' }
  t.equal(away(await s.authorize(at, web, uri)).get('error'), 'request_uri_not_supported')
  const create = shown(await s.authorize(at, web, { prompt: 'create' }), 'login')
  t.match(create.text, /id="no-sign-up"/, 'no session is used for a new account')
})

t.test(
  'OIDC Core §16.15, OpenID Connect Discovery §3, §4, §4.1, §4.2, §4.3, RFC 8414 §3, §3.1, §3.2, §3.3: one document under every name',
  async (t) => {
    for (const path of ['', '/tenant']) {
      const s = await story(t, { ISSUER: `http://localhost:3000${path}` })
      const names = ['oauth-authorization-server', 'openid-configuration'].flatMap((name) => [
        `http://localhost:3000/.well-known/${name}${path}`,
        `${s.issuer}/.well-known/${name}`,
      ])
      const answers = await Promise.all(names.map((name) => s.fetch(name)))
      for (const { status, headers } of answers)
        t.match([status, headers.get('content-type')], [200, /^application\/json(;|$)/])
      const documents = await Promise.all(answers.map((answer) => answer.json()))
      for (const document of documents) t.strictSame(document, documents[0])
      const document = documents[0] as Record<string, unknown>
      t.equal(document.issuer, s.issuer)
      for (const [name, value] of Object.entries(document))
        if (name.endsWith('_endpoint') || name === 'jwks_uri')
          t.not((await s.fetch(String(value))).status, 404, `${name} is there`)
    }
  },
)
