// Apps of people: quotas that hold in a race, secrets, hand-over, and acts that never reach another's app (OWASP ASVS 8.2.2).
import t, { type Test } from 'tap'
import { sha256 } from '../../../src/crypto/digest.ts'
import { abandonApps } from '../../../src/flows/apps/abandon.ts'
import type { AppForm } from '../../../src/flows/apps/app-form.ts'
import type { Account } from '../../../src/model/account.ts'
import type { Client } from '../../../src/model/client.ts'
import { type Story, story } from '../../support/flows.ts'
import { thrownBy } from '../../support/thrown.ts'

const redirectUris = 'https://shop.example/callback'
const developer = async (s: Story): Promise<Account> => (await s.person({ roles: ['developer'] })).account
const register = async (s: Story, ada: Account, kind: 'web' | 'service' | 'native' = 'web') => {
  const made = await s.flows.apps.register(
    ada,
    { kind, name: 'Shop', redirectUris: kind === 'service' ? '' : redirectUris },
    s.now(),
  )
  if (made.kind !== 'made') throw new Error(JSON.stringify(made))
  return made
}
const formOf = (client: Client, change: Partial<AppForm> = {}): AppForm => ({
  ...{ name: client.name, redirectUris: client.redirectUris.join('\n'), postLogoutRedirectUris: '' },
  ...{ backchannelLogoutUri: '', clientUri: '', policyUri: '', tosUri: '' },
  ...{ scope: client.scope, optionalScope: client.optionalScope, ...change },
})
const notFound = { code: 'not_found' }
const isRefused = async (t: Test, what: string, work: Promise<unknown>) => t.match(await thrownBy(work), notFound, what)

t.test('twenty registrations at once make three apps where three may be', async (t) => {
  const s = await story(t, { APPS_PER_PERSON: '3' })
  const ada = await developer(s)
  const form = { kind: 'web', name: 'Shop', redirectUris } as const
  const all = await Promise.all(Array.from({ length: 20 }, () => s.flows.apps.register(ada, form, s.now())))
  t.equal(all.filter(({ kind }) => kind === 'made').length, 3)
  t.equal((await s.flows.apps.list(ada)).length, 3)
  t.match(
    all.find(({ kind }) => kind === 'problems'),
    { problems: [{ field: 'kind', words: /^You may have 3 apps/ }] },
  )
  await s.store.apps.setQuota(ada.sub, 4)
  t.equal((await register(s, ada)).client.origin, 'person', 'a quota of their own goes before the setting')
  t.same(await s.flows.apps.quota(ada), { most: 4, used: 4 })
  await s.store.apps.setQuota(ada.sub, 0)
  t.match(await s.flows.apps.register(ada, form, s.now()), { kind: 'problems' })
})

