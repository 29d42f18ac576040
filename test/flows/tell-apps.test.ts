// Telling apps that a session is over: signed, tried again, never twice at once, and nobody waits for the dead (OIDC Back-Channel Logout §2).
import t, { type Test } from 'tap'
import type { Client } from '../../src/model/client.ts'
import { type AppInStory, type Story, story } from '../support/flows.ts'
import { logoutReceiver } from '../support/logout-receiver.ts'
import { claimsOf } from '../support/wire.ts'

const receiving = async (t: Test, s: Story, change: Partial<Client> = {}) => {
  const receiver = await logoutReceiver(t)
  const app = await s.app()
  await s.store.clients.update({ ...app.client, backchannelLogoutUri: receiver.uri, ...change })
  const deliveries = () => s.store.logoutDeliveries.list(app.client.clientId, 100)
  return { app, receiver, deliveries, last: async () => (await deliveries())[0] }
}

const loginAndOut = async (s: Story, app: AppInStory, scope = 'openid') => {
  const login = await s.login(app, { scope })
  const { session } = login.visitor ?? {}
  if (session === undefined) throw new Error('nobody is logged in')
  await s.flows.logOut(session, s.now())
  return login
}

/** What the running server does every second. */
const work = async (s: Story): Promise<void> => {
  await s.flows.tellApps.begin()
  for (let rounds = 0; rounds < 20; rounds += 1) await s.settled()
}

