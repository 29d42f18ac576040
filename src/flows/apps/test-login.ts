// A test login: a real one with the owner's own app, whose answer comes to this server and is redeemed by the real token flow (RFC 6749 §4.1).
import type { Client } from '../../model/client.ts'
import type { Family } from '../../model/family.ts'
import type { Session } from '../../model/session.ts'
import { isRefusal, orRefusal } from '../../protocol/errors.ts'
import { type Params, parseParams } from '../../protocol/params.ts'
import { redirectOrigin } from '../../protocol/redirect-uri.ts'
import { formatScope } from '../../protocol/scope.ts'
import type { Store } from '../../store/index.ts'
import type { Grant } from '../grants/grant.ts'
import type { Issue, TokenResponse } from '../issue.ts'
import { tokenFlow } from '../token.ts'
import type { ReadUserInfo } from '../userinfo.ts'
import type { Developer } from './app-form.ts'
import { type AppsParts, noSuchApp } from './own-apps.ts'
import { type TestRedirects, type TestRun, testCallback, testSeconds } from './test-redirect.ts'
import * as steps from './test-steps.ts'

export type TestParts = AppsParts &
  Readonly<{
    store: Pick<Store, 'apps' | 'families' | 'clientAssertions'>
    redirects: TestRedirects
    grants: readonly Grant[]
    issue: Issue
    userinfo: ReadUserInfo
  }>

/** Who tests, and in which browser. */
export type Tester = Readonly<{ account: Developer; session: Session }>

export type TestOutcome =
  /** Not this test, not this browser, or seen before: nothing was redeemed. */
  Readonly<{ kind: 'over' }> | Readonly<{ kind: 'seen'; client: Client; steps: readonly steps.TestStep[] }>

export const testable = (client: Client): boolean =>
  client.grantTypes.includes('authorization_code') && client.disabledAt === null

