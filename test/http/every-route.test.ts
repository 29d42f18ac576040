// Every route that the server has, walked: pages that nobody may frame, keep or post to from elsewhere, and that lead nowhere else; all others are no pages, and know no cookies (OWASP ASVS 3.4, 3.5, 3.7.2).
import t from 'tap'
import { sha256 } from '../../src/crypto/digest.ts'
import { mailLinking, type NewLink } from '../../src/flows/account/mail-links.ts'
import { startDevice, television } from '../support/device.ts'
import { memberAt } from '../support/member.ts'
import { png } from '../support/pictures.ts'
import { routesWhile } from '../support/routes.ts'
import { snapshotOf } from '../support/snapshot.ts'
import { stealFrom } from '../support/steal.ts'
import { authorizeUrl, story } from '../support/story.ts'
import { walking } from '../support/walk.ts'

const settings = {
  ...{
    SIGN_UP: 'on',
    DANGER_DEV_MAILBOX: '1',
    APP_REGISTRATION: 'everyone',
    METRICS_TOKEN: 'a-token-for-metrics-only',
  },
  ...{ DANGER_NO_RATE_LIMITS: '1', ISSUER: 'http://localhost:3000' },
}

/** No form of ours leads there: they take posts for the sake of apps, of scripts, or because all such pages do. */
const withoutForms = [
  '/account/connected-apps',
  '/admin',
  '/admin/apps',
  '/admin/events',
  '/admin/people',
  '/admin/settings',
  '/apps',
  '/apps/:clientId/errors',
  '/apps/callback',
  '/apps/check',
  '/authorize',
]
/** They lead on, say that there is nothing, or are shown as the answer to a post alone. */
const withoutPage = [
  ...['/', '/account/*', '/admin/*', '/apps/*', '/apps/callback'],
  ...['/consent', '/device/confirm', '/login', '/select-account'],
]

t.test('every route', async (t) => {
  const { opened: s, routes } = await routesWhile(() => story(t, settings))
  t.ok(routes.size > 100, `${routes.size} routes`)
  const walk = walking(s, routes)
  const { store, rooms } = s
  const links = mailLinking({ store, random: rooms.random, sha256 })
  const link = async (page: string, kind: NewLink): Promise<string> =>
    `/${page}?link=${await links.make(store, kind, 3600, s.clock())}`

  const guest = walk.browser()
  await walk.see(guest, (await rooms.operator.makeSetupLink()).link)

  const root = await s.account('root', { roles: ['admin'] })
  const [ada, grace, alan] = [await s.account('ada'), await s.account('grace'), await s.account('alan')]
  const own = await s.client('own', { ownerSub: root.sub })
  await store.apps.setLogo(own.clientId, root.sub, { digest: 'one', mediaType: 'image/png', bytes: png(9, 9) })
  const offered = await s.client('offered', { ownerSub: alan.sub })
  const web = await s.client('web')
  const resource = { identifier: 'https://api.example', name: 'An API', audience: null, scope: [], claims: {} }
  await rooms.operator.resources.set({ ...resource, accessTokenSeconds: null, signingAlg: 'RS256' })
  await s.redeem(own, await s.codeFor(own, root, { scope: 'openid offline_access' }))
  const cinema = await television(s)
  const device = await startDevice(s, cinema, { scope: 'openid' })

  // Whoever is logged in: an admin who has apps, and a person with a passkey.
  const [admin, member] = [walk.browser(), walk.browser()]
  await memberAt(admin, '/account', root)
  await memberAt(member, '/account', ada)
  await stealFrom(s, web, ada)
  for (const { sub } of [ada, grace]) {
    const passkey = { id: Buffer.from(`for ${sub}`), userHandle: Buffer.from(sub), publicKey: Buffer.from('a key') }
    const rest = { counter: 0, transports: [], name: 'My phone', synced: true, backedUp: true, addedAt: s.clock() }
    await store.passkeys.add({ sub, ...passkey, ...rest }, 9)
  }
  const half = walk.browser()
  const offer = { digest: sha256('cs_offer_x'), clientId: offered.clientId, fromSub: alan.sub, offeredAt: s.clock() }
  const expiresAt = new Date(s.clock().getTime() + 3_600_000)
  await store.apps.offer({ ...offer, emailNormalized: root.email, expiresAt })
  s.clock.pass(1)

  const before = await snapshotOf(s)
  const request = authorizeUrl(s.issuer, web)
  const query = new URL(request).search
  const about = { email: 'new@example.com', sub: ada.sub, facts: { from: ada.email, to: 'x@example.com' } }
  const [signUp, reset, verify, change, undo] = [
    await link('sign-up/finish', { purpose: 'sign-up', email: 'new@example.com' }),
    await link('reset-password', { purpose: 'reset-password', sub: ada.sub, email: ada.email }),
    await link('verify-email', { purpose: 'verify-email', sub: ada.sub, email: ada.email }),
    await link('confirm-email', { ...about, purpose: 'change-email' }),
    await link('undo-email', { ...about, purpose: 'undo-email' }),
  ]
  for (const address of [request, '/account', '/', '/account/deleted', '/device', device.complete])
    await walk.crawl(guest, address)
  for (const address of [
    signUp,
    reset,
    verify,
    change,
    undo,
    '/account/nothing',
    '/apps/nothing/at/all',
    '/admin/x/y/z',
  ])
    await walk.see(guest, address)
  for (const step of ['/login', '/consent', '/select-account', '/notice', '/second-factor'])
    await walk.see(guest, step + query)
  for (const address of ['/account', '/apps', '/admin', '/apps/hand-over?offer=cs_offer_x', '/apps/callback?test=x'])
    await walk.crawl(admin, address)
  for (const address of [request, `${request}&prompt=select_account`, device.complete, '/logout', '/account/notices'])
    await walk.see(admin, address)
  for (const address of ['/account', '/account/security', `/notice${query}`]) await walk.crawl(member, address)
  for (const address of [verify, change]) await walk.see(member, address)
  for (const address of [request, '/account', device.complete]) await walk.logInAt(half, address, grace)

  await walk.fetch('/dev/mailbox', { headers: { host: new URL(s.issuer).host } })

  await walk.postWithoutForms(admin)
  await walk.otherMethods()
  await walk.hostileParameters(walk.browser(), admin)
  await walk.machines(admin)

  t.strictSame(walk.formless(), withoutForms, 'every other post comes from a form that was tried')
  t.strictSame(walk.unseen(), withoutPage, 'every other page was seen')
  t.strictSame(await snapshotOf(s), before, 'nothing has changed')
  t.match(await admin.open('/account'), { status: 200, url: /\/account$/ }, 'nobody was logged out')
  for (const to of walk.evil) await walk.logInAt(walk.browser(), `/account/login?to=${encodeURIComponent(to)}`, alan)
  t.strictSame(walk.flaws(), [], 'nothing is wrong with any answer')
})
