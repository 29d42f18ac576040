// The error page: clear, with a reference, whatever went wrong (RFC 9110 §15).
import t from 'tap'
import { pageOf, textOf } from '../../support/page.ts'
import { shown, story } from '../../support/story.ts'

t.test('the database is away: 503 with Retry-After, as a page', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const page = shown(await s.authorize(at, web), 'login')
  await s.rooms.database.close()
  s.store.forgetClients()
  const answers = [await at.open(page.url), await s.logIn(at, page, ada)]
  for (const answer of answers) {
    const { status, headers } = 'text' in answer ? answer : { status: 0, headers: answer.headers }
    t.equal(status, 503)
    t.ok(Number(headers.get('retry-after')) > 0)
    t.match(textOf(answer, 'reference'), /^\w{16}$/)
  }
})

t.test('the reference leads to the event behind it', async (t) => {
  const s = await story(t)
  const answer = await pageOf(await s.fetch(`${s.issuer}/authorize?client_id=app_nobody&state=secret-state`))
  await s.rooms.events.flush()
  const event = await s.store.events.find(textOf(answer, 'reference') ?? '')
  t.equal(event?.code, 'invalid_client')
  t.equal(event?.endpoint, 'GET /authorize')
  t.notMatch(JSON.stringify(event), /secret-state/)
})

t.test('a failed login leaves an event without what was typed', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const page = await s.logIn(at, await s.authorize(at, web), { ...ada, password: 'typed in vain' })
  await s.rooms.events.flush()
  const event = await s.store.events.find(textOf(page, 'reference') ?? '')
  t.match(event?.operatorText, /Login failed/)
  t.notMatch(JSON.stringify(event), /typed in vain|ada@example/)
})
