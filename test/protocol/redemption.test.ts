// Tests of redeeming a code: what must match, and what proves a leak.
import t from 'tap'
import type { AuthorizationCode } from '../../src/model/authorization-code.ts'
import { isReplayByItsClient, redemptionProblem } from '../../src/protocol/redemption.ts'
import { aCode, at, verifier } from './samples.ts'

const uri = 'https://shop.example/callback'
const wrongVerifier = 'x'.repeat(43)
type Sent = [redirectUri: string | undefined, codeVerifier: string | undefined]
const problem = (code: Partial<AuthorizationCode>, [redirectUri, codeVerifier]: Sent, seconds = 1) =>
  redemptionProblem(aCode(code), { redirectUri, codeVerifier }, at(seconds))
const exempt: Partial<AuthorizationCode> = { codeChallenge: null }

t.test('OAuth 2.1 §4.1.3, §10.2, RFC 7636 §4.6: what gets its tokens, and what does not', async (t) => {
  const cases: [title: string, code: Partial<AuthorizationCode>, sent: Sent, right: boolean][] = [
    ['all as it was', {}, [uri, verifier], true],
    ['OAuth 2.1 §10.2: no redirect_uri, but a verifier', {}, [undefined, verifier], true],
    ['no redirect_uri was sent to begin with', { redirectUriSent: false }, [undefined, verifier], true],
    ['the only redirect_uri, sent now', { redirectUriSent: false }, [uri, verifier], true],
    ['another redirect_uri', {}, ['https://evil.example/', verifier], false],
    [
      'another redirect_uri, where none was sent',
      { redirectUriSent: false },
      ['https://evil.example/', verifier],
      false,
    ],
    ['nearly the redirect_uri', {}, [`${uri}/`, verifier], false],
    ['another port of loopback', { redirectUri: 'http://127.0.0.1:1/cb' }, ['http://127.0.0.1:2/cb', verifier], false],
    ['no verifier', {}, [uri, undefined], false],
    ['a wrong verifier', {}, [uri, wrongVerifier], false],
    ['a malformed verifier', {}, [uri, `${verifier}=`], false],
    ['the challenge for a verifier', {}, [uri, aCode().codeChallenge as string], false],
    ['exempt, as it was', exempt, [uri, undefined], true],
    ['exempt, RFC 9700 §4.8.2: a verifier from nowhere', exempt, [uri, verifier], false],
    ['exempt, the redirect_uri that was sent is missing', exempt, [undefined, undefined], false],
    ['exempt, no redirect_uri at all', { ...exempt, redirectUriSent: false }, [undefined, undefined], true],
    ['exempt, another redirect_uri', exempt, ['https://evil.example/', undefined], false],
  ]
  for (const [title, code, sent, right] of cases) {
    const refusal = problem(code, sent)
    t.equal(refusal?.code, right ? undefined : 'invalid_grant', title)
    t.match(refusal?.detail.about ?? {}, right ? {} : { clientId: 'app_shop', sub: 'usr_ada', familyPublicId: 'fam_1' })
  }
})

t.test('OAuth 2.1 §4.1.2: a code lives until it expires', async (t) => {
  const sent: Sent = [uri, verifier]
  t.equal(problem({}, sent, 59.999), undefined)
  t.equal(problem({}, sent, 60)?.code, 'invalid_grant')
  t.match(problem({}, sent, 60)?.detail.owner, '1 s too late')
  t.match(problem({}, sent, 72.1)?.detail.owner, '13 s too late')
})

t.test('OAuth 2.1 §3.2.4: every cause has the same public words', async (t) => {
  const causes = [
    problem({}, [uri, verifier], 100),
    problem({}, ['x', verifier]),
    problem({}, [uri, undefined]),
    problem({}, [uri, wrongVerifier]),
    problem({}, [uri, 'short']),
    problem(exempt, [uri, verifier]),
  ]
  t.equal(new Set(causes.map((refusal) => refusal?.message)).size, 1)
  t.equal(
    new Set(causes.map((refusal) => refusal?.detail.operator)).size,
    causes.length,
    'and its own for the operator',
  )
  for (const refusal of causes) {
    t.notMatch(JSON.stringify(refusal?.detail), new RegExp(`${verifier}|${wrongVerifier}`), 'no verifier is kept')
    t.ok(refusal?.detail.owner)
    t.ok(refusal?.detail.cure)
  }
})

t.test('OAuth 2.1 §4.1.3: only a second use with the right verifier proves a leak', async (t) => {
  const spent = { spentAt: at(1) }
  const cases: [title: string, code: Partial<AuthorizationCode>, sent: Sent, replay: boolean][] = [
    ['the right verifier', spent, [uri, verifier], true],
    ['the right verifier, another redirect_uri', spent, ['https://evil.example/', verifier], true],
    ['a wrong verifier', spent, [uri, wrongVerifier], false],
    ['a malformed verifier', spent, [uri, 'x'], false],
    ['no verifier', spent, [uri, undefined], false],
    ['exempt: the client alone proves it', { ...spent, ...exempt }, [uri, undefined], true],
    ['exempt: a verifier from nowhere', { ...spent, ...exempt }, [uri, verifier], false],
    ['the first use', {}, [uri, verifier], false],
  ]
  for (const [title, code, [redirectUri, codeVerifier], replay] of cases)
    t.equal(isReplayByItsClient(aCode(code), { redirectUri, codeVerifier }), replay, title)
})
