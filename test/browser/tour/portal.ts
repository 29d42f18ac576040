// The tour through the developer portal.
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
  const app = `/apps/${id}`
  await v.stop('portal-app', app)
  await v.stop('portal-test', async () => {
    await v.press('#test [type=submit]')
    await v.press('[value=allow]')
  })
  await v.stop('portal-settings', `${app}/settings`)
  await v.stop('portal-settings-wrong', () =>
    v.send('save', { 'save-redirectUris': 'shop.example', 'save-clientUri': 'x' }),
  )
  await v.stop('portal-logo', `${app}/logo`)
  await v.stop('portal-publisher', `${app}/publisher`)
  await v.stop('portal-errors-empty', `${app}/errors`)
  await makeErrors(v, id)
  await v.stop('portal-errors', `${app}/errors`)
  await v.stop('portal-owner', `${app}/owner`)
  await v.stop('portal-offered', () => v.send('make-offer', { 'offer-email': v.scene.ada.email }))
  await v.stop('portal-list', '/apps')
  await inspect(v)
}

const register = async (v: Visitor, { name, uris }: Readonly<{ name: string; uris: string }>): Promise<void> => {
  await v.page.check('#kind-web')
  await v.send('register', { 'register-name': name, 'register-redirectUris': uris })
}

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
  const { body } = await s.redeem(scene.web, await s.codeFor(scene.web, scene.root, { scope: 'openid' }))
  await v.stop('portal-inspector', '/apps/inspector')
  await v.stop('portal-inspector-wrong', () => v.send('inspect', { 'inspect-pasted-token': 'a.b.c' }))
  await v.stop('portal-inspector-token', () => v.send('inspect', { 'inspect-pasted-token': body.access_token }))
}
