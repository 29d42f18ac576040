// A journey of openid-client through OpenID Connect Core: ID tokens of every algorithm, userinfo, pairwise subjects, prompts.
import * as oidc from 'openid-client'
import t from 'tap'
import type { Client } from '../../src/model/client.ts'
import { signingAlgorithms } from '../../src/protocol/signing-algorithms.ts'
import { trustOwnCertificate } from '../support/certificate.ts'
import { listeningStory } from '../support/listening.ts'
import { formOf, leftFor, plainBrowser, stayedAt } from '../support/plain-browser.ts'
import { passPages } from '../support/plain-client.ts'
import { runningClock } from '../support/steppable-clock.ts'
import { thrownBy } from '../support/thrown.ts'

trustOwnCertificate(t)
const s = await listeningStory(t, 'https', {}, runningClock())
const ada = await s.account('ada', {
  emailVerifiedAt: new Date(),
  profile: { family_name: 'Lovelace', locale: 'en-GB' },
})
const redirect_uri = 'https://web.example/callback'

const discover = async (change: Partial<Client> = {}, metadata: Partial<oidc.ClientMetadata> = {}) => {
  const client = await s.client('web', change)
  const config = await oidc.discovery(new URL(s.issuer), client.clientId, {
    client_secret: client.secret ?? '',
    id_token_signed_response_alg: client.idTokenAlg,
    ...metadata,
  })
  // Otherwise it trusts TLS and does not look at signatures.
  oidc.enableNonRepudiationChecks(config)
  return config
}

/** Begins a login; `finish` takes what the browser came back with. */
const begin = async (config: oidc.Configuration, wishes: Record<string, string> = {}) => {
  const [pkceCodeVerifier, expectedState, expectedNonce] = [
    oidc.randomPKCECodeVerifier(),
    oidc.randomState(),
    oidc.randomNonce(),
  ]
  const url = oidc.buildAuthorizationUrl(config, {
    ...{ redirect_uri, scope: 'openid profile email', state: expectedState, nonce: expectedNonce },
    ...{ code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256' },
    ...wishes,
  })
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true }
  const finish = (answer: URL | Request, change: oidc.AuthorizationCodeGrantChecks = {}) =>
    oidc.authorizationCodeGrant(config, answer, { ...checks, ...change })
  return { url: url.href, finish }
}

const logIn = async (
  config: oidc.Configuration,
  wishes: Record<string, string> = {},
  browser = plainBrowser(s.issuer),
) => {
  const login = await begin(config, wishes)
  return login.finish(leftFor(await passPages(browser, login.url, ada)))
}

for (const idTokenAlg of signingAlgorithms)
  t.test(`OIDC Core §3.1.3.3, §3.1.3.7: an ID token that is signed with ${idTokenAlg}`, async (t) => {
    const config = await discover({ idTokenAlg })
    const tokens = await logIn(config)
    const { iss, aud, sub, ...claims } = tokens.claims() ?? {}
    t.match({ iss, aud, sub }, { iss: s.issuer, aud: config.clientMetadata().client_id, sub: ada.sub })
    t.match(claims, { auth_time: Number, amr: ['pwd'], at_hash: String, sid: String, nonce: String })
    t.match(claims, { name: 'Ada', email: ada.email, email_verified: true })
    t.match(await oidc.fetchUserInfo(config, tokens.access_token, ada.sub), {
      ...{ sub: ada.sub, name: 'Ada', family_name: 'Lovelace', locale: 'en-GB' },
      ...{ email: ada.email, email_verified: true, updated_at: Number },
    })
    await t.rejects(oidc.fetchUserInfo(config, tokens.access_token, 'usr_other'), 'another person')
  })

t.test('an ID token of another login is refused', async (t) => {
  const config = await discover()
  const login = await begin(config)
  const answer = leftFor(await passPages(plainBrowser(s.issuer), login.url, ada))
  await t.rejects(login.finish(answer, { expectedNonce: 'another' }), { cause: { message: /nonce/ } })
})

t.test('OIDC Core §5.3.2: a signed answer from userinfo', async (t) => {
  const config = await discover({ userinfoAlg: 'PS256' }, { userinfo_signed_response_alg: 'PS256' })
  const tokens = await logIn(config)
  t.match(await oidc.fetchUserInfo(config, tokens.access_token, ada.sub), { sub: ada.sub, email: ada.email })
})

t.test('OIDC Core §8: pairwise subjects', async (t) => {
  const subjectAt = async (sector: string) => {
    const config = await discover({ subjectType: 'pairwise', sector })
    const tokens = await logIn(config)
    const { sub = '' } = tokens.claims() ?? {}
    t.equal((await oidc.fetchUserInfo(config, tokens.access_token, sub)).sub, sub, 'userinfo says the same')
    const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')
    t.equal(refreshed.claims()?.sub, sub, 'and so does a refresh')
    return sub
  }
  const [web, again, other] = [await subjectAt('web.example'), await subjectAt('web.example'), await subjectAt('other')]
  t.equal(web, again, 'the same for every client of a sector')
  t.not(web, other)
  t.not(web, ada.sub)
})

t.test(
  'OpenID Connect Registration §2: a client that registers itself and says how it wants its answers',
  async (t) => {
    const wishes = {
      ...{ redirect_uris: [redirect_uri], subject_type: 'pairwise' },
      ...{ id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'EdDSA' },
    }
    const config = await oidc.dynamicClientRegistration(new URL(s.issuer), wishes)
    oidc.enableNonRepudiationChecks(config)
    t.match(config.clientMetadata(), wishes)
    const tokens = await logIn(config)
    const { sub = '' } = tokens.claims() ?? {}
    t.not(sub, ada.sub)
    t.match(await oidc.fetchUserInfo(config, tokens.access_token, sub), { sub, email: ada.email })
    const unsigned = oidc.dynamicClientRegistration(new URL(s.issuer), {
      ...wishes,
      id_token_signed_response_alg: 'none',
    })
    t.match(await thrownBy(unsigned), { error: 'invalid_client_metadata' })
  },
)

t.test('OIDC Core §3.1.2.1: max_age, prompt, form_post', async (t) => {
  const config = await discover()
  const browser = plainBrowser(s.issuer)
  const none = await begin(config, { prompt: 'none' })
  t.match(await thrownBy(none.finish(leftFor(await browser.open(none.url)))), { error: 'login_required' })
  const tokens = await logIn(config, {}, browser)
  const silent = await begin(config, { prompt: 'none', id_token_hint: tokens.id_token ?? '', max_age: '600' })
  const same = await silent.finish(leftFor(await browser.open(silent.url)), { maxAge: 600 })
  t.equal(same.claims()?.sub, ada.sub, 'nobody was asked')
  t.equal(same.claims()?.auth_time, tokens.claims()?.auth_time)

  const posted = await begin(config, { prompt: 'none', response_mode: 'form_post' })
  const { action, hidden } = formOf(stayedAt(await browser.open(posted.url)), 'form-post')
  const request = new Request(action, { method: 'POST', body: new URLSearchParams([...hidden]) })
  t.equal((await posted.finish(request)).claims()?.sub, ada.sub)
})
