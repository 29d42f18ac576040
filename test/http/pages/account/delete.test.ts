// Taking the account away: a file without secrets, and a deletion after which nothing of the person is left (GDPR Art. 15, 17, 20).
import { readFileSync } from 'node:fs'
import pg from 'pg'
import t from 'tap'
import { answerFor, poll, startDevice, television } from '../../../support/device.ts'
import { logoutReceiver } from '../../../support/logout-receiver.ts'
import { memberAt } from '../../../support/member.ts'
import { postForm, textOf } from '../../../support/page.ts'
import { type Browser, hasForm, stayedAt } from '../../../support/plain-browser.ts'
import { type Story, type StoryAccount, story } from '../../../support/story.ts'

const livedIn = async (s: Story, who: StoryAccount, at: Browser, backchannelLogoutUri: string | null = null) => {
  await memberAt(at, '/account', who)
  const [web, tv] = [await s.client('web', { backchannelLogoutUri }), await television(s)]
  const code = await s.codeFor(web, who, {}, at)
  const { body } = await s.redeem(web, code)
  const waiting = await s.codeFor(web, who, { scope: 'openid' }, at)
  const device = await startDevice(s, tv)
  await answerFor(s, device, who, 'allow', at)
  const watching = await poll(s, tv, device)
  await answerFor(s, await startDevice(s, tv), who, 'allow', at)
  const secrets = [code, waiting, body.refresh_token, body.access_token, watching.body.refresh_token, device.deviceCode]
  await s.rooms.events.flush()
  return { web, body, secrets: secrets.filter((secret) => secret !== undefined) as string[] }
}

