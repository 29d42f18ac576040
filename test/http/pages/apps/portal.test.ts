// The developer portal's pages: forms that only their owner can send, words that nobody can turn into markup, and pictures that are nothing else (OWASP ASVS 3.5, 8.2.2).
import t from 'tap'
import { memberAt, memberOf } from '../../../support/member.ts'
import { pageOf, postForm, textOf } from '../../../support/page.ts'
import { png } from '../../../support/pictures.ts'
import { type Browser, hasForm, type Page, stayedAt } from '../../../support/plain-browser.ts'
import { authorizeUrl, type Story, shown, story } from '../../../support/story.ts'
import { until } from '../../../support/until.ts'

const paths = ['', '/settings', '/logo', '/publisher', '/errors', '/owner']
const nasty = `<img src=x onerror=alert(1)>"'&amp;`

const register = async (at: Browser, fields: Readonly<Record<string, string>> = {}) => {
  const form = stayedAt(await at.open('/apps/new'))
  const given = { kind: 'web', name: 'Shop', redirectUris: 'https://shop.example/callback', ...fields }
  const page = stayedAt(await at.submit(form, 'register', given))
  return { page, clientId: /app_[\w-]{22}/.exec(page.text)?.[0] ?? `none: ${page.text}` }
}

t.test('who may register apps finds a short form; what is wrong stands beside the field, and is kept', async (t) => {
  const s = await story(t)
  const [ada, guest] = [await s.account('ada', { roles: ['developer'] }), await s.account('guest')]
  const theirs = await memberOf(s, '/apps', guest)
  t.match([theirs.page.status, textOf(theirs.page, 'may-not')], [200, /^People with the role developer/])
  t.equal(stayedAt(await theirs.at.open('/apps/new')).status, 404)

  const at = s.browser()
  await memberAt(at, '/apps', ada)
  const wrong = await register(at, { name: '', redirectUris: `http://shop.example/cb\n${nasty}` })
  t.match([wrong.page.status, textOf(wrong.page, 'register-name-problem')], [400, /name that people can read/])
  t.match(
    textOf(wrong.page, 'register-redirectUris-problem'),
    /^http:\/\/shop\.example\/cb is http on a host other than/,
  )
  t.match(wrong.page.text, '&lt;img src=x onerror=alert(1)&gt;', 'what was typed is there again, as text')
  t.notMatch(wrong.page.text, '<img src=x')

  const made = await register(at, { name: nasty, redirectUris: "https://shop.example/callback?a='$(id)&b=1" })
  const same = { addedRoles: [], claims: {}, attributes: {}, removed: [] }
  await s.rooms.operator.users.describe(ada.sub, { ...same, removed: ['roles'] })
  const hasLink = ({ text }: Page) => text.includes('href="/apps"')
  t.ok(hasLink(stayedAt(await at.open('/account'))), 'who may make no more still finds the way to those that there are')
  t.notOk(hasLink(stayedAt(await theirs.at.open('/account'))))
  await s.rooms.operator.users.describe(ada.sub, { ...same, addedRoles: ['developer'] })
  const secret = textOf(made.page, 'client-secret') ?? ''
  t.match(secret, /^cs_sec_[\w-]{43}$/)
  for (const path of paths) {
    const page = stayedAt(await at.open(`/apps/${made.clientId}${path}`))
    t.equal(page.status, 200, path)
    t.notMatch(page.text, /<img src=x|<script>alert/, `${path || 'overview'}: a name is text`)
    t.notMatch(page.text, secret, `${path}: a secret is shown once`)
  }
  const overview = stayedAt(await at.open(`/apps/${made.clientId}`))
  t.match(
    textOf(overview, 'snippet-curl-code-sh'),
    `redirect_uri='https://shop.example/callback?a='\\''$(id)&b=1'`,
    'a shell takes it as one word',
  )
  t.match(textOf(stayedAt(await at.open('/apps')), 'apps'), made.clientId)

  const two = stayedAt(await at.submit(overview, 'add-secret', {}))
  const second = textOf(two, 'client-secret') ?? ''
  const client = (await s.store.clients.find(made.clientId))?.client
  if (client === undefined) throw new Error('gone')
  const refused = await s.token({ ...client, secret: 'cs_sec_wrong' }, { grant_type: 'authorization_code', code: 'x' })
  t.equal(refused.body.error, 'invalid_client')
  t.equal(
    (await s.token({ ...client, secret: second }, { grant_type: 'authorization_code', code: 'x' })).body.error,
    'invalid_grant',
  )
  // Its last use is written after the answer.
  let both = stayedAt(await at.open(`/apps/${made.clientId}`))
  await until('the last use of a secret is known', async () => {
    both = stayedAt(await at.open(`/apps/${made.clientId}`))
    return /Last use: a moment ago.*Last use: never/.test(textOf(both, 'secrets') ?? '')
  })
  const careful = stayedAt(await at.submit(both, 'retire-0', {}))
  t.match(
    textOf(careful, 'retire-secret-id-problem'),
    /^Its last use was a moment ago: /,
    'nothing that is in use stops by one click',
  )
  t.match(textOf(careful, 'retire-secret-id'), 'Retire all the same')
  const one = stayedAt(await at.submit(both, 'retire-1', {}))
  t.notOk(hasForm(one, 'retire-0'), 'the last one cannot be retired')
  t.equal(
    (await s.token({ ...client, secret }, { grant_type: 'authorization_code', code: 'x' })).body.error,
    'invalid_client',
  )

  const check = async (uris: string, headers: Readonly<Record<string, string>> = {}, from: Browser | null = at) => {
    const cookie = [...(from?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
    const body = new URLSearchParams({ kind: 'single-page', uris })
    return s.fetch(`${s.issuer}/apps/check`, {
      method: 'POST',
      body,
      headers: { ...(cookie && { cookie }), ...headers },
    })
  }
  t.same(await (await check('https://a.example/')).json(), { problems: [] })
  t.match(await (await check('x.y:/cb')).json(), { problems: [/runs in the browser/] })
  for (const answer of [await check('x', {}, null), await check('x', { origin: 'https://evil.example' })])
    t.not(answer.status, 200)
})

t.test('IDOR and CSRF: nobody sees or moves another’s app, whatever they send', async (t) => {
  const s = await story(t)
  const [ada, eve] = [
    await s.account('ada', { roles: ['developer'] }),
    await s.account('eve', { roles: ['developer'] }),
  ]
  const { at } = await memberOf(s, '/apps', ada)
  const { clientId } = await register(at, { name: 'Ada’s very own' })
  const { at: hers } = await memberOf(s, '/apps', eve)
  const { clientId: own } = await register(hers)
  const before = await s.store.clients.find(clientId)
  const acts = {
    '': ['add-secret', 'test', 'retire-0'],
    '/settings': ['save'],
    '/logo': ['upload', 'remove'],
    '/publisher': ['verify', 'forget'],
    '/owner': ['make-offer', 'withdraw', 'remove'],
  }
  for (const path of [...paths, '/nothing', '/%00'])
    t.equal(stayedAt(await hers.open(`/apps/${path === '/%00' ? '%00' : clientId + path}`)).status, 404, path)
  const attempts: Readonly<Record<string, Parameters<typeof postForm>[4]>> = {
    'to another’s app': { action: 'theirs' },
    'without cookies': { action: 'theirs', cookiesOf: null },
    'with the owner’s cookies and another’s seal': { action: 'theirs', cookiesOf: at },
    'from another site': { action: 'own', headers: { origin: 'https://evil.example' }, cookiesOf: at },
  }
  for (const [path, forms] of Object.entries(acts)) {
    const page = stayedAt(await hers.open(`/apps/${own}${path}`))
    for (const form of forms.filter((id) => hasForm(page, id)))
      for (const [what, wish] of Object.entries(attempts)) {
        const target = wish?.action === 'own' ? own : clientId
        const fields = { name: 'Eve', redirectUris: 'https://evil.example/', email: eve.email, host: 'evil.example' }
        const answer = await postForm(s, hers, page, form, { ...wish, fields, action: `/apps/${target}${path}` })
        t.ok([303, 400, 403, 404].includes(answer.status), `${path} ${form} ${what}: ${answer.status}`)
        const leak = wish?.cookiesOf === at ? /cs_offer_|cs_sec_/ : /very own|cs_offer_|cs_sec_/
        t.notMatch(await answer.text(), leak)
      }
  }
  t.same(await s.store.clients.find(clientId), before, 'and nothing is different')
  t.match((await s.store.clients.find(own))?.client, { name: 'Shop', ownerSub: eve.sub })
})

t.test('errors of an app: the exact cause and what to do, and nobody’s address, name or e-mail', async (t) => {
  const s = await story(t)
  const [ada, bob] = [await s.account('ada', { roles: ['developer'] }), await s.account('bob')]
  const { at } = await memberOf(s, '/apps', ada)
  const { clientId } = await register(at, { redirectUris: 'https://shop.example/account/callback' })
  const client = (await s.store.clients.find(clientId))?.client
  if (client === undefined) throw new Error('gone')
  await s.rooms.operator.clients.set(clientId, { name: 'Shop' })
  const refused = stayedAt(
    await s.browser().open(authorizeUrl(s.issuer, client, { redirect_uri: 'https://shop.example/account/callback/' })),
  )
  const reference = textOf(refused, 'reference') ?? ''
  const errors = stayedAt(await at.open(`/apps/${clientId}/errors`))
  t.match(
    textOf(errors, `event-${reference}`),
    /at character 38: you sent \/callback\/ ?, registered \/callback.*What to do: Register exactly/,
  )
  t.match(
    textOf(stayedAt(await at.open(`/apps/${clientId}/errors?reference=${reference.toUpperCase()}`)), 'events'),
    reference,
  )
  t.ok(textOf(stayedAt(await at.open(`/apps/${clientId}/errors?reference=abc`)), 'no-events'))

  // What is refused before anybody has proved anything, and what only a browser notices, the owner reads too.
  const { clientId: pageId } = await register(at, { kind: 'single-page', redirectUris: 'https://spa.example/cb' })
  const ask = (form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
    s.fetch(`${s.issuer}/token`, { method: 'POST', headers, body: new URLSearchParams(form) })
  const basic = { authorization: `Basic ${Buffer.from(`${clientId}:cs_sec_x`).toString('base64')}` }
  await ask({ grant_type: 'authorization_code', client_id: clientId, client_secret: 'cs_sec_x' }, basic)
  await ask({ grant_type: 'password', client_id: pageId })
  for (const _ of ['first', 'once more']) {
    const unread = await ask({ grant_type: 'refresh_token', client_id: pageId }, { origin: 'https://spa.example:8443' })
    t.equal(unread.headers.get('access-control-allow-origin'), null)
  }
  const readOf = async (id: string) => textOf(stayedAt(await at.open(`/apps/${id}/errors`)), 'events')
  t.match(await readOf(clientId), /Two client authentication methods.*What to do: Send the secret once/)
  for (const words of [
    /A script of https:\/\/spa\.example:8443 asked; .* registered for https:\/\/spa\.example alone.*What to do: /,
    /unsupported_grant_type.*What to do: Apps never see passwords here/,
  ])
    t.match(await readOf(pageId), words)
  t.equal((await readOf(pageId))?.match(/A script of/g)?.length, 1, 'once a minute: it may be so with every answer')

  // Bob refuses: his app's owner learns that somebody did, and not who.
  const his = s.browser()
  const asked = await s.logIn(his, await s.authorize(his, client), bob)
  await s.deny(his, stayedAt(asked))
  const denied = stayedAt(await at.open(`/apps/${clientId}/errors`))
  t.match(textOf(denied, 'events'), /access_denied.*The person did not allow it\./)
  for (const secret of [bob.email, bob.sub, 'Bob', '127.0.0.1']) t.notMatch(denied.text, secret)

  const record = (index: number) =>
    s.rooms.events.record({
      kind: 'refused',
      clientId,
      ownerText: `cause ${index}`,
      operatorText: 'for operators',
      address: `192.0.2.${index}`,
    })
  for (let index = 0; index < 45; index += 1) record(index)
  const seen: string[] = []
  let page: Page = stayedAt(await at.open(`/apps/${clientId}/errors`))
  for (let turn = 0; turn < 5; turn += 1) {
    seen.push(...[...page.text.matchAll(/<p class="cause">(cause \d+)</g)].map(([, cause = '']) => cause))
    t.notMatch(page.text, /for operators|192\.0\.2\./)
    const older = /id="older" href="([^"]*)"/.exec(page.text)?.[1]
    if (older === undefined) break
    page = stayedAt(await at.open(older))
  }
  t.equal(new Set(seen).size, 45, 'every one of them, also those of one instant')
  t.equal(seen.length, 45, 'once')
  for (const query of ['after=x', 'after=99999999999999999999.x', 'after=1.%00', "reference='", 'reference=%00'])
    t.ok(stayedAt(await at.open(`/apps/${clientId}/errors?${query}`)).status < 500, query)
})

const upload = async (
  s: Story,
  at: Browser,
  page: Page,
  content: Buffer,
  change: Readonly<{ act?: string; name?: string; type?: string }> = {},
) => {
  const hidden =
    /name="act" value="upload">\s*<input type="hidden" name="seal" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
  const cookie = [...at.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const field = (name: string, value: string): Buffer =>
    Buffer.from(`--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
  const head = `--x\r\ncontent-disposition: form-data; name="logo"; filename="${change.name ?? 'logo.png'}"\r\ncontent-type: ${change.type ?? 'image/png'}\r\n\r\n`
  const body = Buffer.concat([
    field('act', change.act ?? 'upload'),
    field('seal', hidden),
    Buffer.from(head),
    content,
    Buffer.from('\r\n--x--\r\n'),
  ])
  return s.fetch(page.url, {
    method: 'POST',
    headers: { cookie, origin: s.issuer, 'content-type': 'multipart/form-data; boundary=x' },
    body: body as never,
  })
}

t.test('a logo is a picture by its own bytes, comes from here, and is served as nothing but a picture', async (t) => {
  const s = await story(t)
  const ada = await s.account('ada', { roles: ['developer'] })
  const { at } = await memberOf(s, '/apps', ada)
  const { clientId } = await register(at)
  const form = stayedAt(await at.open(`/apps/${clientId}/logo`))
  const wrong: readonly (readonly [string, Buffer, RegExp])[] = [
    [
      'SVG with script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'),
      /no PNG, JPEG or WebP/,
    ],
    ['HTML', Buffer.from('<script>alert(1)</script>'.repeat(9)), /no PNG, JPEG or WebP/],
    ['too large', Buffer.concat([png(8, 8), Buffer.alloc(300_000)]), /larger than 100 KB/],
    ['nothing', Buffer.alloc(0), /Choose a picture/],
  ]
  for (const [what, content, words] of wrong) {
    const page = await pageOf(await upload(s, at, form, content, { name: `${nasty.replaceAll('"', '')}.png` }))
    t.match([page.status, textOf(page, 'upload-logo-problem')], [400, words], what)
  }
  for (const type of ['multipart/form-data', 'multipart/form-data; boundary=x']) {
    const cutShort = '--x\r\ncontent-disposition: form-data; name="logo"; filename="a.png"\r\n\r\nx'
    const sent = { method: 'POST', headers: { 'content-type': type }, body: cutShort }
    t.equal((await s.fetch(form.url, sent)).status, 400, `what breaks off is no error of ours: ${type}`)
  }
  const polyglot = Buffer.concat([png(64, 64), Buffer.from('<script>alert(1)</script>')])
  t.equal((await upload(s, at, form, polyglot)).status, 303)
  const address =
    /<img class="app-logo" src="([^"]*)"/.exec(stayedAt(await at.open(`/apps/${clientId}`)).text)?.[1] ?? ''
  const picture = await s.fetch(new URL(address, s.issuer))
  t.match(Object.fromEntries(picture.headers), {
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
  })
  t.same(Buffer.from(await picture.arrayBuffer()), polyglot)
  for (const other of [
    address.slice(0, -1),
    `/logo/${clientId}/x`,
    '/logo/%00/%00',
    `/logo/app_x/${address.split('/').at(-1)}`,
  ])
    t.equal((await s.fetch(new URL(other, s.issuer))).status, 404, other)
  const client = (await s.store.clients.find(clientId))?.client
  const stranger = s.browser()
  const login = client && shown(await s.authorize(stranger, client), 'login')
  t.match(login?.text, `src="${address}"`, 'people see it when they log in')
  t.match(
    login && shown(await s.logIn(stranger, login, ada), 'consent').text,
    `src="${address}"`,
    'and when they are asked',
  )
  const forged = await upload(s, s.browser(), form, png(9, 9))
  t.not(forged.status, 200)
  const cross = await upload(s, at, { ...form, text: '' }, png(9, 9))
  t.not(cross.status, 303, 'without the page’s seal')
  t.equal((await s.store.clients.find(clientId))?.client.logoDigest, address.split('/').at(-1))
  stayedAt(await at.submit(stayedAt(await at.open(`/apps/${clientId}/logo`)), 'remove', {}))
  t.equal((await s.fetch(new URL(address, s.issuer))).status, 404)
})
