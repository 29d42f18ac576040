// Every command, as an operator types it: alone, and beside a running server that owns the embedded database (process.test.ts: as a process).
import { readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { clientKey } from '../support/client-key.ts'
import { cliJson } from '../support/command-line.ts'
import { freshFolder } from '../support/embedded.ts'
import { cliProcess, type Environment, environment, startServer } from '../support/process.ts'

type Json = Record<string, unknown>
const bcrypt = '$2b$04$uXMy5.QzCdE4Wt4EYbdxX.m1h3JSbKLzW1GQqyl4pUgTzIrJ0kSRW'

/** Everything that a command prints with --json, by its wire names. */
const everyCommand = async (t: Test, settings: Environment): Promise<void> => {
  const json = <T = Json>(args: string, input?: string) => cliJson<T>(settings, args.split(' '), input)

  const ada = await json(
    'users create --email Ada@example.com --name Ada --role manager --role staff --password-stdin',
    'correct horse battery\n',
  )
  t.match(ada, {
    sub: /^usr_/,
    email: 'Ada@example.com',
    email_verified: false,
    name: 'Ada',
    claims: {},
    roles: ['manager', 'staff'],
    attributes: {},
  })
  t.same(await json('users list'), [ada])
  t.same(await json('users show ada@EXAMPLE.com'), ada)
  const described = await json(
    'users set ada@example.com --name Augusta --claim given_name=Ada --claim phone_number=+442079460958 --claim phone_number_verified=true --claim address={"locality":"London"} --attribute department=Sales --attribute team=a --attribute team=b --email-verified --role staff --add-role analyst',
  )
  const told = {
    ...{ ...ada, name: 'Augusta', email_verified: true, roles: ['staff', 'analyst'] },
    claims: {
      ...{ given_name: 'Ada', phone_number: '+442079460958', phone_number_verified: true },
      address: { locality: 'London' },
    },
    attributes: { department: 'Sales', team: ['a', 'b'] },
    updated_at: described.updated_at,
  }
  t.same(described, told)
  t.not(described.updated_at, ada.updated_at)
  t.match(
    await json(
      'users set ada@example.com --remove given_name --remove phone_number --remove role:staff --remove attribute:team --no-email-verified',
    ),
    {
      email_verified: false,
      claims: { address: told.claims.address },
      roles: ['analyst'],
      attributes: { department: 'Sales' },
    },
  )
  t.match(await json('users disable ada@example.com'), { sub: ada.sub, disabled: true, sessions_ended: 0 })
  t.match(await json('users enable ada@example.com'), { sub: ada.sub, disabled: false })
  t.match(await json('users set-password ada@example.com --password-stdin', 'battery staple horse'), { sub: ada.sub })
  const people = join(dirname(settings.KEYS_DIR as string), 'people.jsonl')
  writeFileSync(people, `{"email":"bob@example.com","password_hash":"${bcrypt}"}\n`)
  t.same(await json(`users import ${people}`), { imported: 1, skipped: [], failed: [] })
  t.match(await json('users delete bob@example.com --yes'), { email: 'bob@example.com', sessions_ended: 0 })
  t.same(await json(`users import ${people}`), { imported: 1, skipped: [], failed: [] }, 'the address is free again')

  const scope = await json('scopes set orders:read --words orders --optional --privileged')
  t.same(scope, { name: 'orders:read', words: 'orders', optional: true, privileged: true })
  const scopes = (await json<Json[]>('scopes list')).map(({ name }) => String(name))
  t.same(scopes.filter((name) => !name.startsWith('admin:')).sort(), [
    'address',
    'email',
    'offline_access',
    'openid',
    'orders:read',
    'phone',
    'profile',
  ])

  const orders = await json(
    'resources set https://orders.example --name Orders --scope orders:read --audience orders --token-seconds 300 --alg RS256 --claim roles=roles --claim department=attribute:department',
  )
  t.match(orders, {
    ...{ resource: 'https://orders.example', resource_name: 'Orders', audience: 'orders', scope: 'orders:read' },
    ...{ access_token_seconds: 300, signing_alg: 'RS256', created_at: /^20/ },
    claims: { roles: 'roles', department: 'attribute:department' },
  })
  t.same(await json('resources show https://orders.example'), orders)
  t.same(await json('resources list'), [orders])
  t.same(await json('resources remove https://orders.example'), orders)

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
  const changed = await json(
    `clients set ${shop.client_id} --post-logout-redirect-uri https://shop.example/bye --origin https://shop.example --origin http://localhost:5173 --backchannel-logout-uri https://shop.example/told --pairwise --userinfo-alg RS256 --default-max-age 0 --retry-seconds 5 --no-pkce`,
  )
  const said = {
    post_logout_redirect_uris: ['https://shop.example/bye'],
    allowed_cors_origins: ['https://shop.example', 'http://localhost:5173'],
    backchannel_logout_uri: 'https://shop.example/told',
    backchannel_logout_session_required: true,
    ...{ subject_type: 'pairwise', sector: 'shop.example' },
    userinfo_signed_response_alg: 'RS256',
    ...{ default_max_age: 0, refresh_retry_seconds: 5, pkce_required: false },
  }
  t.same(changed, { ...known, ...said })
  const { secrets: _, ...shown } = await json(`clients show ${shop.client_id}`)
  t.same(shown, changed)
  const keys = join(dirname(settings.KEYS_DIR as string), 'jwks.json')
  writeFileSync(keys, JSON.stringify(clientKey().jwks))
  const all =
    'post-logout-redirect-uri origin backchannel-logout-uri pairwise userinfo-alg default-max-age retry-seconds'
  const removals = all.replaceAll(/\S+/g, '--remove $&')
  const bare = await json(`clients set ${shop.client_id} ${removals} --pkce --jwks-file ${keys}`)
  t.match(bare.jwks, { keys: [{ kid: 'first' }] })
  t.same({ ...bare, jwks: undefined }, { ...known, jwks: undefined, token_endpoint_auth_method: 'private_key_jwt' })
  t.match(await json(`clients set ${shop.client_id} --remove jwks`), {
    client_secret: /^cs_sec_/,
    token_endpoint_auth_method: 'client_secret_basic',
  })
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
  const newFolder = { DATA_DIR: join(freshFolder(t), 'data') }
  const settings = await environment(t, { databaseUrl: null, settings: newFolder })
  const migrated = readdirSync(join(import.meta.dirname, '../../migrations')).map((file) => file.replace(/\.ts$/, ''))
  t.same(await cliJson(settings, ['migrate']), { migrated: migrated.sort() })
  const args = ['users', 'create', '--email', 'ada@example.com', '--password-stdin', '--json']
  const created = await cliProcess(t, settings, args, 'correct horse battery')
  t.match([created.code, created.err], [0, ''])
  const ada = JSON.parse(created.out)
  t.same(readdirSync(join(settings.DATA_DIR as string, 'run')), [], 'it leaves no socket behind')
  const server = await startServer(t, settings)
  t.same(await cliJson(settings, ['users', 'list']), [ada])
  await server.kill()
  t.same(await cliJson(settings, ['users', 'list']), [ada], 'a killed server is no hindrance')
})

t.test('three commands at once on an empty folder wait for each other', { timeout: 120_000 }, async (t) => {
  const settings = await environment(t, { databaseUrl: null })
  const names = ['ada', 'bob', 'cleo']
  const create = (name: string) => ['users', 'create', '--email', `${name}@example.com`, '--password-stdin']
  const exits = await Promise.all(names.map((name) => cliProcess(t, settings, create(name), 'correct horse battery')))
  t.match(
    exits,
    names.map(() => ({ code: 0, err: '' })),
  )
  const list = await cliJson<Json[]>(settings, ['users', 'list'])
  t.same(
    list.map(({ email }) => email),
    names.map((name) => `${name}@example.com`),
  )
})
