// Mistakes: a client puts a secret where it does not belong; it is refused, and the secret is kept nowhere.
import { judgeRefusal } from '../judging.ts'
import { refused } from '../rules/apps.ts'
import { step } from '../step.ts'
import { apps, type World } from '../world.ts'
import { asking, byApp, paramsOf } from './asking.ts'

export const secretIsMisplaced = async (world: World): Promise<void> => {
  const { choices, server, codes, wallets } = world
  const app = choices.pick(apps(world))
  const by = byApp(world, app.clientId)
  const secret = choices.pick([
    ...codes.map(({ code }) => code),
    ...wallets.map(({ newest }) => newest),
    ...app.secrets,
    'cs_rt_AAAA',
  ])
  const now = new Date(world.now)
  const inToken = (fields: Record<string, string>, resources: readonly string[] = []) => {
    const { params, authorization } = asking(world, by.credentials, fields, resources)
    return server.flows.token({ params, authorization, address: '192.0.2.1', now })
  }
  const [words, act] = choices.pick<readonly [string, () => Promise<unknown>]>([
    ['grant_type', () => inToken({ grant_type: secret })],
    ['scope', () => inToken({ grant_type: 'client_credentials', scope: secret })],
    ['resource', () => inToken({ grant_type: 'client_credentials' }, [secret])],
    [
      'client_id',
      () =>
        server.flows.token({
          params: paramsOf({ grant_type: 'refresh_token', client_id: secret }),
          authorization: undefined,
          address: '192.0.2.1',
          now,
        }),
    ],
    ['the name of a parameter', async () => paramsOf({ [secret]: 'x'.repeat(5000) })],
    [
      'redirect_uri',
      () =>
        refusalOf(
          server.flows.authorize.proceed(
            paramsOf({ client_id: app.clientId, redirect_uri: `https://x.example/?${secret}` }),
            undefined,
            null,
            now,
          ),
        ),
    ],
    [
      'response_mode',
      () =>
        refusalOf(
          server.flows.authorize.proceed(
            paramsOf({
              client_id: app.clientId,
              redirect_uri: app.redirectUris[0],
              response_type: 'code',
              response_mode: secret,
            }),
            undefined,
            null,
            now,
          ),
        ),
    ],
  ])
  await step(world, {
    says: `${by.words} sends a secret as ${words}`,
    act: act as () => Promise<never>,
    rule: () =>
      refused(
        'what is in the wrong place is refused',
        'unsupported_grant_type',
        'invalid_scope',
        'invalid_target',
        'invalid_client',
        'unauthorized_client',
        'invalid_request',
      ),
    judge: (expected, answer) => void judgeRefusal(expected, answer),
  })
}

const refusalOf = async (outcome: Promise<object>): Promise<unknown> => {
  const answer = await outcome
  return 'refusal' in answer ? answer.refusal : answer
}
