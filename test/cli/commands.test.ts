// Every command, as an operator types it: alone, and beside a running server that owns the embedded database.
import { readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { freshFolder } from '../support/embedded.ts'
import { cliJson, type Environment, environment, startServer } from '../support/process.ts'

type Json = Record<string, unknown>
const bcrypt = '$2b$04$uXMy5.QzCdE4Wt4EYbdxX.m1h3JSbKLzW1GQqyl4pUgTzIrJ0kSRW'

/** Everything that a command prints with --json, by its wire names. */
const everyCommand = async (t: Test, settings: Environment): Promise<void> => {
  const json = <T = Json>(args: string, input?: string) => cliJson<T>(t, settings, args.split(' '), input)

  const ada = await json(
    'users create --email Ada@example.com --name Ada --role admin --role staff --password-stdin',
    'correct horse\n',
  )
  t.match(ada, {
    sub: /^usr_/,
    email: 'Ada@example.com',
    email_verified: false,
    name: 'Ada',
    roles: ['admin', 'staff'],
  })
  t.same(await json('users list'), [ada])
  t.same(await json('users show ada@EXAMPLE.com'), ada)
  t.match(await json('users disable ada@example.com'), { sub: ada.sub, disabled: true, sessions_ended: 0 })
  t.match(await json('users enable ada@example.com'), { sub: ada.sub, disabled: false })
  t.match(await json('users set-password ada@example.com --password-stdin', 'battery staple'), { sub: ada.sub })
  const people = join(dirname(settings.KEYS_DIR as string), 'people.jsonl')
  writeFileSync(people, `{"email":"bob@example.com","password_hash":"${bcrypt}"}\n`)
  t.same(await json(`users import ${people}`), { imported: 1, skipped: [], failed: [] })

  const scope = await json('scopes set orders:read --words orders --optional --privileged')
  t.same(scope, { name: 'orders:read', words: 'orders', optional: true, privileged: true })
  t.same((await json<Json[]>('scopes list')).map(({ name }) => name).sort(), [
    'email',
    'offline_access',
    'openid',
    'orders:read',
    'profile',
  ])

  const create =
    'clients create --name Shop --redirect-uri https://shop.example/a --redirect-uri https://shop.example/b'
  const shop = await json(create)
  t.match(shop, {
    client_id: /^app_/,
    client_secret: /^cs_sec_/,
    client_name: 'Shop',
    redirect_uris: ['https://shop.example/a', 'https://shop.example/b'],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'email offline_access openid profile',
  })
  const { client_secret: secret, ...known } = shop
  t.same(await json('clients list'), [known])
  t.match(await json(`clients show ${shop.client_id}`), { ...known, secrets: [{ last_used_at: null }] })
  const rotated = await json(`clients rotate-secret ${shop.client_id}`)
  t.match(rotated, { client_id: shop.client_id, client_secret: /^cs_sec_/ })
  t.not(rotated.client_secret, secret)
  t.match(await json(`clients drop-old ${shop.client_id}`), { dropped: 1 })
  t.match(await json(`clients disable ${shop.client_id}`), { disabled: true })
  t.match(await json(`clients enable ${shop.client_id}`), { disabled: false })
  const phone = await json('clients create --name Phone --public --redirect-uri org.example.phone:/back')
  t.match(phone, { token_endpoint_auth_method: 'none', pkce_required: true })
  t.notOk('client_secret' in phone)
  t.match(await json('clients create --name Api --audience https://api.example'), {
    audiences: ['https://api.example'],
  })
  t.match(await json(`${create} --no-pkce --scope openid`), { pkce_required: false, scope: 'openid' })

  const [key] = await json<Json[]>('keys list')
  t.match(key, { kid: /./, alg: 'RS256', state: 'active', active_from: /^20/, covers_until: /^20/ })
  const announced = await json('keys rotate')
  t.match(announced, { alg: 'RS256', state: 'announced' })
  t.match(
    await json('keys rotate --compromised'),
    { kid: announced.kid, state: 'active' },
    'the announced key takes over',
  )
  const [master] = await json<Json[]>('master-key list')
  t.match(master, { newest: true, signing_keys: 1 })
  const added = await json('master-key add')
  t.match(await json('master-key reseal'), { signing_keys: 1, families_on_older_keys: 0 })
  t.same(await json('master-key drop'), { dropped: [master?.fingerprint] })
  t.equal(readdirSync(settings.KEYS_DIR as string).filter((name) => name.endsWith('.key')).length, 1)
  t.match(await json<Json[]>('master-key list'), [{ fingerprint: added.fingerprint }])

  t.same(await json('migrate'), { migrated: [] })
  const inForce = await json<Json[]>('config')
  t.match(
    inForce.find(({ name }) => name === 'PORT'),
    { value: settings.PORT, source: 'environment' },
  )
  const refused = await fetch(`http://localhost:${settings.PORT}/token`, {
    method: 'POST',
    body: new URLSearchParams(),
  })
  const reference = refused.headers.get('x-reference') as string
  t.match(await json(`explain ${reference.toUpperCase()}`), { reference, kind: 'refused', error: 'invalid_request' })
}

t.test('beside a server that owns the embedded database', { timeout: 120_000 }, async (t) => {
  const settings = await environment(t, { databaseUrl: null })
  await startServer(t, settings)
  await everyCommand(t, settings)
})

t.test('alone on the embedded database, before and after a server', { timeout: 120_000 }, async (t) => {
  const prepared = await environment(t, { databaseUrl: null })
  const settings = { ...prepared, DATA_DIR: join(freshFolder(t), 'data') }
  t.same(await cliJson(t, settings, ['migrate']), { migrated: ['0001-first-tables'] })
  const args = ['users', 'create', '--email', 'ada@example.com', '--password-stdin']
  const ada = await cliJson(t, settings, args, 'correct horse')
  t.same(readdirSync(join(settings.DATA_DIR as string, 'run')), [], 'it leaves no socket behind')
  const server = await startServer(t, settings)
  t.same(await cliJson(t, settings, ['users', 'list']), [ada])
  await server.kill()
  t.same(await cliJson(t, settings, ['users', 'list']), [ada], 'a killed server is no hindrance')
})

t.test('three commands at once on an empty folder wait for each other', { timeout: 120_000 }, async (t) => {
  const settings = await environment(t, { databaseUrl: null })
  const names = ['ada', 'bob', 'cleo']
  const create = (name: string) => ['users', 'create', '--email', `${name}@example.com`, '--password-stdin']
  await Promise.all(names.map((name) => cliJson(t, settings, create(name), 'correct horse')))
  const list = await cliJson<Json[]>(t, settings, ['users', 'list'])
  t.same(
    list.map(({ email }) => email),
    names.map((name) => `${name}@example.com`),
  )
})
