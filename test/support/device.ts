// Devices of a story: an app without a browser, and the person who answers for it in theirs.
import { deviceCodeGrantType } from '../../src/model/client.ts'
import { type Browser, hasForm, type Page, stayedAt, type Visit } from './plain-browser.ts'
import type { Answer, Fields, Story, StoryAccount, StoryClient } from './story.ts'

export type Device = Readonly<{ deviceCode: string; userCode: string; complete: string }>

const sent = (fields: Fields): [string, string][] =>
  Object.entries(fields).filter((field): field is [string, string] => field[1] !== null)

/** An app for televisions, unless `change` says otherwise. */
export const television = (s: Story, change: Parameters<Story['client']>[1] = {}): Promise<StoryClient> =>
  s.client('television', {
    redirectUris: [],
    grantTypes: [deviceCodeGrantType, 'refresh_token'],
    tokenEndpointAuthMethod: 'none',
    ...change,
  })

export const askFor = async (
  s: Story,
  app: StoryClient,
  fields: Fields = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const proof = { client_id: app.clientId, client_secret: app.secret }
  const response = await s.fetch(`${s.issuer}/device_authorization`, {
    method: 'POST',
    headers: { 'user-agent': 'Television/1.0', ...headers },
    body: new URLSearchParams(sent({ ...proof, ...fields })),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

export const startDevice = async (s: Story, app: StoryClient, fields: Fields = {}): Promise<Device> => {
  const { body } = await askFor(s, app, fields)
  return { deviceCode: body.device_code, userCode: body.user_code, complete: body.verification_uri_complete }
}

export const poll = (s: Story, app: StoryClient, { deviceCode }: Device, fields: Fields = {}): Promise<Answer> =>
  s.token(app, { grant_type: deviceCodeGrantType, device_code: deviceCode, ...fields })

/** Opens the address, types the code where it is asked for, and logs in where that is asked for. */
export const reachQuestion = async (
  at: Browser,
  device: Device,
  who: StoryAccount,
  address = device.complete,
): Promise<Page> => {
  let visit: Visit = await at.open(address)
  if (hasForm(visit, 'device')) visit = await at.submit(visit, 'device', { user_code: device.userCode })
  if (hasForm(visit, 'login')) visit = await at.submit(visit, 'login', { email: who.email, password: who.password })
  if (hasForm(visit, 'device-question')) return visit
  throw new Error(`No question: ${stayedAt(visit).text}`)
}

export const answerFor = async (
  s: Pick<Story, 'browser'>,
  device: Device,
  who: StoryAccount,
  decision: 'allow' | 'deny',
  at = s.browser(),
): Promise<Visit> => at.submit(await reachQuestion(at, device, who), 'device-question', { decision })