const query = async (s: Story, text: string) => {
  const client = new pg.Client({ connectionString: s.config.databaseUrl })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

/** The tables in which a row holds one of these, anywhere. */
const tablesWith = async (s: Story, needles: readonly string[]): Promise<readonly string[]> => {
  const tables = await query(s, `select tablename as name from pg_tables where schemaname = 'public'`)
  const all = tables.map(({ name }) => `select '${name}' as name, row_to_json(${name})::text as row from ${name}`)
  const rows = await query(s, all.join(' union all '))
  const holds = ({ row }: { row: string }) => needles.some((needle) => row.toLowerCase().includes(needle.toLowerCase()))
  return [...new Set(rows.filter(holds).map(({ name }) => name))].sort()
}

t.test('the export tells everything about the person and no secret', async (t) => {
  const s = await story(t)
  const [ada, bob] = [await s.account('ada', { attributes: { team: 'red' } }), await s.account('bob')]
  const at = s.browser()
  const { web, secrets } = await livedIn(s, ada, at)
  await livedIn(s, bob, s.browser())
  const response = await postForm(s, at, stayedAt(await at.open('/account/export')), 'export')
  t.equal(response.status, 200)
  t.match(response.headers.get('content-disposition') ?? '', /^attachment; filename="account-[\d-]+\.json"$/)
  t.equal(response.headers.get('cache-control'), 'no-store')
  const text = await response.text()
  const file = JSON.parse(text)
  t.match(file.account, { sub: ada.sub, email: ada.email, attributes: { team: 'red' } })
  t.equal(file.sessions.length, 1)
  t.ok(file.permissions.some(({ app }: { app: string }) => app === web.clientId))
  t.equal(file.logins_of_apps.length, 2)
  t.ok(file.events.some(({ kind }: { kind: string }) => kind === 'logged_in'))
  t.notMatch(text, new RegExp(`${bob.sub}|${bob.email}`), 'nothing of anybody else')
  const stored = await query(s, `select cookie_digest, sid_seed from session union all select id, id from family`)
  const hashes = await query(s, `select password_hash from account`)
  const bytes = stored.flatMap((row) => Object.values(row) as Buffer[])
  const all = [
    ...[...secrets, ada.password, ...at.cookies.values(), ...hashes.map(({ password_hash }) => password_hash)],
    ...bytes.flatMap((each) => [each.toString('hex'), each.toString('base64url'), each.toString('base64')]),
  ]
  for (const secret of all) t.notOk(text.includes(secret), 'no secret')
  t.notMatch(text, /cs_[a-z]+_|argon2/)

  const again = async () => (await postForm(s, at, stayedAt(await at.open('/account/export')), 'export')).status
  const statuses = [await again(), await again(), await again(), await again(), await again()]
  t.same(statuses, [200, 200, 200, 200, 429], 'each reads all that there is: five in a quarter of an hour')
})

t.test('a deleted account leaves nothing behind, and its e-mail address is free', async (t) => {
  const hears = await logoutReceiver(t)
  const s = await story(t, { DANGER_FETCH_LOOPBACK: '1', SIGN_UP: 'invite', DANGER_DEV_MAILBOX: '1' })
  const [ada, bob] = [await s.account('ada', { roles: ['admin'] }), await s.account('bob')]
  const [at, elsewhere] = [s.browser(), s.browser()]
  const { web, body } = await livedIn(s, ada, at, hears.uri)
  const bobs = await livedIn(s, bob, s.browser())
  await memberAt(elsewhere, '/account', ada)
  const own = await s.client('own', { origin: 'person', ownerSub: ada.sub })
  const page = stayedAt(await at.open('/account/delete'))
  t.match(textOf(page, 'own-apps'), /stops working for everybody/)
  const mistyped = stayedAt(await at.submit(page, 'delete', { email: 'ada@example.org' }))
  t.equal(mistyped.status, 400)
  t.match(textOf(mistyped, 'delete-email-problem'), /nothing was deleted/)
  const last = stayedAt(await at.submit(page, 'delete', { email: ada.email }))
  t.equal(last.status, 409)
  t.match(textOf(last, 'alert'), /only one who can administer/)
  t.ok(await s.store.accounts.bySub(ada.sub))
  await s.account('eve', { roles: ['admin'] })
  const invite = s.rooms.operatorAs({ kind: 'person', sub: ada.sub, address: '192.0.2.1' }).invite
  const guest = { name: null, language: null, byHand: true }
  await invite({ ...guest, email: 'staff@example.com', roles: ['staff'] })
  const { link } = await invite({ ...guest, email: 'guest@example.com', roles: [] })

  const before = await tablesWith(s, [ada.sub, ada.email])
  for (const name of ['account', 'consent', 'event', 'family', 'session']) t.ok(before.includes(name), `${name}: found`)
  const gone = stayedAt(await at.submit(page, 'delete', { email: ` ${ada.email.toUpperCase()} ` }))
  t.match(textOf(gone, 'deleted'), /nothing about you is stored/)
  t.ok(hears.received.length > 0, 'apps hear of it')
  await s.rooms.events.flush()
  t.same(await tablesWith(s, [ada.sub, ada.email]), [], 'no row anywhere knows them')
  for (const browser of [at, elsewhere]) t.ok(hasForm(await browser.open('/account'), 'login'))
  t.equal((await s.refresh(web, body.refresh_token)).body.error, 'invalid_grant')
  const userinfo = await s.fetch(`${s.issuer}/userinfo`, { headers: { authorization: `Bearer ${body.access_token}` } })
  t.equal(userinfo.status, 401)
  t.equal((await s.refresh(bobs.web, bobs.body.refresh_token)).status, 200, 'others stay')
  t.match((await s.store.clients.find(own.clientId))?.client, { ownerSub: null, disabledAt: Date })
  t.ok(hasForm(await s.browser().open(link ?? ''), 'finish'), 'an invitation that gives nothing away stays')
  const anew = await s.account('ada')
  t.not(anew.sub, ada.sub)
  t.match((await memberAt(s.browser(), '/account', anew)).text, /Profile/)
})

t.test('every table that knows people by their sub is thought of where an account is deleted', async (t) => {
  const s = await story(t)
  const columns = await query(
    s,
    `select table_name, column_name from information_schema.columns
      where table_schema = 'public' and (column_name ~ '(^|_)sub$' or column_name ~ 'email') order by 1, 2`,
  )
  const cascading = await query(
    s,
    `select conrelid::regclass::text as name from pg_constraint where confrelid = 'account'::regclass and confdeltype = 'c'`,
  )
  const source = readFileSync(new URL('../../../../src/store/erasure.ts', import.meta.url), 'utf8')
  const elsewhere = ['client', 'account']
  const covered = (name: string): boolean =>
    new RegExp(`\\b${name}\\b`).test(source) || elsewhere.includes(name) || cascading.some((row) => row.name === name)
  t.ok(
    columns.some(({ table_name }) => table_name === 'consent'),
    'columns are found',
  )
  for (const { table_name, column_name } of columns) t.ok(covered(table_name), `${table_name}.${column_name}`)
})