t.test('Telling apps', async (t) => {
  const s = await story(t)

  t.test('Back-Channel Logout §2.4, §2.5: a logout token, before the logout is answered', async (t) => {
    const { app, receiver, last } = await receiving(t, s)
    const { person, tokens } = await loginAndOut(s, app)
    const [reception] = receiver.received
    t.match(reception, { method: 'POST', type: 'application/x-www-form-urlencoded' })
    const token = reception?.token ?? ''
    t.match(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()), {
      typ: 'logout+jwt',
      alg: 'RS256',
    })
    const iat = Math.floor(s.now().getTime() / 1000)
    t.same(Object.keys(claimsOf(token)).toSorted(), ['aud', 'events', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub'])
    t.match(claimsOf(token), {
      ...{ iss: 'https://id.example', aud: app.client.clientId, sub: person.account.sub, iat, exp: iat + 120 },
      ...{
        sid: claimsOf(tokens.id_token ?? '').sid,
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      },
    })
    t.ok(await s.ingredients.keyRing.verify(token, 'logout+jwt'))
    await s.settled()
    t.match(await last(), { state: 'delivered', attempts: 1 })
    await work(s)
    t.equal(receiver.received.length, 1, 'once is enough')
  })

  t.test('Back-Channel Logout §2.4, §2.6: the client’s own algorithm, and its own name for the person', async (t) => {
    const { app, receiver } = await receiving(t, s, {
      idTokenAlg: 'ES256',
      subjectType: 'pairwise',
      sector: 'x.example',
    })
    const { tokens } = await loginAndOut(s, app)
    const token = receiver.received[0]?.token ?? ''
    t.equal(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).alg, 'ES256')
    t.match(claimsOf(token).sub, /^pair_/)
    t.equal(claimsOf(token).sub, claimsOf(tokens.id_token ?? '').sub)
  })

  t.test(
    'an app that is told when the refresh token lives on, is told when its family is dead, and is told once',
    async (t) => {
      const { app, receiver, deliveries } = await receiving(t, s)
      const login = await s.login(app, { scope: 'openid offline_access' })
      const again = await s.redeem(app, await s.code(app, login.visitor, { scope: 'openid' }))
      await s.revoke(app, again.refresh_token)
      if (login.visitor) await s.flows.logOut(login.visitor.session, s.now())
      if (login.visitor) await s.flows.logOut(login.visitor.session, s.now())
      await work(s)
      t.equal(receiver.received.length, 1)
      t.equal((await deliveries()).length, 1)
      t.ok(await s.refresh(app, login.tokens.refresh_token), 'offline_access outlives it')
    },
  )

  t.test('another person logs in over a session', async (t) => {
    const { app, receiver } = await receiving(t, s)
    const { browser } = await s.login(app)
    await browser.logIn(await s.person())
    await work(s)
    t.equal(receiver.received.length, 1)
  })

  t.test('the same person logging in again ends nothing', async (t) => {
    const { app, deliveries } = await receiving(t, s)
    const { browser, person } = await s.login(app)
    await browser.logIn(person)
    t.same(await deliveries(), [])
  })

  for (const act of ['disable', 'setPassword'] as const)
    t.test(`users ${act}: every session, and what lives without one`, async (t) => {
      const { app, receiver, deliveries } = await receiving(t, s)
      const { person } = await s.login(app)
      await s.login(app, { person, scope: 'openid' })
      const other = await s.login(app)
      const { users } = s.flows.operator
      await (act === 'disable'
        ? users.disable(person.email)
        : users.setPassword(person.email, 'an entirely new password'))
      t.equal(receiver.received.length, 0, 'the command line itself tells nobody')
      await work(s)
      t.equal(receiver.received.length, 2)
      t.ok(receiver.received.every(({ token }) => claimsOf(token).sub === person.account.sub))
      t.equal(new Set(receiver.received.map(({ token }) => claimsOf(token).sid)).size, 2)
      t.ok(await other.browser.visitor())
      t.equal((await deliveries()).length, 2)
    })

  t.test('no address, a disabled client: nobody is told', async (t) => {
    const silent = await receiving(t, s, { backchannelLogoutUri: null })
    await loginAndOut(s, silent.app)
    const disabled = await receiving(t, s)
    const { visitor } = await s.login(disabled.app)
    await s.flows.operator.clients.disable(disabled.app.client.clientId)
    if (visitor) await s.flows.logOut(visitor.session, s.now())
    t.same([await silent.deliveries(), await disabled.deliveries()], [[], []])
  })

  t.test(
    'Back-Channel Logout §2.8: 204 is a yes; 400 is a no for good, and an event for operator and owner',
    async (t) => {
      const { app, receiver, deliveries } = await receiving(t, s)
      receiver.answers(204)
      await loginAndOut(s, app)
      receiver.answers(400, '{"error":"invalid_request","error_description":"unknown sid"}')
      s.pass(1)
      const { person } = await loginAndOut(s, app)
      await work(s)
      const [no, yes] = await deliveries()
      t.match(yes, { state: 'delivered' })
      t.match(no, { state: 'failed', attempts: 1, lastError: 'it answered 400 (invalid_request: unknown sid)' })
      const events = await s.recorded({ clientId: app.client.clientId })
      const event = events.find(({ kind }) => kind === 'logout_undelivered')
      t.match(event, { sub: person.account.sub, ownerText: /unknown sid/, cure: /backchannel_logout_uri/ })
      t.notMatch(event?.ownerText, person.email)
    },
  )

  t.test('everything else is tried again, with a new token, until it works', async (t) => {
    const { app, receiver, last } = await receiving(t, s)
    receiver.answers(500)
    await loginAndOut(s, app)
    await work(s)
    t.match(await last(), { state: 'waiting', attempts: 1, dueAt: s.at(5), lastError: 'it answered 500' })
    s.pass(4)
    await work(s)
    t.equal(receiver.received.length, 1, 'not before it is due')
    s.pass(1)
    receiver.answers(302)
    await work(s)
    t.match(await last(), { attempts: 2, dueAt: s.at(30), lastError: 'it answered 302' }, 'redirects are not followed')
    s.pass(30)
    receiver.answers(200, 'x'.repeat(300_000))
    await work(s)
    t.match(await last(), { attempts: 3, lastError: /larger than/ })
    s.pass(120)
    receiver.answers(200, 'x'.repeat(100_000))
    await work(s)
    t.match(await last(), { state: 'delivered', attempts: 4 })
    const claims = receiver.received.map(({ token }) => claimsOf(token))
    t.equal(new Set(claims.map(({ jti }) => jti)).size, 4)
    t.ok(claims.every(({ iat, exp }) => Number(exp) - Number(iat) === 120))
    t.equal(claims[3]?.iat, Math.floor(s.now().getTime() / 1000))
  })

  t.test('an app that stays away is given up after a day', async (t) => {
    const { app, receiver, last } = await receiving(t, s)
    await receiver.close()
    await loginAndOut(s, app)
    for (let hours = 0; hours < 26; hours += 0.5) {
      await work(s)
      s.pass(1800)
    }
    t.match(await last(), { state: 'failed', lastError: 'the connection failed (ECONNREFUSED)' })
    const events = await s.recorded({ clientId: app.client.clientId })
    t.equal(events.filter(({ kind }) => kind === 'logout_undelivered').length, 1)
  })

  t.test('an address that is taken away, or a client that is disabled, while it waits', async (t) => {
    for (const end of ['address', 'client'] as const) {
      const { app, receiver, last } = await receiving(t, s)
      receiver.answers(500)
      await loginAndOut(s, app)
      if (end === 'address') await s.store.clients.update(app.client)
      else await s.flows.operator.clients.disable(app.client.clientId)
      s.pass(5)
      await work(s)
      t.match(await last(), { state: 'failed', lastError: /disabled, or has no/ }, end)
      t.equal(receiver.received.length, 1)
    }
  })

  t.test('a slow app gets one at a time, and holds up neither the logout nor another app', async (t) => {
    const slow = await receiving(t, s)
    const quick = await receiving(t, s)
    slow.receiver.answers(200, '', 2500)
    const logins = [await s.login(slow.app), await s.login(slow.app), await s.login(quick.app)]
    const started = performance.now()
    for (const { visitor } of logins) if (visitor) await s.flows.logOut(visitor.session, s.now())
    t.ok(performance.now() - started < 3900, 'a second of patience each')
    t.equal(quick.receiver.received.length, 1)
    t.equal(slow.receiver.received.length, 1)
    await work(s)
    t.equal(slow.receiver.received.length, 2)
    t.equal(slow.receiver.mostAtOnce(), 1)
    t.ok((await slow.deliveries()).every(({ state }) => state === 'delivered'))
  })

  t.test('a server that dies in the middle loses nothing', async (t) => {
    const { app, receiver, last } = await receiving(t, s)
    receiver.answers(503)
    await loginAndOut(s, app)
    s.pass(5)
    t.equal((await s.store.logoutDeliveries.claim(s.now(), 9, 30)).length, 1, 'claimed, and then nothing more')
    receiver.answers(200)
    await work(s)
    t.equal(receiver.received.length, 1, 'it might still be at it')
    s.pass(31)
    await work(s)
    t.equal(receiver.received.length, 2)
    t.match(await last(), { state: 'delivered', attempts: 3 })
  })

  t.test('a backlog goes out in one go', async (t) => {
    const { app, receiver, deliveries } = await receiving(t, s)
    const { person } = await s.login(app)
    for (let count = 1; count < 8; count += 1) await s.login(app, { person })
    await s.flows.operator.users.disable(person.email)
    await work(s)
    t.equal(receiver.received.length, 8)
    t.equal(receiver.mostAtOnce(), 1)
    t.ok((await deliveries()).every(({ state }) => state === 'delivered'))
  })

  t.test('the operator sees what came of it', async (t) => {
    const { app, receiver } = await receiving(t, s)
    const { clientId } = app.client
    const { logouts } = s.flows.operator
    t.same(await logouts.list(clientId, 10), [])
    receiver.answers(500)
    await loginAndOut(s, app)
    await work(s)
    t.match(await logouts.list(clientId, 10), [{ state: 'waiting', attempts: 1, lastError: 'it answered 500' }])
    await t.rejects(logouts.list('app_nobody', 10), { kind: 'not-found', message: /there is no client/ })
    const silent = await s.app()
    await t.rejects(logouts.list(silent.client.clientId, 10), { kind: 'failed', message: /no backchannel_logout_uri/ })
  })

  t.test('closing waits for what is under way, and begins nothing more', async (t) => {
    const { app, receiver, last } = await receiving(t, s)
    receiver.answers(200, '', 1500)
    await loginAndOut(s, app)
    await s.flows.tellApps.settle()
    t.match(await last(), { state: 'delivered' })
    await loginAndOut(s, app)
    await work(s)
    t.equal(receiver.received.length, 1)
  })
})

t.test(
  'where access tokens live for seconds, logout tokens live no longer: their key is published no longer',
  async (t) => {
    const s = await story(t, { ACCESS_TOKEN_SECONDS: '10' })
    const { app, receiver } = await receiving(t, s)
    await loginAndOut(s, app)
    const { iat, exp } = claimsOf(receiver.received[0]?.token ?? '')
    t.equal(Number(exp) - Number(iat), 10)
  },
)
