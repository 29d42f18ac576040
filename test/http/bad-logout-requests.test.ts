// Logout requests that are wrong: a page that says so, no redirect anywhere, nobody logged out (OpenID Connect RP-Initiated Logout §4, RFC 9700 §4.11).
import { createSign, generateKeyPairSync } from 'node:crypto'
import t, { type Test } from 'tap'
import { textOf } from '../support/page.ts'
import { hasForm, isAway } from '../support/plain-browser.ts'
import { story } from '../support/story.ts'

const bye = 'https://web.example/bye'
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (part = ''): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString())

const scene = async (t: Test) => {
  const s = await story(t)
  const [ada, at] = [await s.account('ada'), s.browser()]
  const web = await s.client('web', { postLogoutRedirectUris: [bye] })
  const { body: tokens } = await s.redeem(web, await s.codeFor(web, ada, { scope: 'openid' }, at))
  const ask = (fields: Record<string, string> | string, from = at) =>
    from.open(`${s.issuer}/logout?${typeof fields === 'string' ? fields : new URLSearchParams(fields)}`)
  return { s, ada, at, web, tokens, ask, hint: tokens.id_token as string }
}

/** Each with the person logged in, and with nobody. */
const refusedAll = async (
  t: Test,
  { s, ada, at, web, ask }: Awaited<ReturnType<typeof scene>>,
  requests: Record<string, Record<string, string> | string>,
): Promise<void> => {
  for (const [what, fields] of Object.entries(requests)) {
    for (const from of [at, s.browser()]) {
      const page = await ask(fields, from)
      if (isAway(page)) {
        t.fail(`${what}: redirected to ${page.location}`)
        continue
      }
      t.equal(page.status, 400, what)
      t.ok(textOf(page, 'message'), `${what}: it says what is wrong`)
      t.ok(page.headers.get('x-reference'), `${what}: a reference`)
      // But for the menu of languages, which leads back to this very page.
      const own = page.text.replace(/<form[^>]* action="[^"]*\/language[\s\S]*?<\/form>/, '')
      t.notMatch(own, 'evil.example', `${what}: and repeats nothing`)
      t.notMatch(page.headers.getSetCookie().join(), /cs_session/, `${what}: no cookie ends`)
      t.equal(textOf(page, 'account'), from === at ? ada.email : undefined, `${what}: who is logged in`)
      if (from === at) t.match(page.text, 'href="/logout"', `${what}: a way to log out all the same`)
    }
    t.ok(!hasForm(await s.authorize(at, web, { scope: 'openid' }), 'login'), `${what}: still logged in`)
  }
}

t.test('RP-Initiated Logout §2, §3: addresses that are not registered: no open redirect', async (t) => {
  const scenery = await scene(t)
  const { web, hint, s } = scenery
  const evil = await s.client('evil', { postLogoutRedirectUris: ['https://evil.example/'] })
  const to = (post_logout_redirect_uri: string) => ({ id_token_hint: hint, post_logout_redirect_uri })
  await refusedAll(t, scenery, {
    'another host': to('https://evil.example/'),
    'another client’s': { ...to('https://evil.example/'), client_id: web.clientId },
    'another client’s, and its client_id': { ...to('https://evil.example/'), client_id: evil.clientId },
    'another path': to(`${bye}/more`),
    'a query added': to(`${bye}?x=1`),
    'a fragment added': to(`${bye}#x`),
    'a user name': to('https://web.example@evil.example/bye'),
    'a subdomain': to('https://web.example.evil.example/bye'),
    'without a scheme': to('//evil.example/bye'),
    'a backslash': to('https:\\\\evil.example'),
    script: to('javascript:alert(document.domain)//evil.example'),
    'the redirect URI of the login': to(web.redirectUris[0] as string),
    'a client without any': { client_id: (await s.client('none')).clientId, post_logout_redirect_uri: bye },
    'nobody’s': { post_logout_redirect_uri: bye },
    'a line break': to(`${bye}\r\nlocation: https://evil.example/`),
  })
})

