// Refreshes: an app, or a thief, presents a refresh token: the newest, a replaced one, or one that nobody issued.
import { parseRefreshToken } from '../../../src/protocol/refresh-token.ts'
import { judgeTokens } from '../judging.ts'
import { type Refresh, refresh } from '../rules/refresh.ts'
import { step } from '../step.ts'
import { api, type Wallet, type World } from '../world.ts'
import { asking, byAppOrAnother } from './asking.ts'

export const refreshToken = async (world: World): Promise<void> => {
  const { choices, wallets, server } = world
  if (wallets.length === 0) return
  const wallet = pickWallet(world)
  const by = byAppOrAnother(world, wallet.clientId)
  const [words, text] = pickToken(world, wallet)
  const token = world.refreshTokens.get(text)
  const family = world.model.families.get(wallet.family)
  const scope = pickScope(world, family?.scope ?? ['openid'])
  const resources = choices.weighted<readonly string[]>([
    [92, []],
    [8, [choices.pick([api, 'https://elsewhere.example'])]],
  ])
  const request: Refresh = { ...by.credentials, token, scope, resources }
  const fields = { grant_type: 'refresh_token', refresh_token: text, scope: scope?.join(' ') }
  const { params, authorization, now } = asking(world, by.credentials, fields, resources)
  const outcome = await step(world, {
    says: `${by.words} refreshes with ${words}${scope === undefined ? '' : ` and scope "${scope.join(' ')}"`}`,
    act: () => server.flows.token({ params, authorization, address: '192.0.2.1', now }),
    rule: (turn) => refresh(turn, request),
    judge: (expected, answer) => judgeTokens(world, expected, answer),
    shows: ({ refresh_token: next }) => `generation ${parseRefreshToken(next ?? '')?.generation}`,
  })
  if (outcome.kind !== 'value' || outcome.value.refresh_token === undefined) return
  if (choices.chance(0.2)) return void world.story.push('  (the reply was lost)')
  wallet.newest = outcome.value.refresh_token
  if (!wallet.tokens.includes(wallet.newest)) wallet.tokens.push(wallet.newest)
}

/** Mostly one that should still work. */
const pickWallet = ({ choices, wallets, model }: World): Wallet => {
  const living = wallets.filter(({ family }) => model.families.get(family)?.ended === null)
  return choices.pick(living.length > 0 && choices.chance(0.85) ? living : wallets)
}

const pickToken = (world: World, wallet: Wallet): readonly [string, string] => {
  const { choices } = world
  const text = choices.weighted([
    [82, wallet.newest],
    [14, choices.pick(wallet.tokens)],
    [4, forged(choices.pick(wallet.tokens), choices.below(64))],
  ])
  const known = world.refreshTokens.get(text)
  const name = wallet.family.slice(0, 8)
  if (known === undefined) return [`a forged token of family ${name}`, text]
  return [`generation ${known.generation} of family ${name}${text === wallet.newest ? ', its newest' : ''}`, text]
}

/** One bit differs. */
const forged = (token: string, at: number): string => {
  const bytes = Buffer.from(token.slice('cs_rt_'.length), 'base64url')
  const index = at % bytes.length
  bytes[index] = (bytes[index] ?? 0) ^ 1
  return `cs_rt_${bytes.toString('base64url')}`
}

const pickScope = ({ choices }: World, granted: readonly string[]): readonly string[] | undefined => {
  const some = choices.some(granted)
  return choices.weighted<readonly string[] | undefined>([
    [75, undefined],
    [15, some.length === 0 ? undefined : some],
    [10, [...new Set([...some, choices.pick(['orders:write', 'admin'])])]],
  ])
}
