// The tour through the administration, and the page where the first admin is made.
import type { Visitor } from './visitor.ts'

export const setupTour = async (v: Visitor): Promise<void> => {
  const { root, setupLink } = v.scene
  await v.stop('setup', setupLink)
  await v.stop('setup-wrong', () => v.send('setup', { 'setup-email': 'katherine', 'setup-password': 'short' }))
  await v.open(setupLink)
  await v.send('setup', { 'setup-email': root.email, 'setup-name': root.name, 'setup-password': root.password })
  await v.stop('setup-link-dead', setupLink)
}

export const adminTour = async (v: Visitor): Promise<void> => {
  const { ada, root, stranger, web, others } = v.scene
  await v.forget()
  await v.stop('admin', async () => {
    await v.open('/admin')
    await v.logIn(root)
  })
  await v.stop('admin-people', '/admin/people')
  await v.stop('admin-people-none', '/admin/people?q=zz&by=name')
  await v.stop('admin-person', `/admin/people/${ada.sub}`)
  await v.stop('admin-person-wrong', () => v.send('quota', { 'quota-apps': 'many' }))
  await v.stop('admin-person-disabled', `/admin/people/${others[1]?.sub}`)
  await v.stop('admin-apps', '/admin/apps')
  await v.stop('admin-apps-none', '/admin/apps?q=zz')
  await v.stop('admin-app', `/admin/apps/${stranger.clientId}`)
  await v.stop('admin-app-verified', `/admin/apps/${web.clientId}`)
  await v.stop('admin-app-disabled', () => v.press('#disable [type=submit]'))
  await v.stop('admin-apis', '/admin/apis')
  await v.stop('admin-apis-wrong', () => v.send('scope', { 'scope-name': 'a b', 'scope-words': '' }))
  await v.stop('admin-keys', '/admin/keys')
  await v.stop('admin-keys-rotated', () => v.press('#rotate [type=submit]'))
  await v.stop('admin-events', '/admin/events')
  await v.stop('admin-events-none', '/admin/events?reference=nothing')
  await v.stop('admin-settings', '/admin/settings')
}