t.test('who may register, and what nobody gets from a form', async (t) => {
  const s = await story(t)
  const { account: guest } = await s.person()
  const form = { kind: 'web', name: 'Shop', redirectUris } as const
  await isRefused(t, 'invited means a role', s.flows.apps.register(guest, form, s.now()))
  const ada = await developer(s)
  const { client, secret } = await register(s, ada)
  t.match(client, { origin: 'person', ownerSub: ada.sub, verifiedAt: null, pkceRequired: true, audiences: [] })
  t.match(secret, /^cs_sec_/)
  t.notOk(client.scope.includes('audit') || client.scope.includes('orders'), 'no scope of any API from the start')
  const greedy = formOf(client, { scope: ['openid', 'orders', 'audit', 'address', 'nothing'] })
  t.same(await s.flows.apps.change(ada, client.clientId, greedy), [])
  t.same(
    (await s.flows.apps.find(ada, client.clientId)).client.scope,
    ['openid', 'orders'],
    'privileged scopes are not a person’s to take',
  )

  // What an operator gave stays while the app is the one that the operator looked at.
  await s.flows.operator.clients.set(client.clientId, { scope: ['openid', 'audit'], verified: true })
  t.same(
    await s.flows.apps.change(
      ada,
      client.clientId,
      formOf(client, { scope: ['openid'], clientUri: 'https://shop.example/' }),
    ),
    [],
  )
  t.match((await s.flows.apps.find(ada, client.clientId)).client, { scope: ['openid', 'audit'], verifiedAt: Date })
  t.same(
    await s.flows.apps.change(
      ada,
      client.clientId,
      formOf(client, { scope: ['openid'], redirectUris: 'https://evil.example/' }),
    ),
    [],
  )
  t.match((await s.flows.apps.find(ada, client.clientId)).client, { scope: ['openid'], verifiedAt: null })

  const wrong: readonly (readonly [keyof AppForm, string, RegExp])[] = [
    ['name', '\u200b \u202e', /name that people can read/],
    ['redirectUris', '', /at least one/],
    ['redirectUris', 'http://shop.example/cb', /is http on a host other than/],
    ['redirectUris', 'https://id.example/apps/callback', /on this server itself/],
    ['postLogoutRedirectUris', 'javascript:alert(1)', /never safe/],
    ['clientUri', 'javascript:alert(1)', /begins with https/],
    ['policyUri', `https://a.example/${'x'.repeat(3000)}`, /too long/],
    ['backchannelLogoutUri', 'ftp://a.example/', /back-channel logout URI/],
  ]
  for (const [field, text, words] of wrong)
    t.match(
      await s.flows.apps.change(ada, client.clientId, formOf(client, { [field]: text })),
      [{ field, words }],
      `${field}: ${text.slice(0, 30)}`,
    )
  const many = Array.from({ length: 30 }, (_, at) => `https://a.example/${at}`).join('\n')
  t.match(await s.flows.apps.change(ada, client.clientId, formOf(client, { redirectUris: many })), [
    { words: /too many/ },
  ])
})

t.test('nothing of another person’s app can be read, changed or guessed', async (t) => {
  const s = await story(t)
  const [ada, eve] = [await developer(s), await developer(s)]
  const { client } = await register(s, ada)
  const { client: hers } = await register(s, eve)
  const { apps } = s.flows
  const before = await apps.find(ada, client.clientId)
  const wish = { secretId: before.secrets[0]?.id ?? '', isSure: true }
  const tester = { account: eve, session: { id: 'ses_x' } as never }
  for (const clientId of [client.clientId, 'app_nothing', '', "' or true --"]) {
    await isRefused(t, `find ${clientId}`, apps.find(eve, clientId))
    await isRefused(t, `change ${clientId}`, apps.change(eve, clientId, formOf(hers)))
    await isRefused(t, `remove ${clientId}`, apps.remove(eve, clientId))
    await isRefused(t, `add a secret ${clientId}`, apps.secrets.add(eve, clientId, s.now()))
    await isRefused(t, `retire ${clientId}`, apps.secrets.retire(eve, clientId, wish, s.now()))
    await isRefused(t, `offer ${clientId}`, apps.handOver.offer(eve, clientId, 'x@example.com', s.now()))
    await isRefused(
      t,
      `publisher ${clientId}`,
      apps.publishers.verify(eve, clientId, 'shop.example', '192.0.2.1', s.now()),
    )
    await isRefused(t, `no publisher ${clientId}`, apps.publishers.forget(eve, clientId))
    await isRefused(t, `logo ${clientId}`, apps.logos.remove(eve, clientId))
    await isRefused(t, `test ${clientId}`, apps.tests.begin(tester, clientId, s.now()))
    t.same(await apps.refusals(eve, clientId, { limit: 9 }), [], `errors ${clientId}`)
    t.equal(await apps.handOver.pending(eve, clientId, s.now()), undefined)
  }
  const mixed = await apps.secrets.retire(eve, hers.clientId, wish, s.now())
  t.same(mixed, { kind: 'not' }, 'a secret of another’s app, named with one’s own')
  t.same(await apps.find(ada, client.clientId), before, 'and nothing is different')
  t.same(
    (await apps.list(eve)).map(({ clientId }) => clientId),
    [hers.clientId],
  )
})

