// The language of pages: who decides it, the menu in the footer, and that it leads nowhere else (OIDC Core §3.1.2.1, RFC 9110 §12.5.4).
import t from 'tap'
import { pageOf, postForm, textOf } from '../../support/page.ts'
import type { Browser } from '../../support/plain-browser.ts'
import { stayedAt } from '../../support/plain-browser.ts'
import { authorizeUrl, type Fields, shown, story } from '../../support/story.ts'

const languageOf = (text: string): string | undefined => /<html lang="(\w+)" dir="(?:ltr|rtl)">/.exec(text)?.[1]

t.test('the app’s wish, the menu, the account, the browser, the setting: in this order', async (t) => {
  const s = await story(t, { DEFAULT_LANGUAGE: 'es' })
  const web = await s.client('web')
  const ada = await s.account('ada', { language: 'ar' })
  const eve = await s.account('eve', { profile: { locale: 'fr-CA' } })
  const get = async (at: Browser, acceptLanguage: string | null, change: Fields = {}) => {
    const cookie = [...at.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, ...(acceptLanguage !== null && { 'accept-language': acceptLanguage }) }
    return pageOf(await s.fetch(authorizeUrl(s.issuer, web, change), { headers }))
  }
  const at = s.browser()
  t.equal(languageOf((await get(at, null)).text), 'es', 'the setting')
  t.equal(languageOf((await get(at, '*')).text), 'es')
  t.equal(languageOf((await get(at, 'xx, \u0001;;q=0.9,,de;q=zz')).text), 'es', 'nonsense is nothing')
  t.equal(languageOf((await get(at, 'da, fr;q=0.4, de-AT;q=0.8')).text), 'de', 'the browser')
  t.equal(languageOf((await get(at, 'de;q=0, fr')).text), 'fr', 'what it refuses is not taken')

  await s.logIn(at, await s.authorize(at, web), ada)
  const consent = await get(at, 'de')
  t.match(consent.text, '<html lang="ar" dir="rtl">', 'the account')
  t.equal(consent.headers.get('content-language'), 'ar')
  const other = s.browser()
  await s.logIn(other, await s.authorize(other, web), eve)
  t.equal(languageOf((await get(other, 'de')).text), 'fr', 'the locale in its profile')

  const japanese = stayedAt(
    await at.submit(shown(await s.authorize(at, web), 'consent'), 'language', { language: 'ja' }),
  )
  t.equal(languageOf(japanese.text), 'ja', 'the menu')
  t.ok(japanese.url.includes('client_id='), 'the same page again')
  t.match(textOf(japanese, 'consent'), /許可しない.*許可する/)
  t.equal(languageOf((await get(at, 'de', { ui_locales: 'pt-BR fr-FR en' })).text), 'fr', 'the app’s wish')
  t.equal(languageOf((await get(at, 'de', { ui_locales: 'pt xx-' })).text), 'ja', 'a wish for what we do not have')

  const wished = stayedAt(await s.authorize(at, web, { ui_locales: 'fr' }))
  const chosen = stayedAt(await at.submit(wished, 'language', { language: 'de' }))
  t.equal(languageOf(chosen.text), 'de', 'a choice against the app’s wish')
  t.equal(languageOf((await get(at, null, { ui_locales: 'fr' })).text), 'de', 'lasts')
  t.equal(languageOf((await get(at, null, { ui_locales: 'es' })).text), 'es', 'but is none against another wish')
})

t.test('error pages and pages of nobody are in a language too, with the protocol’s text in English', async (t) => {
  const s = await story(t)
  const ask = async (path: string) =>
    pageOf(await s.fetch(`${s.issuer}${path}`, { headers: { 'accept-language': 'de', cookie: 'cs_language=de' } }))
  const page = await ask('/authorize?client_id=nobody&response_type=code')
  t.equal(languageOf(page.text), 'de')
  t.match(page.text, 'Kehren Sie zur App zurück')
  t.match(page.text, /<p id="message" lang="en" dir="ltr">[A-Z]/)
  t.match((await ask('/device')).text, 'Ihr Gerät zeigt einen Code')
  t.match((await ask('/logout')).text, 'Sie sind abgemeldet')
  t.equal(languageOf((await ask('/authorize?ui_locales=ar')).text), 'ar')
  t.match(await (await s.fetch(`${s.issuer}/.well-known/openid-configuration`)).json(), {
    ui_locales_supported: ['en', 'de', 'fr', 'es', 'ja', 'ar'],
  })
})

t.test('the menu: only from our own pages, only to our own pages', async (t) => {
  const s = await story(t, { ISSUER: 'https://id.example.org/tenant' })
  const at = s.browser()
  const page = stayedAt(await at.open(`${s.issuer}/device?user_code=%22%3e%3cb%3e&x=%E4"<é`))
  const origin = 'https://id.example.org'
  const post = (action: string | undefined, headers: Record<string, string> = { origin }, language = 'fr') =>
    postForm(s, at, page, 'language', { fields: { language }, headers, ...(action !== undefined && { action }) })

  const good = await post(undefined)
  t.equal(good.status, 303)
  t.match(good.headers.get('location'), /^\/tenant\/device\?user_code=%22%3e%3cb%3e&x=%E4/)
  t.notMatch(good.headers.get('location'), /["<]/)
  t.equal(
    good.headers.get('set-cookie'),
    '__Host-cs_language=fr; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax',
  )
  t.equal(good.headers.get('cache-control'), 'no-store')

  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin, 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]) {
    const refused = await post(undefined, headers)
    t.equal(refused.status, 400, JSON.stringify(headers))
    t.equal(refused.headers.get('set-cookie'), null)
  }
  for (const place of [
    ...[
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'https://evil.example',
      'evil.example',
      '@evil.example',
    ],
    ...['/%09/evil.example/', '/x//evil.example', '/x\\y', '', '?', '/x%0d%0aset-cookie:a=b', '/;//evil.example'],
  ]) {
    const answer = await post(`/tenant/language?${place}`)
    const location = answer.headers.get('location')
    if (location !== null) {
      t.equal(new URL(location, s.issuer).origin, origin, place)
      t.ok(location.startsWith('/tenant/') && !location.startsWith('/tenant//'), place)
    } else t.equal(answer.status, 400, place)
  }
  for (const language of ['', 'xx', 'constructor', 'fr.de'])
    t.equal((await post(undefined, { origin }, language)).status, 400, language)
  t.equal((await s.fetch(`${s.issuer}/language`)).status, 405)
  t.equal((await post(`/tenant/language?/device?x=${'x'.repeat(21_000)}`)).status, 400, 'endless')
  const long = stayedAt(await at.open(`${s.issuer}/authorize?state=${'x'.repeat(21_000)}`))
  t.equal(long.status, 400)
  t.notMatch(long.text, 'id="language"', 'a page whose address is too long has no menu')
})

t.test('a name in a sentence is escaped, keeps its direction, and can not be taken for a part of it', async (t) => {
  const s = await story(t)
  const name = '<b>"שלום"</b> &amp; \ue000\ue001'
  const app = await s.client('web', { name })
  const ada = await s.account('ada', { language: 'ar' })
  const at = s.browser()
  const page = shown(await s.logIn(at, await s.authorize(at, app), ada), 'consent')
  t.match(page.text, '<bdi class="name">&lt;b&gt;&quot;שלום&quot;&lt;/b&gt; &amp;amp;</bdi>')
  t.notMatch(page.text, '<b>')
})
