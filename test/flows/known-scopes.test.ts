// Known scopes: as last read, so that discovery and pages answer while the database is away (RFC 8414 §2).
import t from 'tap'
import { knowingScopes } from '../../src/flows/known-scopes.ts'
import { adminScopes } from '../../src/protocol/admin-scopes.ts'
import { story } from '../support/flows.ts'
import { freshStore } from '../support/store.ts'

t.test('RFC 8414 §2: the scopes that the server knows', async (t) => {
  const store = await freshStore(t)
  let away = false
  const list: typeof store.scopes.list = async () => {
    if (away) throw new Error('connection lost')
    return store.scopes.list()
  }
  const scopes = await knowingScopes({ list })
  const names = () => scopes.list().map(({ name }) => name)
  const admin = [...adminScopes].sort()
  t.same(names(), ['address', ...admin, 'email', 'offline_access', 'openid', 'phone', 'profile'])

  await store.scopes.set({ name: 'orders', words: 'read your orders', optional: false, privileged: false })
  t.notOk(names().includes('orders'), 'not before they are read again')
  await scopes.reload()
  t.ok(names().includes('orders'))

  away = true
  await t.rejects(scopes.reload())
  t.ok(names().includes('orders'), 'what was read stays')
})

t.test('what the operator says of a scope holds at once where it is said', async (t) => {
  const { flows } = await story(t)
  const scope = { name: 'reports', words: 'read your reports', optional: false, privileged: false }
  await flows.operator.scopes.set(scope)
  t.same(
    flows.scopes.list().find(({ name }) => name === 'reports'),
    scope,
  )
})