t.test('RFC 6749 §2.3.1: two secrets at most, the last is never retired, not even by two at once', async (t) => {
  const s = await story(t)
  const ada = await developer(s)
  const { client } = await register(s, ada)
  const { clientId } = client
  const made = await Promise.all([1, 2, 3].map(() => s.flows.apps.secrets.add(ada, clientId, s.now())))
  t.same(made.map(({ kind }) => kind).sort(), ['made', 'two-live', 'two-live'])
  const { secrets } = await s.flows.apps.find(ada, clientId)
  const retire = (secretId: string, isSure = false) =>
    s.flows.apps.secrets.retire(ada, clientId, { secretId, isSure }, s.now())
  const [newer, older] = secrets.map(({ id }) => id) as [string, string]
  await s.store.clients.touchSecret(older, s.now())
  t.match(await retire(older), { kind: 'in-use', lastUsedAt: Date }, 'the app has not changed over')
  s.pass(7200)
  await s.store.clients.touchSecret(newer, s.now())
  t.match(await retire(newer), { kind: 'in-use' }, 'and this is the one that it uses now')
  const retired = await Promise.all([retire(older), retire(newer, true)])
  t.same(retired.map(({ kind }) => kind).sort(), ['not', 'retired'])
  t.equal((await s.flows.apps.find(ada, clientId)).secrets.length, 1)
  const native = await register(s, ada, 'native')
  t.equal(native.secret, undefined)
  t.same(await s.flows.apps.secrets.add(ada, native.client.clientId, s.now()), { kind: 'needs-none' })
})

t.test('an offer ends with the password of whoever made it: it may have been somebody else', async (t) => {
  const s = await story(t)
  const [ada, eve] = [await developer(s), await developer(s)]
  const { clientId } = (await register(s, ada)).client
  const { handOver } = s.flows.apps
  const offered = await handOver.offer(ada, clientId, eve.email, s.now())
  const secret = offered.kind === 'offered' ? offered.secret : ''
  t.match(await handOver.read(eve, secret, s.now()), { client: { clientId } })
  await s.flows.operator.users.setPassword(ada.email, 'seven brown bears swim')
  t.same(await handOver.accept(eve, secret, false, s.now()), { kind: 'gone' })
})

