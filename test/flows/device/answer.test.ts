// Answering a device: whose code it is, and whose answer counts (RFC 8628 §3.3, §5.1).
import t from 'tap'
import { deviceCodeGrantType } from '../../../src/model/client.ts'
import { type AppInStory, story } from '../../support/flows.ts'
import { params, refusalOf } from '../../support/wire.ts'

t.test('Answering a device', async (t) => {
  const s = await story(t)
  const tv = await s.app({ public: true, redirectUris: [], grants: [deviceCodeGrantType, 'refresh_token'] })

  const start = async (app: AppInStory = tv) => {
    const call = { authorization: undefined, address: '203.0.113.9', userAgent: 'TV', now: s.now() }
    return s.flows.startDevice({ params: params(s.credentialsOf(app)), ...call })
  }
  const ask = async (at: ReturnType<typeof s.browser>, code: string) =>
    s.flows.devices.ask({ code, visitor: await at.visitor(), interaction: null, address: at.address }, s.now())
  const questionFor = async (at: ReturnType<typeof s.browser>, code: string) => {
    const outcome = await ask(at, code)
    if (outcome.kind !== 'question') throw new Error(`no question but ${outcome.kind}`)
    return outcome
  }
  const poll = (code: string) => s.token(tv, { grant_type: deviceCodeGrantType, device_code: code })

  t.test('the question says what was asked, from where, and by which app', async (t) => {
    const { her, ada } = await s.loggedIn()
    const { user_code: code } = await start()
    const question = await questionFor(her, code.toLowerCase())
    t.match(question, {
      userCode: code,
      authorization: { address: '203.0.113.9', userAgent: 'TV', scope: tv.client.scope, answer: null },
      client: { clientId: tv.client.clientId },
      account: { sub: ada.account.sub },
    })
  })

  t.test('an answer to a question that is answered already changes nothing, whoever gives it', async (t) => {
    const [ada, bob] = [await s.loggedIn(), await s.loggedIn()]
    const { user_code: code, device_code: deviceCode } = await start()
    const [hers, his] = [await questionFor(ada.her, code), await questionFor(bob.her, code)]
    await s.flows.devices.answer(hers, 'denied', { address: ada.her.address }, s.now())
    await s.flows.devices.answer(his, 'allowed', { address: bob.her.address }, s.now())
    t.equal((await refusalOf(poll(deviceCode))).code, 'access_denied')
    t.match(await ask(ada.her, code), { kind: 'answered', decision: 'denied' })
    t.match(await ask(bob.her, code), { kind: 'unknown', cause: 'Somebody else has answered for this code.' })
    const events = await s.recorded({ sub: bob.ada.account.sub })
    t.notOk(
      events.some(({ kind }) => kind === 'device_allowed'),
      'and no event says that it did',
    )
  })

  t.test('an answer after the session has ended, or the code, is none', async (t) => {
    const { her } = await s.loggedIn()
    const { user_code: code, device_code: deviceCode } = await start()
    const question = await questionFor(her, code)
    await s.flows.logOut(question.session, s.now())
    await s.flows.devices.answer(question, 'allowed', { address: her.address }, s.now())
    t.equal((await refusalOf(poll(deviceCode))).code, 'authorization_pending')
    const late = await s.loggedIn()
    const hers = await questionFor(late.her, code)
    s.pass(900)
    await s.flows.devices.answer(hers, 'allowed', { address: her.address }, s.now())
    t.equal((await refusalOf(poll(deviceCode))).code, 'expired_token')
  })

  t.test('a disabled client’s code is no code', async (t) => {
    const { her } = await s.loggedIn()
    const app = await s.app({ public: true, redirectUris: [], grants: [deviceCodeGrantType] })
    const { user_code: code } = await start(app)
    await s.ingredients.store.clients.setDisabled(app.client.clientId, s.now())
    t.match(await ask(her, code), { kind: 'unknown', clientId: app.client.clientId })
  })

  t.test('a login that is too old for the client is asked for again, once', async (t) => {
    const { her, ada } = await s.loggedIn()
    const { user_code: code } = await start()
    const { client } = tv
    await s.store.clients.update({ ...client, defaultMaxAgeSeconds: 60 })
    s.pass(61)
    t.match(await ask(her, code), { kind: 'log-in', mustBeNew: true })
    await her.logIn(ada)
    t.match(await ask(her, code), { kind: 'question' })
    await s.store.clients.update(client)
  })
})
