// The setup link: good once, for an hour, while there is no admin.
import t from 'tap'
import { isAway, stayedAt } from '../../../support/plain-browser.ts'
import { story } from '../../../support/story.ts'

const fields = (name: string) => ({ email: `${name}@example.com`, name, password: `the long password of ${name}` })

t.test('the setup link', async (t) => {
  const s = await story(t)
  const make = async () => (await s.rooms.operator.makeSetupLink()).link
  const count = async () => (await s.store.accounts.list({ limit: 100 })).length

  await t.test('bad links and bad fields', async (t) => {
    for (const link of ['', '?link=', '?link=cs_link_nonsense', '?link=%00', `?link=${'x'.repeat(3000)}`]) {
      const page = stayedAt(await s.browser().open(`${s.issuer}/setup${link}`))
      t.equal(page.status, 404, link)
    }
    const link = await make()
    const browser = s.browser()
    const page = stayedAt(await browser.open(link))
    t.equal(page.headers.get('referrer-policy'), 'same-origin')
    t.equal(page.headers.get('cache-control'), 'no-store')
    const again = stayedAt(await browser.submit(page, 'setup', { email: 'nonsense', name: 'Ada', password: 'short' }))
    t.equal(again.status, 400)
    t.match(again.text, 'value="nonsense"')
    t.match(again.text, 'value="Ada"')
    t.notMatch(again.text, 'value="short"')
    t.equal(stayedAt(await browser.submit(again, 'setup', { ...fields('ada'), password: 'short' })).status, 400)
    t.equal(stayedAt(await s.browser().submit(page, 'setup', fields('eve'))).status, 403, 'a form of another browser')
    t.equal(await count(), 0)
    s.clock.pass(3601)
    t.equal(stayedAt(await browser.open(link)).status, 404, 'an hour later')
  })

  await t.test('twenty at once make one admin; then every link is dead', async (t) => {
    const links = [await make(), await make()]
    const browsers = Array.from({ length: 20 }, () => s.browser())
    const pages = await Promise.all(
      browsers.map(async (browser, at) => stayedAt(await browser.open(links[at % 2] ?? ''))),
    )
    const answers = await Promise.all(
      browsers.map((browser, at) => browser.submit(pages[at] as (typeof pages)[0], 'setup', fields(`admin${at}`))),
    )
    const texts = answers.map((answer) => (isAway(answer) ? '' : answer.text))
    t.equal(texts.filter((text) => /id="login"/.test(text)).length, 1, 'one is led on')
    t.equal(texts.filter((text) => /does not work any more/.test(text)).length, 19)
    t.equal(await count(), 1)
    t.same((await s.store.accounts.list({ limit: 9 }))[0]?.roles, ['admin'])
    for (const link of links) t.equal(stayedAt(await s.browser().open(link)).status, 404)
    await t.rejects(make(), /there is an admin already/)
  })

  await t.test('it is in no event and no log', async (t) => {
    await s.rooms.events.flush()
    const events = await s.store.events.list({ limit: 100 })
    t.notMatch(JSON.stringify(events), /cs_link_/)
    t.notMatch(JSON.stringify(events), /long password/)
    const made = events.find(({ actor }) => actor === '(setup link)')
    t.match(made, { kind: 'account_changed', after: { roles: ['admin'] }, before: null })
  })

  await t.test('whoever made it logs in', async (t) => {
    const [admin] = await s.store.accounts.list({ limit: 1 })
    const browser = s.browser()
    const login = stayedAt(await browser.open(`${s.issuer}/admin`))
    const name = admin?.name ?? ''
    const page = stayedAt(
      await browser.submit(login, 'login', { email: fields(name).email, password: fields(name).password }),
    )
    t.match(page.text, 'Overview')
  })
})

t.test('an admin made elsewhere kills the link', async (t) => {
  const s = await story(t)
  const { link } = await s.rooms.operator.makeSetupLink()
  const browser = s.browser()
  const page = stayedAt(await browser.open(link))
  await s.account('root', { roles: ['admin'] })
  const answer = stayedAt(await browser.submit(page, 'setup', fields('eve')))
  t.equal(answer.status, 404)
  t.equal((await s.store.accounts.list({ limit: 9 })).length, 1)
})