t.test('an app is handed over once, to the one person it was offered to, by link and login', async (t) => {
  const s = await story(t, { APPS_PER_PERSON: '1' })
  const [ada, bob, eve] = [await developer(s), await developer(s), await developer(s)]
  const { account: guest } = await s.person()
  const { client } = await register(s, ada)
  const { clientId } = client
  const { handOver } = s.flows.apps
  await s.flows.operator.clients.set(clientId, { scope: ['openid', 'audit'], verified: true })
  t.match(await handOver.offer(ada, clientId, 'nobody', s.now()), { kind: 'problem' })
  t.match(await handOver.offer(ada, clientId, ada.email, s.now()), { kind: 'problem' })
  const offered = async (email: string): Promise<string> => {
    const offer = await handOver.offer(ada, clientId, email, s.now())
    return offer.kind === 'offered' ? offer.secret : ''
  }
  t.match(await offered('unknown@example.com'), /^cs_offer_/, 'the same answer for an address that nobody has')
  const first = await offered(bob.email.toUpperCase())
  const secret = await offered(bob.email)
  t.same(await handOver.accept(bob, first, false, s.now()), { kind: 'gone' }, 'a newer offer takes its place')
  for (const [who, sent] of [
    [eve, secret],
    [ada, secret],
    [bob, 'cs_offer_x'],
    [bob, ''],
  ] as const) {
    t.equal(await handOver.read(who, sent, s.now()), undefined)
    t.not((await handOver.accept(who, sent, false, s.now())).kind, 'accepted')
  }
  t.equal(await handOver.read(bob, secret, s.at(8 * 86_400)), undefined, 'after seven days it is over')
  t.match(await handOver.read(bob, secret, s.now()), { client: { clientId }, from: { email: ada.email } })
  await register(s, bob)
  t.match(await handOver.accept(bob, secret, false, s.now()), { kind: 'problem', words: /You may have 1 app\./ })
  await s.store.apps.setQuota(bob.sub, 9)
  await s.flows.apps.secrets.add(ada, clientId, s.now())
  const both = await Promise.all([1, 2, 3].map(() => handOver.accept(bob, secret, true, s.now())))
  t.same(both.map(({ kind }) => kind).sort(), ['accepted', 'gone', 'gone'])
  const accepted = both.find((one) => one.kind === 'accepted')
  const { secrets } = await s.flows.apps.find(bob, clientId)
  const made = accepted?.kind === 'accepted' ? accepted.secret : undefined
  t.same(
    secrets.map(({ digest }) => digest.equals(sha256(made ?? ''))),
    [true],
    'no secret that she knew works any more',
  )
  await isRefused(t, 'it is not hers any more', s.flows.apps.find(ada, clientId))
  t.match(
    (await s.flows.apps.find(bob, clientId)).client,
    { ownerSub: bob.sub, verifiedAt: null, scope: ['openid'], pkceRequired: true },
    'what an operator gave was the other’s',
  )
  const handed = (await s.recorded({ clientId })).find(({ operatorText }) => operatorText.includes('handed over'))
  t.match(handed, { sub: ada.sub, actor: bob.sub })
  const again = await handOver.offer(bob, clientId, guest.email, s.now())
  t.match(await handOver.accept(guest, again.kind === 'offered' ? again.secret : '', true, s.now()), {
    kind: 'problem',
    words: /may not have apps/,
  })
  await handOver.withdraw(bob, clientId)
  t.equal(await handOver.pending(bob, clientId, s.now()), undefined)
})

t.test(
  'a service gets tokens for itself while its owner is a developer; whoever leaves takes the apps’ logins along',
  async (t) => {
    const s = await story(t)
    const ada = await developer(s)
    const { client, secret } = await register(s, ada, 'service')
    const service = { client, secret, redirectUri: '' }
    t.same(client.grantTypes, ['client_credentials'])
    t.same(
      await s.flows.apps.change(ada, client.clientId, formOf(client, { scope: ['orders', 'audit', 'profile'] })),
      [],
    )
    s.store.forgetClients()
    const tokens = await s.token(service, { grant_type: 'client_credentials' })
    t.equal(tokens.scope, 'orders', 'no privileged scope, none about a person')
    await s.setRoles(ada.sub, [])
    t.match(await thrownBy(s.token(service, { grant_type: 'client_credentials' })), { code: 'unauthorized_client' })
    const { account: guest } = await s.person()
    const open = await story(t, { APP_REGISTRATION: 'everyone' })
    const { account: stranger } = await open.person()
    const wish = { kind: 'service', name: 'Job', redirectUris: '' } as const
    t.match(await open.flows.apps.register(stranger, wish, open.now()), {
      kind: 'problems',
      problems: [{ field: 'kind' }],
    })
    await isRefused(t, 'nor without the role', s.flows.apps.register(guest, wish, s.now()))

    await s.setRoles(ada.sub, ['developer'])
    const { client: shop, secret: shopSecret } = await register(s, ada)
    const app = { client: shop, secret: shopSecret, redirectUri: redirectUris }
    const { tokens: theirs } = await s.login(app, { scope: 'openid offline_access' })
    t.same((await s.store.transaction((tx) => abandonApps(tx, ada.sub, s.now()))).length, 2)
    t.match(await thrownBy(s.refresh(app, theirs.refresh_token)), { code: 'unauthorized_client' })
    t.match((await s.store.clients.find(shop.clientId))?.client, { ownerSub: null, disabledAt: Date })
    t.equal((await s.flows.apps.quota(ada)).used, 0)
  },
)
