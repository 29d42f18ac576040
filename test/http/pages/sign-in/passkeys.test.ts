// Tests of passkeys at the door: adding, logging in with nothing else, as a second factor, and everything that proves nothing (Web Authentication §7).
import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { authenticator, type Wrong } from '../../../support/authenticator.ts'
import { decode } from '../../../support/html.ts'
import { type Browser, hasForm, isAway, type Page, stayedAt, type Visit } from '../../../support/plain-browser.ts'
import { away, type StoryAccount, story } from '../../../support/story.ts'
import { claimsOf } from '../../../support/wire.ts'

const s = await story(t, { ISSUER: 'https://id.example' })
const web = await s.client('web')
const { origin } = new URL(s.issuer)

const optionsOn = (page: Page, form: string) => {
  const tag = new RegExp(`<form\\b[^>]*\\bid="${form}"[^>]*>`).exec(page.text)?.[0] ?? ''
  return JSON.parse(decode(/data-options="([^"]*)"/.exec(tag)?.[1] ?? 'null'))
}

const newPasskey = '/account/security/new-passkey'
const add = async (at: Browser, who: StoryAccount, device = authenticator(origin), wrong: Wrong = {}) => {
  let page: Visit = await at.open(`${s.issuer}${newPasskey}`)
  if (hasForm(page, 'login')) page = await s.logIn(at, page, who)
  const asked = stayedAt(page)
  const answer = device.create(optionsOn(asked, 'add-passkey'), wrong)
  const done = stayedAt(await at.submit(asked, 'add-passkey', { answer, name: 'My phone' }))
  return { device, asked, answer, done }
}

const logInWith = async (at: Browser, device: ReturnType<typeof authenticator>, wrong: Wrong = {}): Promise<Visit> => {
  const page = stayedAt(await s.authorize(at, web, { prompt: 'login' }))
  return at.submit(page, 'passkey', { answer: device.get(optionsOn(page, 'passkey'), wrong) })
}

const allowing = async (at: Browser, visit: Visit): Promise<Visit> =>
  hasForm(visit, 'consent') ? s.allow(at, visit) : visit
const told = async (visit: Visit) => claimsOf((await s.redeem(web, away(visit).get('code') ?? '')).body.id_token)

const ada = await s.account('ada')
const hers = await add(s.browser(), ada)

t.test('§7.1: added with a name; the handle tells nothing of its owner', async (t) => {
  t.match(hers.done.text, /<li><code>[A-Z]{5}-[A-Z]{5}</, 'recovery codes with the first factor')
  const { user, rp, excludeCredentials, attestation } = optionsOn(hers.asked, 'add-passkey')
  t.match(
    { rp, attestation, excludeCredentials },
    { rp: { id: 'id.example' }, attestation: 'none', excludeCredentials: [] },
  )
  const handle = Buffer.from(user.id, 'base64url')
  t.equal(handle.length, 32)
  t.notOk(handle.includes(ada.sub) || handle.includes(ada.email))
  const [stored] = await s.store.passkeys.ofPerson(ada.sub)
  t.match(stored, { name: 'My phone', transports: ['internal'], synced: false, userHandle: handle })
  const at = s.browser()
  const again = await logInWith(at, hers.device)
  t.ok(hasForm(again, 'consent'))
  const next = stayedAt(await at.open(`${s.issuer}${newPasskey}`))
  t.match(optionsOn(next, 'add-passkey'), { user: { id: user.id }, excludeCredentials: [{ id: hers.device.id }] })
})

t.test('a login of its own, of two kinds of proof', async (t) => {
  const at = s.browser()
  t.match(await told(await allowing(at, await logInWith(at, hers.device))), {
    sub: ada.sub,
    acr: 'aal2',
    amr: ['pop', 'user', 'mfa'],
  })
})

t.test('the login page asks everybody for the same', async (t) => {
  const asked = async (loginHint: string | null) => {
    const page = stayedAt(await s.authorize(s.browser(), web, { login_hint: loginHint }))
    const { challenge, ...rest } = optionsOn(page, 'passkey')
    t.equal(Buffer.from(challenge, 'base64url').length, 32)
    t.match(page.text, /autocomplete="username webauthn"/)
    return rest
  }
  const nobody = await asked('nobody@example.com')
  t.same(await asked(ada.email), nobody)
  t.same(await asked(null), nobody)
  t.same(nobody.allowCredentials, [])
})

