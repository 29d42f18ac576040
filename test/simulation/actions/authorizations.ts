// Authorizations: a person in a browser is sent to /authorize by an app, and allows, denies or walks away.

import type { AuthorizeOutcome, Visitor } from '../../../src/flows/authorize.ts'
import { decideAt } from '../../support/decide.ts'
import { issuer } from '../../support/ingredients.ts'
import { interactionSince } from '../../support/interaction.ts'
import { judgeRefusal, same } from '../judging.ts'
import { type App, Violation } from '../model.ts'
import { type AuthorizationQuestion, type AuthorizeAnswer, authorize } from '../rules/authorize.ts'
import { s256 } from '../rules/redeem.ts'
import { step } from '../step.ts'
import { api, apps, type Browser, people, type World } from '../world.ts'
import { paramsOf } from './asking.ts'
import { redeemCode } from './codes.ts'
import { asPerson, logInAt, someBrowser, visitorOf } from './people.ts'
import { letSecondsPass } from './time.ts'

type Decision = 'allow' | 'deny' | undefined

export const someoneIsSent = async (world: World): Promise<void> => {
  const { choices } = world
  const asking = apps(world).filter(({ redirectUris }) => redirectUris.length > 0 || choices.chance(0.1))
  const app = choices.pick(asking)
  const browser = someBrowser(world)
  const question = questionOf(world, app)
  let startedAt: number | null = null
  let decision: Decision
  let visitor: Visitor | 'failed' = await visitorOf(world, browser)
  for (let round = 0; round < 4 && visitor !== 'failed'; round += 1) {
    const outcome = await ask(world, browser, app, question, { visitor, startedAt, decision })
    if (outcome === undefined || outcome.kind === 'shown' || outcome.kind === 'refused' || choices.chance(0.05)) return
    if (outcome.kind === 'answered') return receive(world, app, question, outcome)
    startedAt ??= world.now
    world.now += choices.between(0, 20) * 1000
    decision = outcome.kind === 'consent' ? (choices.chance(0.85) ? 'allow' : 'deny') : undefined
    // The cookie of the moment decides, and not the one that the page was shown for.
    if (outcome.kind === 'log-in') await logInAt(world, browser, asPerson(choices.pick(people(world))), visitor)
    visitor = await visitorOf(world, browser)
  }
}

const questionOf = ({ choices, random }: World, app: App): AuthorizationQuestion => {
  const redirectUri = app.redirectUris.length === 0 ? 'https://nowhere.example/' : choices.pick(app.redirectUris)
  const some = choices.some(app.scope)
  const verifier = random.token('')
  return {
    clientId: app.clientId,
    redirectUri: choices.weighted([
      [90, redirectUri.replace('http://127.0.0.1/', `http://127.0.0.1:${choices.between(1024, 65_535)}/`)],
      [4, `${redirectUri}x`],
    ]),
    scope: choices.weighted<readonly string[] | undefined>([
      [40, undefined],
      [50, some.length === 0 ? undefined : some],
      [6, [...new Set([...some, choices.pick(['admin', 'orders:write'])])]],
    ]),
    verifier: app.pkceRequired ? (choices.chance(0.97) ? verifier : null) : choices.chance(0.4) ? verifier : null,
    state: choices.chance(0.9) ? `state ${choices.below(1000)} ü/&=` : undefined,
    prompt: choices.weighted([
      [80, undefined],
      [6, 'none'],
      [7, 'login'],
      [7, 'consent'],
    ] as const),
    maxAgeSeconds: choices.weighted([
      [90, undefined],
      [5, 0],
      [5, 600],
    ] as const),
    resources: choices.weighted<readonly string[]>([
      [85, []],
      [8, [api]],
      [4, [api, issuer]],
      [3, ['https://elsewhere.example']],
    ]),
  }
}

type Sitting = Readonly<{ visitor: Visitor; startedAt: number | null; decision: Decision }>

const ask = async (
  world: World,
  browser: Browser,
  app: App,
  question: AuthorizationQuestion,
  { visitor, startedAt, decision }: Sitting,
): Promise<AuthorizeOutcome | undefined> => {
  const { authorize: hub } = world.server.flows
  const params = paramsOf(fieldsOf(question), question.resources)
  const since = startedAt === null ? null : new Date(startedAt)
  const outcome = await step(world, {
    says: `${browser.name}: ${app.name} asks for ${question.scope?.join(' ') ?? 'its usual scope'}${question.prompt ? ` with prompt=${question.prompt}` : ''}${decision ? `: ${decision}` : ''}`,
    act: () => {
      const now = new Date(world.now)
      return decision === undefined
        ? hub.proceed(params, visitor, interactionSince(since), now)
        : decideAt(hub, params, visitor, decision, since, now)
    },
    rule: (turn) =>
      authorize(turn, question, {
        session: visitor && turn.model.sessions.get(visitor.session.id),
        startedAt,
        decision,
      }),
    judge: (expected, answer) => {
      if (judgeRefusal({}, answer) || answer.kind !== 'value') return
      judgeAnswer(question, expected, answer.value)
    },
    shows: (value) => ('refusal' in value ? `${value.kind} ${value.refusal.code}` : value.kind),
  })
  return outcome.kind === 'value' ? outcome.value : undefined
}

const fieldsOf = (question: AuthorizationQuestion) => ({
  response_type: 'code',
  client_id: question.clientId,
  redirect_uri: question.redirectUri,
  scope: question.scope?.join(' '),
  state: question.state,
  prompt: question.prompt,
  max_age: question.maxAgeSeconds === undefined ? undefined : String(question.maxAgeSeconds),
  code_challenge: question.verifier === null ? undefined : s256(question.verifier),
  code_challenge_method: question.verifier === null ? undefined : 'S256',
})

const judgeAnswer = (question: AuthorizationQuestion, expected: AuthorizeAnswer, answer: AuthorizeOutcome): void => {
  if (answer.kind !== expected.kind) {
    const rule = 'rule' in expected ? ` (${expected.rule})` : ''
    const refusal = 'refusal' in answer ? `: ${answer.refusal.code}` : ''
    throw new Violation(`/authorize should lead to ${expected.kind}${rule}, but leads to ${answer.kind}${refusal}`)
  }
  if ('refusal' in answer && 'rule' in expected)
    same(`the error (${expected.rule})`, answer.refusal.code, expected.code)
  if (answer.kind === 'refused')
    same(
      'where the refusal goes',
      [answer.address.redirectUri, answer.address.state],
      [question.redirectUri, question.state ?? null],
    )
  if (answer.kind !== 'answered' || expected.kind !== 'answered') return
  const { address, parameters } = answer.response
  same('where the code goes', address.redirectUri, question.redirectUri)
  const state = question.state === undefined ? [] : [['state', question.state]]
  same('the answer', parameters, [['code', expected.code], ...state, ['iss', issuer]])
}

const receive = async (
  world: World,
  app: App,
  question: AuthorizationQuestion,
  outcome: AuthorizeOutcome,
): Promise<void> => {
  if (outcome.kind !== 'answered') return
  const code = String(outcome.response.parameters.find(([name]) => name === 'code')?.[1])
  const held = {
    code,
    clientId: app.clientId,
    redirectUri: question.redirectUri,
    verifier: question.verifier,
    tries: 0,
  }
  world.codes.push(held)
  const { choices } = world
  if (choices.chance(0.12)) letSecondsPass(world, choices.pick([59, 60, 61, 90]))
  if (choices.chance(0.75)) await redeemCode(world, held)
}
