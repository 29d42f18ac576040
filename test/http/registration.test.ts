// Registration over HTTP, and the life of what was registered: made, read, replaced, removed (RFC 7591 §3, RFC 7592 §2, §3).
import t from 'tap'
import { type Answer, answerOf } from '../support/plain-client.ts'
import { refused } from '../support/refused.ts'
import { story } from '../support/story.ts'

const wishes = {
  redirect_uris: ['https://shop.example/callback', 'https://shop.example/other'],
  grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
  token_endpoint_auth_method: 'client_secret_post',
  scope: 'openid profile',
  client_name: 'Shop',
  client_uri: 'https://shop.example/',
  contacts: ['ada@shop.example'],
}

t.test('the life of a registration', async (t) => {
  const s = await story(t)
  const send = async (method: string, url: string, token?: string, body?: unknown): Promise<Answer> => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const init = {
      method,
      headers: { ...authorization, ...json },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }
    return answerOf(await s.fetch(url, init))
  }
  const noted = (answer: Answer, status: number) => {
    t.equal(answer.status, status)
    t.match(answer.headers.get('content-type'), /^application\/json/)
    t.equal(answer.headers.get('cache-control'), 'no-store')
  }
  const made = await send('POST', `${s.issuer}/register`, undefined, wishes)
  const { client_id: clientId, client_secret: secret } = made.body
  const { registration_client_uri: url, registration_access_token: token } = made.body

  t.test('RFC 7591 §3.1, §3.2, §3.2.1: JSON is answered with 201 and all that was registered', async (t) => {
    noted(made, 201)
    t.match(made.body, { ...wishes, grant_types: ['authorization_code', 'refresh_token'] }, 'what was replaced, too')
    t.match([clientId, secret, token], [/^app_/, /^cs_sec_/, /^cs_reg_/])
    t.equal(made.body.client_secret_expires_at, 0, 'it does not expire')
    t.equal(made.body.client_id_issued_at, Math.floor(s.clock().getTime() / 1000))
    const open = await send('POST', `${s.issuer}/register`, undefined, {
      ...wishes,
      token_endpoint_auth_method: 'none',
    })
    t.notOk('client_secret' in open.body || 'client_secret_expires_at' in open.body, 'no secret, no end of it')
    t.not(open.body.client_id, clientId)
  })

  t.test('RFC 7591 §3, §3.2.2: what is no JSON object is refused as JSON, with 400', async (t) => {
    const post = async (type: string, body: string) =>
      answerOf(await s.fetch(`${s.issuer}/register`, { method: 'POST', headers: { 'content-type': type }, body }))
    const array = await post('application/json', '[]')
    refused(t, 'an array', array, 400, 'invalid_client_metadata')
    t.match(array.headers.get('content-type'), /^application\/json/)
    const form = await post('application/x-www-form-urlencoded', 'client_name=Shop')
    refused(t, 'a form', form, 400, 'invalid_client_metadata')
    refused(t, 'GET', await send('GET', `${s.issuer}/register`), 405, 'invalid_request')
  })

  t.test('RFC 7592 §2.1, §3: its token reads it, at the address that came with it', async (t) => {
    t.equal(url, `${s.issuer}/register/${clientId}`)
    const read = await send('GET', url, token)
    noted(read, 200)
    const { client_secret: _, client_secret_expires_at: __, ...others } = made.body
    t.strictSame(read.body, others, 'a secret is shown once')
    refused(t, 'no token', await send('GET', url), 401, 'invalid_token')
    refused(t, 'nobody', await send('GET', `${s.issuer}/register/app_nobody`, token), 401, 'invalid_token')
  })

  t.test('RFC 7592 §2.2: an update replaces, and what it leaves out is gone', async (t) => {
    const own = { client_id: clientId, redirect_uris: ['https://shop.example/new'], client_name: 'New' }
    const updated = await send('PUT', url, token, {
      ...own,
      client_secret: secret,
      grant_types: ['authorization_code'],
    })
    noted(updated, 200)
    t.match(updated.body, { ...own, grant_types: ['authorization_code'], registration_client_uri: url })
    t.notOk('client_uri' in updated.body || 'contacts' in updated.body, 'deleted')
    t.notOk('client_secret' in updated.body, 'and no new secret')
    t.strictSame((await send('GET', url, token)).body, updated.body)
    for (const wrong of [
      { client_secret: 'a secret of its own choice' },
      { client_id: 'app_other' },
      { registration_access_token: token },
      { registration_client_uri: url },
      { client_secret_expires_at: 0 },
      { client_id_issued_at: 0 },
      { client_name: 7 },
    ])
      refused(
        t,
        Object.keys(wrong).join(),
        await send('PUT', url, token, { ...own, ...wrong }),
        400,
        'invalid_client_metadata',
      )
    const bad = await send('PUT', url, token, { ...own, redirect_uris: ['https://shop.example/#x'] })
    refused(t, 'a redirect URI', bad, 400, 'invalid_redirect_uri')
    t.strictSame((await send('GET', url, token)).body, updated.body, 'refused updates change nothing')
    t.equal((await send('PUT', url, token, { ...wishes, client_id: clientId })).status, 200)
  })

  t.test('RFC 7592 §2.3, §5: removed, it and all that it was given are gone', async (t) => {
    const record = await s.store.clients.find(clientId)
    if (record === undefined) throw new Error('it is not there')
    const app = { ...record.client, secret }
    const ada = await s.account('ada')
    const tokens = await s.redeem(app, await s.codeFor(app, ada))
    t.equal(tokens.status, 200, 'its first secret still works')
    const code = await s.codeFor(app, ada)
    const removed = await s.fetch(url, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })
    t.same([removed.status, await removed.text()], [204, ''])
    for (const method of ['GET', 'DELETE']) refused(t, method, await send(method, url, token), 401, 'invalid_token')
    const gone = { status: 401, body: { error: 'invalid_client' } }
    t.match(await s.refresh(app, tokens.body.refresh_token), gone, 'its refresh token')
    t.match(await s.redeem(app, code), gone, 'its code')
    const info = await send('GET', `${s.issuer}/userinfo`, tokens.body.access_token)
    refused(t, 'its access token', info, 401, 'invalid_token')
  })
})