t.test('§7.2: what proves nothing', async (t) => {
  const stranger = authenticator(origin)
  const wrongs: readonly (readonly [string, Wrong])[] = [
    ['another challenge', { challenge: 'AAAA' }],
    ['another origin', { origin: 'https://id.example.evil.example' }],
    ['another port', { origin: 'https://id.example:444' }],
    ['inside a page of somebody else', { crossOrigin: true }],
    ['another rp id', { rpId: 'example' }],
    ['of another kind', { type: 'webauthn.create' }],
    ['nobody verified', { isVerified: false }],
    ['another key', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
    ["somebody else's handle", { userHandle: Buffer.alloc(32).toString('base64url') }],
    ['no handle', { userHandle: null }],
  ]
  for (const [title, wrong] of wrongs) {
    const at = s.browser()
    const page = stayedAt(await logInWith(at, hers.device, wrong))
    t.match([page.status, page.text], [401, /This passkey was not accepted/], title)
    t.notOk(
      [...at.cookies.keys()].some((name) => name.includes('session')),
      title,
    )
  }
  t.equal(stayedAt(await logInWith(s.browser(), stranger)).status, 401, 'a passkey of nobody')
  for (const answer of ['x', '{}', '[]', 'null', '{"id":7}', `{"id":"${hers.device.id}"}`, 'a'.repeat(17_000)]) {
    const at = s.browser()
    const page = stayedAt(await at.submit(stayedAt(await s.authorize(at, web)), 'passkey', { answer }))
    t.ok([400, 401].includes(page.status), `${answer.slice(0, 20)}: ${page.status}`)
  }
  await s.rooms.events.flush()
  const texts = (await s.store.events.list({ limit: 50 })).map(({ operatorText }) => operatorText).join('\n')
  t.match(texts, /Login by passkey failed\. Unexpected authentication response origin/)
  t.notMatch(texts, /evil\.example|AAAA/, 'what was sent is not kept')
})

t.test('§13.4.3: a challenge is answered once, here, and for its purpose', async (t) => {
  const [at, elsewhere] = [s.browser(), s.browser()]
  const page = stayedAt(await s.authorize(at, web))
  const answer = hers.device.get(optionsOn(page, 'passkey'))
  await s.authorize(elsewhere, web)
  t.equal(stayedAt(await elsewhere.submit(page, 'passkey', { answer })).status, 403, 'in another browser')
  const all = await Promise.all([1, 2, 3, 4].map(() => at.submit(page, 'passkey', { answer })))
  t.equal(all.filter((visit) => isAway(visit)).length, 1, 'of four at once')
  const own = stayedAt(await s.authorize(elsewhere, web))
  const foreign = {
    ...own,
    text: own.text.replace(
      /name="challenge" value="[^"]*"/,
      /name="challenge" value="[^"]*"/.exec(page.text)?.[0] ?? '',
    ),
  }
  t.equal(
    stayedAt(await elsewhere.submit(foreign, 'passkey', { answer: hers.device.get(optionsOn(page, 'passkey')) }))
      .status,
    409,
  )
  const old = stayedAt(await s.authorize(elsewhere, web))
  s.clock.pass(3601)
  t.equal(
    stayedAt(await elsewhere.submit(old, 'passkey', { answer: hers.device.get(optionsOn(old, 'passkey')) })).status,
    409,
  )
})

t.test('§7.2 step 22: a copy is found out by its counter', async (t) => {
  const [stored] = await s.store.passkeys.ofPerson(ada.sub)
  const counter = stored?.counter ?? 0
  t.ok(counter > 0)
  t.equal(stayedAt(await logInWith(s.browser(), hers.device, { counter })).status, 401)
  t.equal(stayedAt(await logInWith(s.browser(), hers.device, { counter: counter - 1 })).status, 401)
  t.equal(stayedAt(await logInWith(s.browser(), hers.device, { counter: 0 })).status, 401)
  await s.rooms.events.flush()
  const events = await s.store.events.list({ sub: ada.sub, limit: 50 })
  t.equal(events.filter(({ kind }) => kind === 'passkey_copied').length, 3)
  t.ok(isAway(await logInWith(s.browser(), hers.device, { counter: counter + 1 })))

  const synced = await add(s.browser(), await s.account('bob'), authenticator(origin), { counter: 0 })
  for (const _ of [1, 2])
    t.ok(hasForm(await logInWith(s.browser(), synced.device, { counter: 0 }), 'consent'), 'one that never counts')
})

