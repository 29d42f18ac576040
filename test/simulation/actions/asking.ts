// Asking: how apps speak to the server, with their credentials and in form encoding.
import { type Params, parseParams } from '../../../src/protocol/params.ts'
import type { Credentials } from '../rules/apps.ts'
import { apps, type World } from '../world.ts'

/** How a request names its client: with its secret, or with one that is wrong. */
export type By = Readonly<{ credentials: Credentials; words: string }>

export const byApp = (world: World, clientId: string): By => {
  const { choices, model } = world
  const app = model.apps.get(clientId)
  const name = app?.name ?? 'an app that is gone'
  const secret = app && app.secrets.length > 0 ? choices.pick(app.secrets) : undefined
  if (choices.chance(0.02))
    return { credentials: { clientId, secret: `cs_sec_${'x'.repeat(43)}` }, words: `${name}, with a wrong secret` }
  return { credentials: { clientId, secret }, words: name }
}

/** Mostly the app itself; sometimes one that has no business with it. */
export const byAppOrAnother = (world: World, clientId: string): By => {
  if (!world.choices.chance(0.07)) return byApp(world, clientId)
  return byApp(world, world.choices.pick(apps(world)).clientId)
}

type Fields = Readonly<Record<string, string | undefined>>

export const paramsOf = (fields: Fields, resources: readonly string[] = []): Params => {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  )
  for (const resource of resources) pairs.push(['resource', resource])
  return parseParams(new URLSearchParams(pairs).toString())
}

/** Basic half of the time, in the body otherwise. */
export const asking = (
  world: World,
  { clientId, secret }: Credentials,
  fields: Fields,
  resources: readonly string[] = [],
): Readonly<{ params: Params; authorization: string | undefined; now: Date }> => {
  const now = new Date(world.now)
  if (secret === undefined)
    return { params: paramsOf({ ...fields, client_id: clientId }, resources), authorization: undefined, now }
  if (world.choices.chance(0.5))
    return {
      params: paramsOf({ ...fields, client_id: clientId, client_secret: secret }, resources),
      authorization: undefined,
      now,
    }
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')
  return { params: paramsOf(fields, resources), authorization: `Basic ${basic}`, now }
}
