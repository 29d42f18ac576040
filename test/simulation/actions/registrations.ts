// Registrations: strangers register apps of their own, read and change them, and take them back (RFC 7591, RFC 7592).
import type { Registered } from '../../../src/flows/register.ts'
import { judgeRefusal, same } from '../judging.ts'
import type { App } from '../model.ts'
import { removeApp } from '../rules/operator.ts'
import { step } from '../step.ts'
import { apps, type World } from '../world.ts'

export const strangerRegisters = async (world: World): Promise<void> => {
  const { choices, server } = world
  if (apps(world).length > 7) return
  const isPublic = choices.chance(0.5)
  const redirectUris = isPublic
    ? ['http://127.0.0.1/done', 'com.example.stranger:/done']
    : ['https://stranger.example/done']
  const scope = ['openid', 'offline_access']
  const body = {
    client_name: `Stranger ${apps(world).length}`,
    redirect_uris: redirectUris,
    token_endpoint_auth_method: isPublic ? 'none' : 'client_secret_post',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: [...scope, 'admin'].join(' '),
  }
  await step<Registered, App>(world, {
    says: `a stranger registers ${body.client_name}`,
    act: () => server.flows.registration.register(undefined, body, new Date(world.now)),
    rule: ({ model, drawn, now }) => {
      const app: App = {
        ...{ clientId: drawn('app_'), name: body.client_name, redirectUris, isPublic, createdAt: now },
        secrets: isPublic ? [] : [drawn('cs_sec_')],
        scope: ['offline_access', 'openid'],
        grants: ['authorization_code', 'refresh_token'],
        audiences: [],
        pkceRequired: true,
        vouched: false,
        disabled: false,
        usedAt: null,
        registrationToken: drawn('cs_reg_'),
      }
      model.apps.set(app.clientId, app)
      return app
    },
    judge: (expected, answer) => {
      if (judgeRefusal({}, answer) || answer.kind !== 'value') return
      const { client, secret, registrationToken } = answer.value
      same(
        'the registration',
        [client.clientId, secret, registrationToken],
        [expected.clientId, expected.secrets[0], expected.registrationToken],
      )
      same(
        'what strangers are given',
        [client.grantTypes, client.scope, client.audiences],
        [expected.grants, expected.scope, []],
      )
    },
  })
}

/** By the one who holds its registration access token, or by one who does not. */
export const registrationIsManaged = async (world: World): Promise<void> => {
  const { choices, server } = world
  const own = apps(world).filter((app) => app.registrationToken !== null)
  if (own.length === 0) return
  const app = choices.pick(own)
  const others = own.filter((other) => other !== app).map((other) => other.registrationToken)
  const token = choices.chance(0.75)
    ? app.registrationToken
    : choices.pick([...others, undefined, `cs_reg_${'A'.repeat(43)}`])
  const allowed = token === app.registrationToken && !app.disabled
  const { read, replace, remove } = server.flows.registration
  const bearer = token ?? undefined
  const name = `${app.name.split(',')[0]}, renamed ${world.story.length}`
  const [verb, act] = choices.pick<readonly ['reads' | 'renames' | 'removes', () => Promise<unknown>]>([
    ['reads', () => read(app.clientId, bearer)],
    ['renames', () => replace(app.clientId, bearer, metadataOf({ ...app, name }), new Date(world.now))],
    ['removes', () => remove(app.clientId, bearer)],
  ])
  await step<unknown, object>(world, {
    says: `somebody with ${token === app.registrationToken ? 'its token' : 'another token'} ${verb} ${app.name}`,
    act,
    rule: (turn) => {
      if (!allowed)
        return { kind: 'refused', codes: ['invalid_token'], rule: 'a registration belongs to the holder of its token' }
      const now = turn.model.apps.get(app.clientId)
      if (verb === 'removes') removeApp(turn, app.clientId)
      if (verb === 'renames' && now !== undefined) now.name = name
      return {}
    },
    judge: (expected, answer) => void judgeRefusal(expected, answer),
    risk: 0.3,
  })
}

const metadataOf = ({ clientId, name, redirectUris, isPublic, grants, scope }: App) => ({
  client_id: clientId,
  client_name: name,
  redirect_uris: redirectUris,
  token_endpoint_auth_method: isPublic ? 'none' : 'client_secret_post',
  grant_types: grants,
  scope: scope.join(' '),
})
