// Tokens: apps revoke and introspect what they hold, or what is none of their business, and ask for tokens of their own.
import { judgeRefusal, judgeTokens } from '../judging.ts'
import { Violation } from '../model.ts'
import { introspect, ownToken, type Presented, revoke } from '../rules/tokens.ts'
import { step } from '../step.ts'
import { apps, type World } from '../world.ts'
import { asking, byApp, byAppOrAnother } from './asking.ts'

type Picked = Readonly<{ words: string; text: string; clientId: string; presented: Presented }>

/** A refresh token or an access token, dead or alive, or something that is neither. */
const pickAny = (world: World): Picked => {
  const { choices, wallets, accessTokens } = world
  const clientId = choices.pick(apps(world)).clientId
  const kind = choices.weighted([
    [wallets.length > 0 ? 4 : 0, 'refresh'],
    [accessTokens.length > 0 ? 5 : 0, 'access'],
    [1, 'nothing'],
  ] as const)
  if (kind === 'refresh') {
    const wallet = choices.pick(wallets)
    const text = choices.pick([wallet.newest, choices.pick(wallet.tokens)])
    const refresh = world.refreshTokens.get(text)
    const words = `generation ${refresh?.generation} of family ${wallet.family.slice(0, 8)}`
    return { words, text, clientId: wallet.clientId, presented: { refresh } }
  }
  if (kind === 'access') {
    const token = choices.pick([accessTokens.at(-1) ?? choices.pick(accessTokens), choices.pick(accessTokens)])
    const access = { ...token, keyLives: keyLives(world, token.kid) }
    const { clientId, token: text, family } = token
    return { words: `an access token of ${family?.slice(0, 8) ?? 'no family'}`, text, clientId, presented: { access } }
  }
  return { words: 'what is no token', text: choices.pick(['nonsense', 'a.b.c', 'cs_rt_AAAA']), clientId, presented: {} }
}

const keyLives = ({ server }: World, kid: string): boolean =>
  server.keyRing.states().some(({ key, state }) => key.kid === kid && state !== 'compromised')

export const revokeToken = async (world: World): Promise<void> => {
  const picked = pickAny(world)
  const by = byAppOrAnother(world, picked.clientId)
  const { params, authorization, now } = asking(world, by.credentials, { token: picked.text })
  await step(world, {
    says: `${by.words} revokes ${picked.words}`,
    act: () => world.server.flows.revoke(params, authorization, now),
    rule: (turn) => revoke(turn, by.credentials, picked.presented),
    judge: (expected, outcome) => void judgeRefusal(expected, outcome),
  })
}

export const introspectToken = async (world: World): Promise<void> => {
  const picked = pickAny(world)
  const server = apps(world).find((app) => app.audiences.length > 0)
  const asker = world.choices.chance(0.4) && server ? server.clientId : picked.clientId
  const by = byAppOrAnother(world, asker)
  const { params, authorization, now } = asking(world, by.credentials, { token: picked.text })
  await step(world, {
    says: `${by.words} introspects ${picked.words}`,
    act: () => world.server.flows.introspect(params, authorization, now),
    rule: (turn) => introspect(turn, by.credentials, picked.presented),
    judge: (expected, outcome) => {
      if (judgeRefusal(expected, outcome) || outcome.kind !== 'value' || expected.kind === 'refused') return
      const { active, ...rest } = outcome.value
      if (active !== (expected.kind === 'active')) throw new Violation(`${expected.rule}, but active is ${active}`)
      if (!active && Object.keys(rest).length > 0) throw new Violation('an inactive token tells something of itself')
    },
    shows: ({ active }) => (active ? 'active' : 'inactive'),
  })
}

export const askForOwnToken = async (world: World): Promise<void> => {
  const { choices, server } = world
  const app = choices.chance(0.8)
    ? apps(world).find(({ audiences }) => audiences.length > 0)
    : choices.pick(apps(world))
  if (app === undefined) return
  const by = byApp(world, app.clientId)
  const scope = choices.pick([undefined, ['orders:read'], ['openid'], ['admin']])
  const fields = { grant_type: 'client_credentials', scope: scope?.join(' ') }
  const { params, authorization, now } = asking(world, by.credentials, fields)
  await step(world, {
    says: `${by.words} asks for a token of its own${scope === undefined ? '' : ` with scope "${scope.join(' ')}"`}`,
    act: () => server.flows.token({ params, authorization, address: '192.0.2.1', now }),
    rule: (turn) => ownToken(turn, { ...by.credentials, scope }),
    judge: (expected, answer) => judgeTokens(world, expected, answer),
    shows: () => 'a token',
  })
}