t.test('RP-Initiated Logout §2, §4: hints that are none', async (t) => {
  const scenery = await scene(t)
  const { hint, tokens, s, web } = scenery
  const [header = '', claims = '', signature = ''] = hint.split('.')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const forged = createSign('sha256').update(`${header}.${claims}`).sign(privateKey).toString('base64url')
  const stranger = { ...decode(claims), sub: 'usr_eve' }
  const withIss = await s.rooms.keyRing.sign('RS256', 'JWT', { ...decode(claims), iss: 'https://evil.example' })
  const logoutToken = await s.rooms.keyRing.sign('RS256', 'logout+jwt', decode(claims))
  const wrong: Record<string, string> = {
    garbage: 'garbage',
    'an access token': tokens.access_token,
    'a refresh token': tokens.refresh_token,
    'a logout token': logoutToken,
    'other claims': `${header}.${encode(stranger)}.${signature}`,
    'another signature': `${header}.${claims}.${forged}`,
    'no signature': `${header}.${claims}.`,
    'alg none': `${encode({ alg: 'none', typ: 'JWT' })}.${claims}.`,
    'an unknown key': `${encode({ ...decode(header), kid: 'x' })}.${claims}.${signature}`,
    'another issuer': withIss,
    'cut off': hint.slice(0, -10),
  }
  const back = { client_id: web.clientId, post_logout_redirect_uri: bye }
  await refusedAll(
    t,
    scenery,
    Object.fromEntries(Object.entries(wrong).map(([what, token]) => [what, { ...back, id_token_hint: token }])),
  )
  await s.rooms.keyRing.replaceCompromised()
  await refusedAll(t, scenery, { 'a key that was withdrawn': { ...back, id_token_hint: hint } })
})

t.test('RP-Initiated Logout §2, §4: clients that are not who asked, unknown, or disabled', async (t) => {
  const scenery = await scene(t)
  const { s, hint, web } = scenery
  const [other, disabled] = [await s.client('other'), await s.client('gone', { postLogoutRedirectUris: [bye] })]
  await s.store.clients.setDisabled(disabled.clientId, s.clock())
  await refusedAll(t, scenery, {
    'another client than the hint’s': { id_token_hint: hint, client_id: other.clientId },
    unknown: { client_id: 'app_nobody', post_logout_redirect_uri: bye },
    'unknown, no address': { client_id: 'app_nobody' },
    'with a NUL': { client_id: 'app_\0' },
    disabled: { client_id: disabled.clientId, post_logout_redirect_uri: bye },
    'a parameter twice': `client_id=${web.clientId}&client_id=${web.clientId}`,
    'not UTF-8': 'state=%ff',
    'a state that is too long': { state: 'x'.repeat(5000) },
    'a hint that is too long': { id_token_hint: 'x'.repeat(9000) },
  })
})

t.test('RP-Initiated Logout §2: the ID token of a client that has been removed', async (t) => {
  const scenery = await scene(t)
  const { s, hint, at, ask, web } = scenery
  const other = await s.client('other')
  await s.store.clients.remove(web.clientId)
  const page = await ask({ id_token_hint: hint, post_logout_redirect_uri: bye })
  t.equal(isAway(page) ? 0 : page.status, 400)
  t.ok(!hasForm(await s.authorize(at, other, { scope: 'openid' }), 'login'), 'still logged in')
})

t.test('the operator and the app’s owner learn the cause; no token is kept', async (t) => {
  const { s, ask, hint, web } = await scene(t)
  const explain = async (fields: Record<string, string>) => {
    const page = await ask(fields)
    await s.rooms.events.flush()
    return isAway(page) ? undefined : s.rooms.operator.explain(page.headers.get('x-reference') ?? '')
  }
  const event = await explain({ id_token_hint: hint, post_logout_redirect_uri: `${bye}/` })
  t.match(event, {
    clientId: web.clientId,
    ownerText: /at character 24/,
    cure: /Register exactly/,
    code: 'invalid_request',
  })
  const masked = await explain({ client_id: web.clientId, post_logout_redirect_uri: `${bye}?t=${hint}` })
  t.match(masked?.operatorText, /\[a token\]/)
  t.notMatch(JSON.stringify(masked), hint.split('.')[1])
})
