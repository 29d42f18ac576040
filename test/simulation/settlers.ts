// Settlers: the people, apps and browsers that a history begins with, made by the operator's own flows.
import type { App } from './model.ts'
import { check } from './step.ts'
import { api, type World } from './world.ts'

export const settle = async (world: World): Promise<void> => {
  const { choices, server } = world
  const { operator, scopes } = server.flows
  await operator.scopes.set({ name: 'orders:read', words: 'read your orders', optional: false, privileged: false })
  await operator.scopes.set({ name: 'orders:write', words: 'change your orders', optional: false, privileged: true })
  await scopes.reload()
  for (const name of ['ada', 'ben', 'cleo'].slice(0, choices.between(1, 3))) await addPerson(world, name)
  await addApp(world, { name: 'Web', redirectUris: ['https://web.example/callback', 'https://web.example/other'] })
  await addApp(world, {
    name: 'Phone',
    isPublic: true,
    scope: ['openid', 'offline_access', 'orders:read'],
    redirectUris: ['http://127.0.0.1/callback', 'com.example.phone:/callback', 'https://phone.example/callback'],
  })
  await addApp(world, {
    name: 'API',
    redirectUris: [],
    audiences: [api],
    grants: ['client_credentials'],
    scope: ['orders:read'],
  })
  if (choices.chance(0.5))
    await addApp(world, {
      name: 'Legacy',
      redirectUris: ['https://legacy.example/callback'],
      pkceRequired: false,
      scope: ['openid', 'offline_access'],
    })
  if (choices.chance(0.3))
    await addApp(world, {
      name: 'Once',
      redirectUris: ['https://once.example/callback'],
      grants: ['authorization_code'],
      scope: ['openid'],
    })
  for (const number of [1, 2, 3].slice(0, choices.between(1, 3)))
    world.browsers.push({
      name: `browser ${number}`,
      address: `192.0.2.${number}`,
      cookie: undefined,
      oldCookies: [],
      knownSubs: [],
    })
  await check(world)
}

const addPerson = async (world: World, name: string): Promise<void> => {
  const email = `${name}@example.com`
  const password = world.random.id(`${name}'s password `)
  world.secrets.add('a password', password)
  const roles = world.choices.some(['owner', 'editor'])
  const { sub } = await world.server.flows.operator.users.create({ email, name, roles, emailVerified: true }, password)
  world.model.people.set(sub, { sub, email, password, passwordSetAt: null, roles, disabled: false })
}

const usual = {
  scope: ['openid', 'profile', 'offline_access', 'orders:read', 'orders:write'],
  grants: ['authorization_code', 'refresh_token'],
  audiences: [] as readonly string[],
  isPublic: false,
  pkceRequired: true,
}

const addApp = async (world: World, wanted: Pick<App, 'name' | 'redirectUris'> & Partial<App>): Promise<void> => {
  const app = { ...usual, ...wanted }
  const { client, secret } = await world.server.flows.operator.clients.create({
    ...{ name: app.name, redirectUris: app.redirectUris, audiences: app.audiences, scope: app.scope },
    public: app.isPublic,
    grantTypes: app.grants,
    pkceRequired: app.pkceRequired,
  })
  world.model.apps.set(client.clientId, {
    ...app,
    clientId: client.clientId,
    secrets: secret === undefined ? [] : [secret],
    vouched: true,
    disabled: false,
    usedAt: null,
    createdAt: world.now,
    registrationToken: null,
  })
}
