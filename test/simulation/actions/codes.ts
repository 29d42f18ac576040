// Codes: an app redeems one, rightly or in one of the ways that must not work.

import { judgeTokens } from '../judging.ts'
import { type Redemption, redeem } from '../rules/redeem.ts'
import { step } from '../step.ts'
import { api, type HeldCode, type World } from '../world.ts'
import { asking, byAppOrAnother } from './asking.ts'

const otherVerifier = 'v'.repeat(43)

export const redeemCode = async (world: World, chosen?: HeldCode): Promise<void> => {
  const { choices, codes, server } = world
  if (codes.length === 0) return
  const held = chosen ?? pickCode(world)
  held.tries += 1
  const by = byAppOrAnother(world, held.clientId)
  const verifier = choices.weighted<readonly [string, string | undefined]>([
    [90, ['', held.verifier ?? undefined]],
    [6, [', with a wrong verifier', otherVerifier]],
    [3, [', without the verifier', undefined]],
  ])
  const redirectUri = choices.weighted<readonly [string, string | undefined]>([
    [82, ['', held.redirectUri]],
    [6, [', with a wrong address', `${held.redirectUri}/x`]],
    [10, [', without the address', undefined]],
  ])
  const resources = choices.weighted<readonly string[]>([
    [90, []],
    [10, [api]],
  ])
  const request: Redemption = {
    ...by.credentials,
    code: held.code,
    verifier: verifier[1],
    redirectUri: redirectUri[1],
    resources,
  }
  const fields = {
    grant_type: 'authorization_code',
    code: held.code,
    redirect_uri: redirectUri[1],
    code_verifier: verifier[1],
  }
  const { params, authorization, now } = asking(world, by.credentials, fields, resources)
  const outcome = await step(world, {
    says: `${by.words} redeems a code (try ${held.tries})${verifier[0]}${redirectUri[0]}`,
    act: () => server.flows.token({ params, authorization, address: '192.0.2.1', now }),
    rule: (turn) => redeem(turn, request),
    judge: (expected, answer) => judgeTokens(world, expected, answer),
    shows: () => 'tokens',
  })
  if (outcome.kind !== 'value') return
  const { refresh_token: token } = outcome.value
  const known = token === undefined ? undefined : world.refreshTokens.get(token)
  if (token === undefined || known === undefined) return
  if (choices.chance(0.1)) return void world.story.push('  (the reply was lost)')
  world.wallets.push({ clientId: by.credentials.clientId, family: known.family, tokens: [token], newest: token })
}

/** Mostly the newest, which is most likely to be alive. */
const pickCode = ({ choices, codes }: World): HeldCode =>
  choices.chance(0.6) ? (codes.at(-1) as HeldCode) : choices.pick(codes)
