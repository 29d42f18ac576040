// Checking a client's assertion: its claims, its signature, and that it was never used before (OpenID Connect Core §9, RFC 7523 §3).
import type { JWK } from 'jose'
import type { Client } from '../model/client.ts'
import { assertionAudiences, type ClientAssertion, judgeClientAssertion } from '../protocol/client-assertion.ts'
import { keysFitting } from '../protocol/client-keys.ts'
import type { Store } from '../store/index.ts'
import type { FindClientKeys } from './client-keys.ts'

/** What is wrong with it, for the client's owner; undefined if it proves the client, which it does once. */
export type CheckAssertion = (
  client: Client,
  assertion: ClientAssertion,
  now: Date,
) => Promise<Readonly<{ cause: string; cure: string }> | undefined>

type Parts = Readonly<{
  issuer: string
  findKeys: FindClientKeys
  isSignedByOneOf: (jws: string, keys: readonly JWK[], alg: string) => Promise<boolean>
  assertions: Pick<Store['clientAssertions'], 'spend'>
  sha256: (text: string) => Buffer
}>

export const checkingAssertions =
  ({ issuer, findKeys, isSignedByOneOf, assertions, sha256 }: Parts): CheckAssertion =>
  async (client, assertion, now) => {
    // The claims first: what costs nothing to refuse must not make the server call anybody.
    const judged = judgeClientAssertion(assertion, assertionAudiences(issuer), now)
    if ('wrong' in judged)
      return { cause: `The client_assertion ${judged.wrong}.`, cure: 'Make it as OIDC Core §9 says.' }
    const { alg, kid, jti, forgottenAt } = judged
    const found = await findKeys(client, kid, now)
    if (found.kind === 'none')
      return { cause: `The client's keys cannot be had: ${found.reason}.`, cure: 'Check its jwks_uri from outside.' }
    const keys = keysFitting(found.jwks, alg, kid)
    if (keys.length === 0)
      return {
        cause: 'None of the client’s keys fits the kid and the algorithm of the client_assertion.',
        cure: 'Publish the key, with its kid; a new key may take a minute to be seen.',
      }
    if (!(await isSignedByOneOf(assertion.jwt, keys, alg)))
      return {
        cause: 'The signature of the client_assertion is wrong.',
        cure: 'Sign it with a key that is registered.',
      }
    // Only now: a stranger without the key must not be able to use up its jti.
    if (!(await assertions.spend(sha256(JSON.stringify([client.clientId, jti])), forgottenAt)))
      return {
        cause: 'The client_assertion was used before.',
        cure: 'Make a new one, with a new jti, for each request.',
      }
    return undefined
  }