t.test('a second factor after the password, verified or not', async (t) => {
  const at = s.browser()
  const page = stayedAt(await s.logIn(at, await s.authorize(at, web), ada))
  const options = optionsOn(page, 'factor-passkey')
  t.match(options, { allowCredentials: [{ id: hers.device.id }], userVerification: 'preferred' })
  const carol = await s.account('carol')
  const other = await add(s.browser(), carol)
  const foreign = stayedAt(await at.submit(page, 'factor-passkey', { answer: other.device.get(options) }))
  t.match([foreign.status, foreign.text], [401, /not accepted/], "somebody else's")
  const answer = hers.device.get(optionsOn(foreign, 'factor-passkey'), { isVerified: false, userHandle: null })
  t.match(await told(await at.submit(foreign, 'factor-passkey', { answer })), {
    acr: 'aal2',
    amr: ['pwd', 'pop', 'user', 'mfa'],
  })
})

t.test('adding: refused answers', async (t) => {
  const who = await s.account('dora')
  const chain = [Buffer.from('a certificate')]
  const wrongs: readonly (readonly [string, Wrong])[] = [
    ['another challenge', { challenge: 'AAAA' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['another rp id', { rpId: 'evil.example' }],
    ['nobody verified', { isVerified: false }],
    ['an attestation that nobody asked for', { certificates: chain }],
    ['a login', { type: 'webauthn.get' }],
  ]
  const at = s.browser()
  for (const [title, wrong] of wrongs) {
    const { done } = await add(at, who, authenticator(origin), wrong)
    t.match([done.status, done.text], [400, /could not be added/], title)
  }
  const { answer, asked, device } = await add(at, who)
  t.equal((await s.store.passkeys.ofPerson(who.sub)).length, 1)
  t.equal(stayedAt(await at.submit(asked, 'add-passkey', { answer, name: 'Again' })).status, 400, 'a replay')
  t.equal((await add(at, who, device)).done.status, 409, 'the same device again')
  const thief = s.browser()
  t.equal((await add(thief, await s.account('eve'), device)).done.status, 409, "somebody else's device")
  for (const name of ['', ' ', 'a\u202eb', 'x'.repeat(61)]) {
    const page = stayedAt(await at.open(`${s.issuer}${newPasskey}`))
    const done = stayedAt(
      await at.submit(page, 'add-passkey', {
        answer: authenticator(origin).create(optionsOn(page, 'add-passkey')),
        name,
      }),
    )
    t.match([done.status, done.text], [400, /aria-invalid="true"/], JSON.stringify(name))
  }
})

t.test('renamed and removed by its owner alone', async (t) => {
  const who = await s.account('fay')
  const at = s.browser()
  const { device } = await add(at, who)
  const url = `${s.issuer}/account/security/passkey?id=${device.id}`
  const named = stayedAt(await at.submit(stayedAt(await at.open(url)), 'rename', { name: '<i>key</i> & "co"' }))
  t.match(named.text, /&lt;i&gt;key&lt;\/i&gt; &amp; &quot;co&quot;/)
  const eve = s.browser()
  await s.logIn(eve, await eve.open(`${s.issuer}/account`), await s.account('eva'))
  t.equal(stayedAt(await eve.open(url)).status, 404)
  const hersNow = stayedAt(await at.open(url))
  t.equal(stayedAt(await eve.submit(hersNow, 'remove', {})).status, 404)
  t.equal((await s.store.passkeys.ofPerson(who.sub)).length, 1)
  t.match(stayedAt(await at.submit(hersNow, 'remove', {})).text, /id="notice"/)
  t.equal(stayedAt(await logInWith(s.browser(), device)).status, 401)
  t.equal(await s.store.recoveryCodes.count(who.sub), 0)
})

t.test('who shall prove that it is them does so with a passkey of theirs', async (t) => {
  const at = s.browser()
  const who = await s.account('gus')
  const own = await add(at, who)
  s.clock.pass(601)
  const prove = stayedAt(await at.open(`${s.issuer}${newPasskey}`))
  t.ok(hasForm(prove, 'login'))
  const wrong = stayedAt(await at.submit(prove, 'passkey', { answer: hers.device.get(optionsOn(prove, 'passkey')) }))
  t.equal(wrong.status, 401, "somebody else's proves nothing here")
  const right = stayedAt(await at.submit(wrong, 'passkey', { answer: own.device.get(optionsOn(wrong, 'passkey')) }))
  t.ok(hasForm(right, 'add-passkey'))
})

t.test('a disabled person, and a server without a name', async (t) => {
  const who = await s.account('hal')
  const { device } = await add(s.browser(), who)
  await s.rooms.operator.users.disable(who.email)
  t.equal(stayedAt(await logInWith(s.browser(), device)).status, 401)
  const local = await story(t, { ISSUER: 'http://127.0.0.1:9999' })
  t.notOk(hasForm(await local.authorize(local.browser(), await local.client()), 'passkey'))
  t.match((await local.fetch(`${local.issuer}${newPasskey}`)).status, 404)
})
