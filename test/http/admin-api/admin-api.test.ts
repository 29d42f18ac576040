// The admin API as programs see it: people, apps, scopes, keys, events, versions, pages and problems.
import t from 'tap'
import { writeCursor } from '../../../src/http/cursors.ts'
import { adminStory } from './admin-story.ts'

t.test('the admin API', async (t) => {
  const a = await adminStory(t)
  const { api, s } = a

  t.test('people: made, found, changed, kept out, let in', async (t) => {
    const made = await api('POST', '/people', {
      email: 'Ada@Example.com',
      name: 'Ada',
      roles: ['staff'],
      password: 'a fine long password',
    })
    t.equal(made.status, 201, JSON.stringify(made.body))
    const { sub } = made.body
    t.match(made.body, { email: 'Ada@Example.com', roles: ['staff'], disabled: false })
    t.equal((await api('POST', '/people', { email: 'ada@example.com' })).status, 409)

    const one = await api('GET', `/people/${sub}`)
    t.same(one.body, made.body)
    const etag = one.headers.get('etag') ?? ''
    const changed = await api(
      'PATCH',
      `/people/${sub}`,
      { name: 'Ada L.', claims: { locale: 'en' } },
      { 'if-match': etag },
    )
    t.equal(changed.status, 200, JSON.stringify(changed.body))
    t.match(changed.body, { name: 'Ada L.', claims: { locale: 'en' }, roles: ['staff'] })
    const late = await api('PATCH', `/people/${sub}`, { name: 'Eve' }, { 'if-match': etag })
    t.equal(late.status, 412)
    t.match(late.headers.get('content-type'), 'application/problem+json')

    const whole = { name: 'Ada', roles: ['a', 'b'], attributes: { team: 'x' } }
    const put = await api('PUT', `/people/${sub}`, whole)
    t.match(put.body, { ...whole, claims: {} })
    t.same((await api('PUT', `/people/${sub}`, whole)).body.roles, ['a', 'b'], 'again, the same')
    t.same((await api('PUT', `/people/${sub}/roles`, { roles: ['c'] })).body.roles, ['c'])

    const found = await api('GET', '/people?email=ADA')
    t.same(
      found.body.items.map((each: { sub: string }) => each.sub),
      [sub],
    )
    t.equal((await api('GET', '/people?name=ad')).body.items.length, 1)
    t.equal((await api('GET', '/people?name=nobody')).body.items.length, 0)

    const ada = { ...(await s.account('bob')), password: 'the password of bob' }
    await s.codeFor(await s.client('shop'), ada)
    t.equal((await api('GET', `/people/${ada.sub}/sessions`)).body.items.length, 1)
    t.match((await api('DELETE', `/people/${ada.sub}/sessions`)).body, { sessions_ended: 1 })
    t.equal((await api('PUT', `/people/${ada.sub}/disabled`)).status, 200)
    t.equal((await api('GET', `/people/${ada.sub}`)).body.disabled, true)
    t.equal((await api('DELETE', `/people/${ada.sub}/disabled`)).body.disabled, false)
    t.equal((await api('DELETE', `/people/${ada.sub}/factors`)).body.removed, 0)
    t.equal((await api('PUT', `/people/${ada.sub}/password`, { password: 'another fine password' })).status, 200)
    t.equal((await api('GET', '/people/usr_nobody')).status, 404)
    const invited = await api('POST', '/people/invitations', { email: 'new@example.com', roles: ['staff'] })
    t.ok([409, 422].includes(invited.status), 'there is no mail here')
    const other = { 'if-match': '"another version"' }
    for (const [method, at] of [
      ['DELETE', ''],
      ['PUT', '/disabled'],
      ['DELETE', '/sessions'],
    ] as const)
      t.equal((await api(method, `/people/${ada.sub}${at}`, undefined, other)).status, 412, `${method} ${at}`)
    t.match((await api('DELETE', `/people/${ada.sub}`)).body, { sessions_ended: 0 })
    t.equal((await api('GET', `/people/${ada.sub}`)).status, 404)
  })

  t.test('the last admin stays', async (t) => {
    for (const [method, path, body] of [
      ['PUT', `/people/${a.admin.sub}/disabled`, undefined],
      ['PUT', `/people/${a.admin.sub}/roles`, { roles: [] }],
      ['PUT', `/people/${a.admin.sub}`, { name: 'Root' }],
    ] as const) {
      const answer = await api(method, path, body)
      t.equal(answer.status, 409)
      t.match(answer.body.detail, /last admin/)
    }
  })

  t.test('apps', async (t) => {
    const made = await api('POST', '/apps', {
      client_name: 'Nightly',
      grant_types: ['client_credentials'],
      scope: 'openid',
    })
    t.equal(made.status, 201, JSON.stringify(made.body))
    t.match(made.body.client_secret, /^cs_sec_/)
    const id = made.body.client_id
    const shown = await api('GET', `/apps/${id}`)
    t.equal(shown.body.client_secret, undefined)
    t.equal(shown.body.secrets.length, 1)
    const patched = await api(
      'PATCH',
      `/apps/${id}`,
      { tokens_per_minute: 2, client_name: 'Quick' },
      { 'if-match': shown.headers.get('etag') ?? '' },
    )
    t.match(patched.body, { tokens_per_minute: 2, client_name: 'Quick' })
    const client = { ...made.body, secret: made.body.client_secret, clientId: id }
    for (const status of [200, 200, 429]) {
      const answer = await s.token(client, { grant_type: 'client_credentials' })
      t.equal(answer.status, status, JSON.stringify(answer.body))
    }
    t.equal((await api('DELETE', `/apps/${id}/verified`)).body.verified, false)
    t.equal((await api('PUT', `/apps/${id}/verified`)).body.verified, true)
    t.match((await api('POST', `/apps/${id}/secrets`)).body.client_secret, /^cs_sec_/)
    t.equal((await api('DELETE', `/apps/${id}/secrets/old`)).body.dropped, 1)
    const before = { 'if-match': shown.headers.get('etag') ?? '' }
    t.equal((await api('PUT', `/apps/${id}/disabled`, undefined, before)).status, 412, 'it was changed since')
    t.equal((await api('PUT', `/apps/${id}/disabled`)).status, 200)
    t.equal((await api('DELETE', `/apps/${id}/disabled`)).body.disabled, false)
    t.same(
      (await api('GET', '/apps?name=qui')).body.items.map((each: { client_id: string }) => each.client_id),
      [id],
    )
    t.equal((await api('PATCH', `/apps/${id}`, { redirect_uris: ['http://evil.example/cb'] })).status, 422)
  })

  t.test('scopes, APIs, keys, settings', async (t) => {
    t.match((await api('PUT', '/scopes/orders:read', { words: 'see your orders' })).body, { optional: false })
    t.equal((await api('PUT', '/scopes/admin:people:read', { words: 'x', privileged: false })).status, 422)
    const url = `/resources/${encodeURIComponent('https://orders.example')}`
    t.match((await api('PUT', url, { resource_name: 'Orders', scope: 'orders:read' })).body, {
      audience: 'https://orders.example',
    })
    t.equal((await api('PUT', url, { resource_name: 'Orders' }, { 'if-none-match': '*' })).status, 412)
    t.equal((await api('DELETE', '/scopes/orders:read')).status, 409, 'in use')
    t.equal((await api('DELETE', url, undefined, { 'if-match': '"x"' })).status, 412)
    t.equal((await api('DELETE', url)).status, 200)
    t.equal((await api('DELETE', '/scopes/orders:read', undefined, { 'if-match': '"x"' })).status, 412)
    t.equal((await api('DELETE', '/scopes/orders:read')).status, 200)
    t.equal((await api('DELETE', '/scopes/openid')).status, 409)
    const own = `/resources/${encodeURIComponent(a.resource)}`
    t.equal((await api('PUT', own, { resource_name: 'Mine' })).status, 422, 'the API itself cannot be redefined')
    t.equal((await api('GET', '/keys')).body.items.length, 1)
    t.match((await api('POST', '/keys/rotation', {})).body, { state: 'announced' })
    const settings = await api('GET', '/settings')
    t.ok(settings.body.items.length > 20)
    t.notMatch(JSON.stringify(settings.body), /postgres:\/\//)
    t.match((await api('GET', '/registration')).body, { registration: 'open' })
  })

  t.test('events name who did it, and what was before; figures are counted', async (t) => {
    const ben = await s.account('ben', { roles: ['x'] })
    await api('PUT', `/people/${ben.sub}/roles`, { roles: ['y'] })
    const { items } = (await api('GET', `/events?person=${ben.sub}`)).body
    t.match(items[0], {
      kind: 'account_changed',
      actor: a.program.clientId,
      before: { roles: ['x'] },
      after: { roles: ['y'] },
    })
    t.same(Object.keys(items[0].before), ['roles'], 'nothing else')
    const done = (await api('GET', `/events?client_id=${a.program.clientId}`)).body.items
    t.ok(
      done.some(({ reference }: { reference: string }) => reference === items[0].reference),
      'what an app did is found by it',
    )
    const byReference = await api('GET', `/events/${items[0].reference}`)
    t.same(byReference.body, items[0])
    t.ok((await api('GET', '/events?kind=client_changed')).body.items.length > 0)
    t.equal((await api('GET', '/events?kind=nonsense')).status, 400)
    await s.rooms.figures.flush()
    const steps = (await api('GET', '/figures?span=hour')).body.items
    t.equal(steps.length, 60)
    t.ok(steps.at(-1).tokens >= 3)
    t.ok(steps.at(-1).logins >= 1)
    t.ok(steps.at(-1).refusals >= 1)
    t.ok(steps.at(-1).answers > 20)
    t.equal(typeof steps.at(-1).median_ms, 'number')
  })

  t.test('pages', async (t) => {
    for (const number of [1, 2, 3, 4, 5]) await s.account(`page${number}`)
    const seen: string[] = []
    let cursor = ''
    for (let pages = 0; pages < 9; pages += 1) {
      const { items, next } = (await api('GET', `/people?email=page&limit=2${cursor}`)).body
      seen.push(...items.map((each: { email: string }) => each.email))
      if (next === null) break
      cursor = `&cursor=${next}`
    }
    t.same(
      seen,
      [1, 2, 3, 4, 5].map((number) => `page${number}@example.com`),
    )
    const names: string[] = []
    for (cursor = ''; ; ) {
      const { items, next } = (await api('GET', `/people?name=PAGE&limit=2${cursor}`)).body
      names.push(...items.map((each: { name: string }) => each.name))
      if (next === null) break
      cursor = `&cursor=${next}`
    }
    t.same(names, ['Page1', 'Page2', 'Page3', 'Page4', 'Page5'])
    for (const bad of ['x', 'W10', Buffer.from('["a\\u0000","b","c"]').toString('base64url')])
      t.equal((await api('GET', `/people?cursor=${bad}`)).status, 400)
    t.equal((await api('GET', '/people?limit=9999')).status, 400)
    t.equal((await api('GET', '/people?nonsense=1')).status, 400)
    t.equal((await api('GET', '/people?email=a&email=b')).status, 400)
  })

  t.test('bad input gets a problem, never a 500', async (t) => {
    for (const [method, path, body] of [
      ['POST', '/people', '{'],
      ['POST', '/people', '[]'],
      ['POST', '/people', { email: 5 }],
      ['POST', '/people', { email: 'a@b.c', admin: true }],
      ['POST', '/people', { email: 'not an address' }],
      ['PATCH', `/people/${a.admin.sub}`, { name: 'x'.repeat(300) }],
      ['PATCH', `/people/${a.admin.sub}`, { claims: { iss: 'me' } }],
      ['PATCH', `/people/${a.admin.sub}`, { name: '\0' }],
      ['PATCH', `/people/${a.admin.sub}`, { attributes: { a: '\ud800' } }],
      ['GET', '/people/%00', undefined],
      ['GET', '/apps/%00', undefined],
      ['GET', '/nothing', undefined],
      ['PUT', '/people', {}],
      ['PUT', '/scopes/%20', { words: 'x' }],
      ['PUT', '/scopes/x', { words: '\0' }],
      ['PATCH', `/apps/${a.tool.clientId}`, { jwks: { keys: 'x' } }],
      ['PATCH', `/apps/${a.tool.clientId}`, { scope: 'not-there' }],
      ['GET', '/events/nothing', undefined],
      // The embedded database knows none of these years.
      ...['-200000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59-14:00'].map(
        (at) => ['GET', `/events?cursor=${writeCursor([at, 'x'])}`, undefined] as const,
      ),
      ['POST', '/keys/rotation', { compromised: true, kid: 'none' }],
    ] as const) {
      const answer = await api(method, path, body)
      t.ok(answer.status >= 400 && answer.status < 500, `${method} ${path} ${JSON.stringify(body)}: ${answer.status}`)
      if (path !== '/nothing') t.match(answer.headers.get('content-type') ?? '', 'application/problem+json', path)
    }
    const wrong = await api('POST', '/people', { email: 'a@b.c', roles: 'admin' })
    t.match(wrong.body, { status: 400, errors: [{ in: 'body', pointer: '/roles' }] })
  })
})