export const testingLogins = (parts: TestParts) => {
  const { store, issuer, random, redirects, sha256 } = parts

  const own = async ({ account }: Tester, clientId: string): Promise<Client> => {
    const client = (await store.apps.findOf(clientId, account.sub))?.client
    if (client === undefined || !testable(client)) throw noSuchApp(account)
    return client
  }

  const request = (run: TestRun, { scope }: Client, redirectUri: string): readonly (readonly [string, string])[] => [
    ['response_type', 'code'],
    ['client_id', run.clientId],
    ['redirect_uri', redirectUri],
    ...(scope.length > 0 ? ([['scope', formatScope(scope)]] as const) : []),
    ['state', run.state],
    ['nonce', run.nonce],
    ['code_challenge', sha256(run.codeVerifier).toString('base64url')],
    ['code_challenge_method', 'S256'],
  ]

  /** Where the browser goes. The address holds the whole test, sealed: nothing is kept here. */
  const begin = async (tester: Tester, clientId: string, now: Date): Promise<string> => {
    const client = await own(tester, clientId)
    const run: TestRun = {
      ...{ clientId, sub: tester.account.sub, sessionId: tester.session.id, id: random.id('') },
      ...{ state: random.id(''), nonce: random.id(''), codeVerifier: random.token('') },
      expiresAt: new Date(now.getTime() + testSeconds * 1000),
    }
    const query = request(run, client, redirects.addressOf(run))
    return `/authorize?${new URLSearchParams(query.map(([name, value]) => [name, value]))}`
  }

  const finish = async (tester: Tester, sealed: string, answer: Params, now: Date): Promise<TestOutcome> => {
    const run = redirects.open(sealed, tester, now)
    if (run === undefined) return { kind: 'over' }
    const client = await own(tester, run.clientId)
    // Spent before anything else: a reload, or whoever else has the address, redeems nothing.
    const isFirst = await store.clientAssertions.spend(sha256(`test ${run.id}`), run.expiresAt)
    if (!isFirst) return { kind: 'over' }
    const redirectUri = addressOf(issuer, sealed)
    try {
      return { kind: 'seen', client, steps: [...(await walk(run, client, redirectUri, answer, now)), steps.endStep] }
    } finally {
      await store.apps.forgetConsent(tester.account.sub, run.clientId, redirectOrigin(redirectUri))
    }
  }

  const walk = async (run: TestRun, client: Client, redirectUri: string, answer: Params, now: Date) => {
    const begun = steps.authorizationStep(`${issuer}/authorize`, request(run, client, shortAddress(issuer)))
    const came = ['code', 'error', 'error_description', 'state', 'iss'].flatMap((name) => {
      const value = answer.get(name)
      return value === undefined ? [] : [[name, value] as const]
    })
    const problem = answerProblem(run, answer, issuer)
    const back = steps.callbackStep(shortAddress(issuer), came, problem)
    if (problem !== null) return [begun, back]
    return [begun, back, ...(await redeem(run, client, redirectUri, answer.get('code') ?? '', now))]
  }

  const redeem = async (run: TestRun, client: Client, redirectUri: string, code: string, now: Date) => {
    const body = [
      ['grant_type', 'authorization_code'],
      ['code', code],
      ['redirect_uri', redirectUri],
      ['client_id', client.clientId],
      ['code_verifier', run.codeVerifier],
    ] as const
    const shown = body.map(([name, value]) => [name, name === 'redirect_uri' ? shortAddress(issuer) : value] as const)
    let family: Family | null = null
    // All steps of the token endpoint but one: whoever owns the app has proved that by their login.
    const token = tokenFlow({
      grants: parts.grants.filter(({ name }) => name === 'authorization_code'),
      authenticateClient: async () => client,
      knownClient: async () => undefined,
      checkQuota: () => {},
      figures: { count: () => {} },
      issue: (issuance, at) => {
        family = issuance.family
        return parts.issue(issuance, at)
      },
    })
    const params = parseParams(new URLSearchParams(body.map(([name, value]) => [name, value])).toString())
    try {
      const issued = await orRefusal(() => token({ params, authorization: undefined, address: '', now }))
      if (isRefusal(issued)) {
        const { owner, cure } = issued.detail
        const words = [owner ?? issued.message, cure].filter((text) => text !== undefined).join(' ')
        const error = { error: issued.code, error_description: issued.message }
        return [steps.tokenStep(issuer, client, shown, error, words)]
      }
      return [steps.tokenStep(issuer, client, shown, issued, null), ...(await read(issued, now))]
    } finally {
      await revoke(family, now)
    }
  }

  const revoke = async (family: Family | null, now: Date): Promise<void> => {
    if (family !== null) await store.families.revoke(family.publicId, 'revoked_by_client', now)
  }

  const read = async ({ access_token: accessToken, id_token: idToken, scope }: TokenResponse, now: Date) => {
    const info = scope.split(' ').includes('openid') ? await orRefusal(() => parts.userinfo(accessToken, now)) : null
    return [
      ...(idToken === undefined ? [] : [steps.claimsStep('The ID token, for your app', idToken)]),
      steps.claimsStep('The access token, for APIs', accessToken),
      ...(info === null || isRefusal(info)
        ? []
        : [steps.userInfoStep(issuer, info.kind === 'json' ? info.claims : { jwt: 'signed, as your app asked for' })]),
    ]
  }

  return { begin, finish }
}

const addressOf = (issuer: string, sealed: string): string => `${issuer}${testCallback}?test=${sealed}`
/** As the owner sees it: the sealed part tells nobody anything. */
const shortAddress = (issuer: string): string => `${issuer}${testCallback}?test=…`

const answerProblem = (run: TestRun, answer: Params, issuer: string): string | null => {
  const error = answer.get('error')
  if (answer.get('state') !== run.state) return 'The state is another one than was sent. Your app must stop here.'
  if (answer.get('iss') !== issuer) return 'The answer is not from this server. Your app must stop here.'
  if (error === undefined) return answer.get('code') === undefined ? 'There is neither a code nor an error.' : null
  return `The login was refused: ${error}. Your app shows this to the person, or tries again.`
}
