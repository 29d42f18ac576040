// The tour through the developer portal.
import { plainSquare } from './small-png.ts'
import type { Visitor } from './visitor.ts'

export const portalTour = async (v: Visitor): Promise<void> => {
  const [alan] = v.scene.others
  if (alan === undefined) throw new Error('nobody')
  await v.forget()
  await v.stop('portal-empty', async () => {
    await v.open('/apps')
    await v.logIn(alan)
  })
  await v.stop('portal-new', '/apps/new')
  const uris = 'https://shop.example/callback'
  await v.stop('portal-new-wrong', () => register(v, { name: '', uris: 'http://shop.example/callback' }))
  await v.stop('portal-secret', () => register(v, { name: 'Corner Shop', uris }))
  const id = ((await v.page.textContent('#client-id')) ?? '').trim()
  const secret = ((await v.page.textContent('#client-secret')) ?? '').trim()
  const app = `/apps/${id}`
  await v.stop('portal-app', app)
  await v.press('#add-secret [type=submit]')
  await v.stop('portal-two-secrets', app)
  await useSecret(v, id, secret)
  await v.open(app)
  await v.stop('portal-retire-asked', () => v.press('#retire-1 [type=submit]'))
  await v.stop('portal-test', async () => {
    await v.press('#test [type=submit]')
    await v.press('[value=allow]')
  })
  await v.stop('portal-settings', `${app}/settings`)
  await v.stop('portal-settings-wrong', () =>
    v.send('save', { 'save-redirectUris': 'shop.example', 'save-clientUri': 'x' }),
  )
  await v.stop('portal-logo', `${app}/logo`)
  await v.stop('portal-logo-wrong', () => upload(v, Buffer.from('not a picture')))
  await v.stop('portal-logo-there', () => upload(v, plainSquare(48, 0x2f5d8a)))
  await v.stop('portal-publisher', `${app}/publisher`)
  await v.stop('portal-publisher-wrong', () => v.press('#verify [type=submit]'))
  await v.stop('portal-errors-empty', `${app}/errors`)
  await makeErrors(v, id)
  await v.stop('portal-errors', `${app}/errors`)
  await v.stop('portal-test-denied', async () => {
    await v.open(app)
    await v.press('#test [type=submit]')
    await v.press('[value=deny]')
  })
  await v.stop('portal-owner', `${app}/owner`)
  await v.stop('portal-offered', () => v.send('make-offer', { 'offer-email': v.scene.root.email }))
  const offer = ((await v.page.textContent('#offer-link')) ?? '').trim()
  await v.stop('portal-owner-offered', `${app}/owner`)
  await v.stop('portal-list', '/apps')
  await inspect(v)
  await v.s.rooms.operator.clients.disable(id)
  await v.stop('portal-disabled', app)
  await v.forget()
  await v.stop('portal-hand-over', async () => {
    await v.open(offer)
    await v.logIn(v.scene.root)
  })
  await v.stop('portal-hand-over-gone', '/apps/hand-over?offer=cs_offer_nonsense')
}

const upload = async (v: Visitor, buffer: Buffer): Promise<void> => {
  await v.page.setInputFiles('[name=logo]', { name: 'logo.png', mimeType: 'image/png', buffer })
  await v.send('upload', {})
}

const register = async (v: Visitor, { name, uris }: Readonly<{ name: string; uris: string }>): Promise<void> => {
  await v.page.check('#kind-web')
  await v.send('register', { 'register-name': name, 'register-redirectUris': uris })
}

/** From a server that still has it, and asks for nothing that could be refused (RFC 7009 §2.2). */
const useSecret = ({ s }: Visitor, client_id: string, client_secret: string): Promise<Response> =>
  s.fetch(`${s.issuer}/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ client_id, client_secret, token: 'x' }),
  })

/** What goes wrong in the first hour of every developer. */
const makeErrors = async (v: Visitor, clientId: string): Promise<void> => {
  const { s, scene } = v
  const client = (await s.store.clients.find(clientId))?.client
  if (client === undefined) throw new Error('gone')
  const at = s.browser()
  await at.open(scene.authorize(client, { redirect_uri: 'https://shop.example/callback/' }))
  s.clock.pass(140)
  await at.open(scene.authorize(client, { code_challenge: null, code_challenge_method: null }))
  s.clock.pass(45)
  await s.token({ ...client, secret: 'cs_sec_wrong' }, { grant_type: 'authorization_code', code: 'cs_code_x' })
  await s.rooms.events.flush()
}

const inspect = async (v: Visitor): Promise<void> => {
  const { s, scene } = v
  const { body } = await s.redeem(
    scene.web,
    await s.codeFor(scene.web, scene.grace, { scope: 'openid offline_access' }),
  )
  await v.stop('portal-inspector', '/apps/inspector')
  await v.stop('portal-inspector-wrong', () => v.send('inspect', { 'inspect-pasted-token': 'a.b.c' }))
  await v.stop('portal-inspector-opaque', () => v.send('inspect', { 'inspect-pasted-token': body.refresh_token }))
  await v.stop('portal-inspector-token', () => v.send('inspect', { 'inspect-pasted-token': body.access_token }))
}
