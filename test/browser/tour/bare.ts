// The tour through a server that sends no mail: what is off there says so.
import { authorizeUrl } from '../../support/story.ts'
import type { Visitor } from './visitor.ts'

export const bareTour = async (v: Visitor): Promise<void> => {
  const { issuer, ada, client } = v.scene.bare
  const web = await client('photos', { name: 'Photo Printer' })
  await v.forget()
  await v.stop('login-no-mail', () => v.open(authorizeUrl(issuer, web, { prompt: 'create' })))
  await v.stop('link-switched-off', () => v.open(`${issuer}/forgot-password`))
  await v.stop('security-no-mail', async () => {
    await v.open(`${issuer}/account/security`)
    await v.logIn(ada)
  })
  await v.stop('connected-apps-none', () => v.open(`${issuer}/account/connected-apps`))
  await v.stop('portal-may-not', () => v.open(`${issuer}/apps`))
}
