// CORS as a real browser keeps it: scripts of the listed origin read answers, others get nothing (Fetch Standard §3.2).
import t from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { listeningApp, listeningStory } from '../support/listening.ts'

t.test('a list of origins, and headers that no list could name in advance', async (t) => {
  const s = await listeningStory(t)
  const [own, foreign] = [await listeningApp(t), await listeningApp(t)]
  const machine = { grantTypes: ['client_credentials'], redirectUris: [], scope: [] } as const
  const listed = await s.client('listed', { ...machine, webOrigins: [own.origin] })
  const open = await s.client('open', machine)
  const chromium = await launchChromium(t)

  const read = async (origin: string, app: typeof open, init: { credentials?: 'include' } = {}): Promise<string> => {
    const page = await chromium.newPage()
    await page.goto(origin)
    const request = {
      method: 'POST',
      body: 'grant_type=client_credentials',
      ...init,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${btoa(`${app.clientId}:${app.secret}`)}`,
        'x-anything': 'a library may send what it likes',
      },
    }
    const answer = await page.evaluate(
      async ({ url, sent }) => {
        const response = await fetch(url, sent).catch(() => undefined)
        if (response === undefined) return 'unreadable'
        const { access_token: token } = (await response.json()) as { access_token?: string }
        return `${response.status} ${token ? 'a token' : (response.headers.get('x-reference') ?? 'no reference')}`
      },
      { url: `${s.issuer}/token`, sent: request },
    )
    await page.close()
    return answer
  }

  t.equal(await read(own.origin, listed), '200 a token')
  t.equal(await read(foreign.origin, listed), 'unreadable')
  t.equal(await read(foreign.origin, open), '200 a token', 'an empty list allows any')
  t.match(await read(own.origin, { ...listed, secret: 'wrong' }), /^401 \w+$/, 'errors too, with their reference')
  t.equal(await read(foreign.origin, { ...listed, secret: 'wrong' }), 'unreadable')
  t.equal(await read(own.origin, listed, { credentials: 'include' }), 'unreadable', 'never with cookies')
  t.equal(await read(foreign.origin, open, { credentials: 'include' }), 'unreadable')
})
