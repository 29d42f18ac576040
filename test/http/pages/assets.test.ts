// Assets: found, typed, cached for long under their own address, and nothing else is served (RFC 9111 §5.2).
import t from 'tap'
import { shown, story } from '../../support/story.ts'

t.test('each file that a page names is there, and stays cached', async (t) => {
  const s = await story(t, { ISSUER: 'http://localhost:3000/tenant' })
  const page = shown(await s.authorize(s.browser(), await s.client('web')), 'login')
  const urls = [...page.text.matchAll(/(?:href|src)="(\/tenant\/assets\/[^"]+)"/g)].map(([, url]) => url ?? '')
  t.ok(urls.length >= 4)
  for (const url of [...urls, '/tenant/assets/form-post.js']) {
    const answer = await s.fetch(new URL(url, s.issuer))
    t.equal(answer.status, 200, url)
    t.match(
      answer.headers.get('content-type'),
      /^(text\/css; charset=utf-8|text\/javascript; charset=utf-8|image\/svg\+xml)$/,
    )
    t.equal(answer.headers.get('cache-control'), url.includes('?') ? 'public, max-age=31536000, immutable' : 'no-cache')
    t.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  }
})

t.test('nothing else', async (t) => {
  const s = await story(t)
  for (const path of [
    'login.eta',
    '../package.json',
    '..%2fpackage.json',
    '%2e%2e/src/main.ts',
    'constructor',
    '__proto__',
    'style.css/x',
    '',
  ])
    t.equal((await s.app.inject(`/assets/${path}`)).statusCode, 404, path)
})
