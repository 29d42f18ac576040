// The tour through what a person meets on the way to an app: login, sign-up, recovery, consent, devices, log-out, errors.
import { startDevice } from '../../support/device.ts'
import { stealFrom } from '../../support/steal.ts'
import { essentialFactor, everything } from './scene.ts'
import type { Visitor } from './visitor.ts'

const password = 'seven brown bears swim'

export const signInTour = async (v: Visitor): Promise<void> => {
  const { ada, web } = v.scene
  await v.stop('login', v.scene.authorize(web))
  await v.stop('login-wrong', () => v.logIn({ ...ada, password: 'wrong' }))
  await signUp(v)
  await recovery(v)
  await consent(v)
  await devices(v)
  await errors(v)
  await logOut(v)
}

const signUp = async (v: Visitor): Promise<void> => {
  const email = 'mary@example.com'
  await v.stop('sign-up', () => v.press('#sign-up'))
  await v.stop('sign-up-wrong', () => v.send('sign-up', { 'ask-email': 'mary' }))
  await v.stop('sign-up-sent', () => v.send('sign-up', { 'ask-email': email }))
  const link = await v.scene.link(email, '/sign-up/finish')
  await v.stop('dev-mailbox', '/dev/mailbox')
  await v.stop('sign-up-finish', link)
  const fields = { 'link-name': 'Mary Somerville', 'link-password': 'short' }
  await v.stop('sign-up-finish-wrong', () => v.send('finish', fields))
  await v.stop('sign-up-consent', () => v.send('finish', { ...fields, 'link-password': password }))
  await v.forget()
  await v.stop('sign-up-link-used', link)
  const person = { email: 'emmy@example.com', name: 'Emmy Noether', roles: [], language: null, byHand: true }
  await v.stop('invitation', (await v.s.rooms.operator.invite(person)).link ?? '')
}

const recovery = async (v: Visitor): Promise<void> => {
  const { grace } = v.scene
  await v.stop('forgot-password', '/forgot-password')
  await v.stop('forgot-password-sent', () => v.send('forgot-password', { 'ask-email': grace.email }))
  const link = await v.scene.link(grace.email, '/reset-password')
  await v.stop('reset-password', link)
  await v.stop('reset-password-wrong', () => v.send('reset', { 'link-password': 'short' }))
  await v.stop('reset-password-done', () => v.send('reset', { 'link-password': grace.password }))
  await v.stop('reset-password-link-used', link)
  await v.stop('verify-email-link-unknown', '/verify-email?link=cs_link_nonsense')
}

const consent = async (v: Visitor): Promise<void> => {
  const { s, ada, grace, web, stranger, notes, albums } = v.scene
  await v.stop('theft-notice', async () => {
    await stealFrom(s, notes, ada)
    await v.open(v.scene.authorize(web))
    await v.logIn(ada)
  })
  await v.stop('consent', () => v.press('#theft-notice [type=submit]'))
  await v.stop('consent-again', async () => {
    await v.page.evaluate("document.querySelector('[name=seal]').value = 'old'")
    await v.press('[value=allow]')
  })
  await v.stop('consent-publisher', v.scene.authorize(notes, { prompt: 'consent' }))
  await v.stop('consent-new', async () => {
    const [allowed, now] = [{ sub: ada.sub, clientId: web.clientId }, s.clock()]
    const asked = {
      redirectOrigin: 'https://photos.example',
      scope: ['openid', 'profile'],
      resources: [],
      declined: [],
    }
    await s.store.consents.save({
      ...allowed,
      ...asked,
      clientName: web.name,
      clientVersion: null,
      grantedAt: now,
      endsAt: null,
    })
    await v.open(v.scene.authorize(web, { resource: albums.identifier }))
  })
  await formPost(v)
  await v.stop('select-account', v.scene.authorize(web, { prompt: 'select_account' }))
  s.clock.pass(90)
  await v.stop('login-too-old', v.scene.authorize(web, { max_age: '60' }))
  await v.stop('set-up-factor', v.scene.authorize(web, { claims: essentialFactor }))
  await v.forget()
  const address = { redirect_uri: 'http://127.0.0.1:7777/callback' }
  await v.stop('consent-stranger', async () => {
    await v.open(v.scene.authorize(stranger, address))
    await v.logIn(grace)
  })
  await v.stop('error-onward', v.scene.authorize(stranger, { ...address, scope: 'whatever' }))
  const posted = { ...address, scope: 'whatever', response_mode: 'form_post' }
  await v.stop('error-onward-post', v.scene.authorize(stranger, posted))
}

/** The page that a script leaves at once: here it stays, as where there is no script. */
const formPost = async (v: Visitor): Promise<void> => {
  const script = /\/form-post\.js/
  await v.page.route(script, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }))
  await v.stop('form-post', v.scene.authorize(v.scene.web, { scope: 'openid profile', response_mode: 'form_post' }))
  await v.page.unroute(script)
}

const devices = async (v: Visitor): Promise<void> => {
  const device = await startDevice(v.s, v.scene.cinema, everything)
  await v.stop('device', '/device')
  await v.stop('device-unknown', '/device?user_code=BBBB-BBBB')
  await v.stop('device-question', device.complete)
  await v.stop('device-answered', () => v.press('[value=allow]'))
  await v.open((await startDevice(v.s, v.scene.cinema, everything)).complete)
  await v.stop('device-denied', () => v.press('[value=deny]'))
}

const errors = async (v: Visitor): Promise<void> => {
  await v.stop('error-unknown-app', v.scene.authorize(v.scene.web, { client_id: 'app_nobody' }))
  await v.stop(
    'error-redirect-uri',
    v.scene.authorize(v.scene.web, { redirect_uri: 'https://photos.example/Callback' }),
  )
  await v.stop('error-foreign-form', async () => {
    const step = v.scene.authorize(v.scene.web).replace('/authorize', '/login').replaceAll('&', '&amp;')
    const form = `<form method=post action="${step}"><button>Win</button></form>`
    await v.page.goto(`data:text/html,<h1>You won</h1>${encodeURIComponent(form)}`)
    await v.press('button')
  })
  await v.stop('error-description', v.scene.authorize(v.scene.web, { client_id: 'https://app.invalid/client.json' }))
}

const logOut = async (v: Visitor): Promise<void> => {
  const { web, stranger } = v.scene
  const home = new URLSearchParams({
    client_id: stranger.clientId,
    post_logout_redirect_uri: 'https://invoices.example/',
  })
  const back = new URLSearchParams({ client_id: web.clientId, post_logout_redirect_uri: 'https://photos.example/bye' })
  await v.stop('log-out', '/logout')
  await v.stop('log-out-app', `/logout?${back}`)
  const { body } = await v.s.redeem(web, await v.s.codeFor(web, v.scene.joan))
  await v.stop('log-out-other', `/logout?${new URLSearchParams({ id_token_hint: body.id_token })}`)
  await v.stop('log-out-problem', '/logout?client_id=app_nobody')
  await v.stop('logged-out', async () => {
    await v.open('/logout')
    await v.press('#logout button')
  })
  await v.stop('logged-out-back', `/logout?${home}`)
  await v.stop('log-out-problem-nobody', '/logout?client_id=app_nobody')
}
