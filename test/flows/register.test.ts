// Dynamic client registration and its management (RFC 7591, RFC 7592).
import t from 'tap'
import { story } from '../support/flows.ts'
import { refusalOf } from '../support/wire.ts'

const redirect_uris = ['https://stranger.example/callback']

t.test('RFC 7591: registration', async (t) => {
  const s = await story(t)
  const register = (body: unknown = { redirect_uris }) => s.flows.registration.register(undefined, body, s.now())

  t.test('RFC 7591 §3.2.1: it gets an id, a secret and a token, of which only digests are kept', async (t) => {
    const { client, secret, registrationToken } = await register({ redirect_uris, client_name: 'A calendar' })
    t.match(client, { clientId: /^app_[\w-]{22}$/, name: 'A calendar', origin: 'self-registered', verifiedAt: null })
    t.match([secret, registrationToken], [/^cs_sec_[\w-]{43}$/, /^cs_reg_[\w-]{43}$/])
    const record = await s.store.clients.find(client.clientId)
    t.same(record?.secrets[0]?.digest, s.ingredients.sha256(secret ?? ''))
    t.same(record?.registrationTokenDigest, s.ingredients.sha256(registrationToken ?? ''))
  })

  t.test('a public client gets no secret', async (t) => {
    const { secret } = await register({ redirect_uris: ['com.example.app:/done'], token_endpoint_auth_method: 'none' })
    t.equal(secret, undefined)
  })

  t.test('strangers are bounded: no privileged scope, no grant of their own, no exemption from PKCE', async (t) => {
    const { client } = await register({
      redirect_uris,
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials', 'password'],
      scope: 'openid audit orders',
      pkce_required: false,
      audiences: ['https://api.example'],
    })
    t.same(client.grantTypes, ['authorization_code', 'refresh_token'])
    t.same([...client.scope].sort(), ['openid', 'orders'])
    t.same([client.pkceRequired, client.audiences], [true, []])
    const everything = await register()
    t.notOk(everything.client.scope.includes('audit'), 'not even where it asks for nothing')
  })

  t.test('RFC 7591 §3.2.2: bad metadata is named', async (t) => {
    const cases = [
      [{}, 'invalid_redirect_uri'],
      [{ redirect_uris: [] }, 'invalid_redirect_uri'],
      [{ redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
      [{ redirect_uris: ['https://a.example/#x'] }, 'invalid_redirect_uri'],
      [{ redirect_uris: 'https://a.example/' }, 'invalid_redirect_uri'],
      [{ redirect_uris, grant_types: ['client_credentials'] }, 'invalid_client_metadata'],
      [{ redirect_uris, client_name: 7 }, 'invalid_client_metadata'],
      ['nonsense', 'invalid_client_metadata'],
      [null, 'invalid_client_metadata'],
    ] as const
    for (const [body, code] of cases) t.equal((await refusalOf(register(body))).code, code, JSON.stringify(body))
  })

  t.test('RFC 7592 §2.1, §2.2, §2.3: the holder of the token reads, changes and removes it', async (t) => {
    const { client, registrationToken } = await register()
    const { read, replace, remove } = s.flows.registration
    const { clientId } = client
    t.equal((await read(clientId, registrationToken)).client.clientId, clientId)
    const body = { client_id: clientId, redirect_uris: ['https://stranger.example/other'], client_name: 'Renamed' }
    t.match((await replace(clientId, registrationToken, body, s.now())).client, { name: 'Renamed' })
    t.same((await read(clientId, registrationToken)).client.redirectUris, ['https://stranger.example/other'])
    await remove(clientId, registrationToken)
    t.equal((await refusalOf(read(clientId, registrationToken))).code, 'invalid_token')
  })

  t.test('RFC 7592 §2.1: an unknown client, a wrong token and none look the same', async (t) => {
    const { client } = await register()
    const other = await register()
    const { read, remove } = s.flows.registration
    const refusals = [
      await refusalOf(read(client.clientId, undefined)),
      await refusalOf(read(client.clientId, 'wrong')),
      await refusalOf(read('app_nobody', other.registrationToken)),
      await refusalOf(remove(client.clientId, other.registrationToken)),
    ]
    t.same(new Set(refusals.map(({ code, message }) => `${code} ${message}`)).size, 1)
    t.equal(refusals[0]?.code, 'invalid_token')
    const operators = await s.app()
    t.equal(
      (await refusalOf(read(operators.client.clientId, 'x'))).code,
      'invalid_token',
      "an operator's client has none",
    )
  })

  t.test('RFC 7592 §2.2: an update names its client, and nothing that only the server sets', async (t) => {
    const { client, registrationToken } = await register()
    const { replace } = s.flows.registration
    const change = (body: object) => refusalOf(replace(client.clientId, registrationToken, body, s.now()))
    t.equal((await change({ redirect_uris })).code, 'invalid_client_metadata')
    t.equal((await change({ client_id: 'app_other', redirect_uris })).code, 'invalid_client_metadata')
    const dates = { client_id: client.clientId, redirect_uris, client_id_issued_at: 1 }
    t.equal((await change(dates)).code, 'invalid_client_metadata')
  })

  t.test('a new name or address is not verified any more', async (t) => {
    const { client, registrationToken } = await register({ redirect_uris, client_name: 'Calendar' })
    await s.store.clients.update({ ...client, verifiedAt: s.now() })
    const { replace } = s.flows.registration
    const body = { client_id: client.clientId, redirect_uris, client_name: 'Calendar' }
    t.same((await replace(client.clientId, registrationToken, body, s.now())).client.verifiedAt, s.now())
    const renamed = { ...body, client_name: 'Your bank' }
    t.equal((await replace(client.clientId, registrationToken, renamed, s.now())).client.verifiedAt, null)
  })

  t.test('RFC 7592 §2.2: a public client that turns confidential gets its first secret', async (t) => {
    const { client, registrationToken } = await register({ redirect_uris, token_endpoint_auth_method: 'none' })
    const body = { client_id: client.clientId, redirect_uris }
    const { secret } = await s.flows.registration.replace(client.clientId, registrationToken, body, s.now())
    t.match(secret, /^cs_sec_/)
    t.equal((await s.store.clients.find(client.clientId))?.secrets.length, 1)
  })

  t.test('RFC 7592 §2.1: a disabled client manages nothing', async (t) => {
    const { client, registrationToken } = await register()
    await s.flows.operator.clients.disable(client.clientId)
    t.equal((await refusalOf(s.flows.registration.read(client.clientId, registrationToken))).code, 'invalid_token')
  })

  t.test('it is an event, without the secrets', async (t) => {
    const { client, secret, registrationToken } = await register()
    const [event] = await s.recorded({ clientId: client.clientId })
    t.equal(event?.kind, 'client_changed')
    for (const each of [secret, registrationToken]) t.notMatch(JSON.stringify(event), each ?? 'none')
  })
})

const initial = 'an-initial-access-token-of-some-length'

t.test('RFC 7591 §3: who may register', async (t) => {
  const body = { redirect_uris }
  t.test('with REGISTRATION=token, the holder of the initial access token', async (t) => {
    const s = await story(t, { REGISTRATION: 'token', INITIAL_ACCESS_TOKEN: initial })
    const register = (bearer: string | undefined) => s.flows.registration.register(bearer, body, s.now())
    for (const wrong of [undefined, '', 'wrong']) t.equal((await refusalOf(register(wrong))).code, 'invalid_token')
    t.ok((await register(initial)).client)
  })

  t.test('with REGISTRATION=token and no token set, nobody', async (t) => {
    const s = await story(t, { REGISTRATION: 'token' })
    for (const wrong of [undefined, '', 'undefined'])
      t.equal((await refusalOf(s.flows.registration.register(wrong, body, s.now()))).code, 'invalid_token')
  })

  t.test('with REGISTRATION=off, nobody', async (t) => {
    const s = await story(t, { REGISTRATION: 'off' })
    t.equal((await refusalOf(s.flows.registration.register(undefined, body, s.now()))).code, 'not_found')
  })
})
