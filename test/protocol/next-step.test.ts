// Tests of the hub's decision: prompt × session × consent × max_age × what was just done, as one table.
import t from 'tap'
import type { AuthorizationRequest } from '../../src/model/authorization-request.ts'
import type { Consent } from '../../src/model/consent.ts'
import type { Session } from '../../src/model/session.ts'
import { nextStep } from '../../src/protocol/next-step.ts'
import { aConsent, aPublicClient, aRequest, aSession, at, start } from './samples.ts'

type Facts = Readonly<{
  request?: Partial<AuthorizationRequest>
  session?: Partial<Session> | null
  consent?: Partial<Consent> | null
  startedAt?: Date
  selectedSub?: string | null
  isSomebodyElse?: boolean
  hasFactor?: boolean
}>

/** The session is from `start`, the remembered consent covers the request, and now is an hour later. */
const decide = (facts: Facts, now = at(3600)): string => {
  const {
    request,
    session = {},
    consent = {},
    startedAt,
    selectedSub = null,
    isSomebodyElse = false,
    hasFactor = false,
  } = facts
  const next = nextStep({
    request: aRequest(request),
    session: session === null ? undefined : aSession(session),
    consent: consent === null ? undefined : aConsent(consent),
    optional: [],
    hasFactor,
    isSomebodyElse,
    interaction: startedAt === undefined ? null : { startedAt, selectedSub },
    now,
  })
  return next.step === 'refuse' ? next.refusal.code : next.step
}

const login: Facts = { request: { prompt: ['login'] } }
const select: Facts = { request: { prompt: ['select_account'] } }
const none: Facts = { request: { prompt: ['none'] } }
const maxAge = (maxAgeSeconds: number, prompt: AuthorizationRequest['prompt'] = []): Facts => ({
  request: { maxAgeSeconds, prompt },
})
const loggedInAt = (seconds: number): Facts => ({ session: { authenticatedAt: at(seconds) } })
const began = (seconds: number): Facts => ({ startedAt: at(seconds) })
const guess: Facts = { request: { prompt: ['none'], expectedSubject: 'usr_ada' }, consent: null }
const desk = { client: aPublicClient(), redirectUri: 'http://127.0.0.1:3000/cb' }
const deskConsent = { consent: { clientId: 'app_desk', clientName: 'Desk', redirectOrigin: 'loopback' } }

const must2: Facts = { request: { essentialAcr: ['aal2'] } }
const wish = (...wishedAcr: readonly string[]): Facts => ({ request: { wishedAcr } })
const twice: Facts = { session: { amr: ['pwd', 'otp', 'mfa'] } }

const table: [title: string, facts: Facts, expected: string, now?: Date][] = [
  // Session and consent.
  ['nobody is logged in', { session: null }, 'log-in'],
  ['nobody is logged in, nothing allowed', { session: null, consent: null }, 'log-in'],
  ['logged in, nothing allowed yet', { consent: null }, 'consent'],
  ['logged in and allowed', {}, 'respond'],
  ['more is asked than was allowed', { consent: { scope: ['openid'] } }, 'consent'],
  ['allowed under another name', { consent: { clientName: 'Shoq' } }, 'consent'],
  ['allowed for another redirect', { consent: { redirectOrigin: 'https://other.example' } }, 'consent'],
  ['a program on this computer always asks', { request: desk, ...deskConsent }, 'consent'],

  // OpenID Connect Core §3.1.2.1: prompt=none shows no page.
  ['none: nobody is logged in', { ...none, session: null }, 'login_required'],
  ['none: nothing allowed yet', { ...none, consent: null }, 'consent_required'],
  ['none: neither', { ...none, session: null, consent: null }, 'login_required'],
  ['none: logged in and allowed', none, 'respond'],
  ['none: more is asked', { ...none, consent: { scope: [] } }, 'consent_required'],
  ['none: a program on this computer', { request: { ...desk, prompt: ['none'] }, ...deskConsent }, 'consent_required'],
  ['none: the session is too old', { ...maxAge(60, ['none']) }, 'login_required'],
  ['none: the session is young enough', { ...maxAge(3600, ['none']) }, 'respond'],

  // prompt=login asks once in this interaction.
  ['login: a session from before', login, 'log-in'],
  ['login: a session from before the interaction', { ...login, ...loggedInAt(3500), ...began(3550) }, 'log-in'],
  ['login: a millisecond before it', { ...login, ...loggedInAt(3549.999), ...began(3550) }, 'log-in'],
  ['login: logged in during it', { ...login, ...loggedInAt(3590), ...began(3550) }, 'respond'],
  ['login: at its very beginning', { ...login, ...loggedInAt(3550), ...began(3550) }, 'respond'],
  ['login: no interaction, however young the session', { ...login, ...loggedInAt(3600) }, 'log-in'],
  ['login: logged in, then consent', { ...login, ...loggedInAt(3590), ...began(3550), consent: null }, 'consent'],
  ['login: a tab of an hour ago does not stand for a login', { ...login, ...loggedInAt(10), ...began(0) }, 'log-in'],
  ['login: ten minutes to read the consent page', { ...login, ...loggedInAt(3000), ...began(2990) }, 'respond'],
  ['login: and not longer', { ...login, ...loggedInAt(2999.999), ...began(2990) }, 'log-in'],

  // prompt=consent asks once.
  ['consent: although it is remembered', { request: { prompt: ['consent'] } }, 'consent'],
  ['consent: nobody is logged in', { request: { prompt: ['consent'] }, session: null }, 'log-in'],
  ['login consent: first the login', { request: { prompt: ['login', 'consent'] } }, 'log-in'],
  [
    'login consent: then the consent',
    { request: { prompt: ['login', 'consent'] }, ...loggedInAt(3590), ...began(3550) },
    'consent',
  ],

  // max_age.
  ['max_age: young enough to the second', maxAge(3600), 'respond'],
  ['max_age: a second too old', maxAge(3599), 'log-in'],
  ['max_age=0: any session is too old', { ...maxAge(0), ...loggedInAt(3599.999) }, 'log-in'],
  ['max_age=0: logged in during the interaction', { ...maxAge(0), ...loggedInAt(3590), ...began(3550) }, 'respond'],
  [
    'max_age: a tab of an hour ago does not make the session younger',
    { ...maxAge(60), ...loggedInAt(10), ...began(0) },
    'log-in',
  ],
  ['max_age: a clock that is a little behind', { ...maxAge(0), ...loggedInAt(3601) }, 'respond'],
  ['max_age and login: young, but asked for', { ...maxAge(9999, ['login']) }, 'log-in'],

  // prompt=select_account asks once.
  ['select_account: nobody is logged in', { ...select, session: null }, 'log-in'],
  ['select_account: somebody is', select, 'select-account'],
  ['select_account: chosen', { ...select, ...began(3550), selectedSub: 'usr_ada' }, 'respond'],
  ['select_account: somebody else was chosen', { ...select, ...began(3550), selectedSub: 'usr_bob' }, 'select-account'],
  ['select_account: who logs in has chosen', { ...select, ...loggedInAt(3590), ...began(3550) }, 'respond'],
  [
    'select_account: chosen, not allowed yet',
    { ...select, ...began(3550), selectedSub: 'usr_ada', consent: null },
    'consent',
  ],
  [
    'select_account and login: a choice is no login',
    { request: { prompt: ['login', 'select_account'] }, ...began(3550), selectedSub: 'usr_ada' },
    'log-in',
  ],

  // Initiating User Registration §4.1.
  ['create: the session of somebody is not used', { request: { prompt: ['create'] } }, 'log-in'],
  ['create: the new person', { request: { prompt: ['create'] }, ...loggedInAt(3590), ...began(3550) }, 'respond'],

  // §3.1.2.1 id_token_hint, §5.5.1 sub.
  ['hint: somebody else is logged in', { isSomebodyElse: true }, 'log-in'],
  ['hint: somebody else, no page', { ...none, isSomebodyElse: true }, 'login_required'],
  ['hint: this very person, who never allowed this client anything, no page', guess, 'login_required'],
  ['hint: this very person, who allowed less', { ...guess, consent: { scope: [] } }, 'consent_required'],
  [
    'hint: somebody else logged in just now',
    { isSomebodyElse: true, ...loggedInAt(3590), ...began(3550) },
    'login_required',
  ],
  ['hint: nobody is logged in', { session: null, isSomebodyElse: false }, 'log-in'],

  // §5.5.1.1: an essential acr.
  ['acr: reached', { request: { essentialAcr: ['aal2', 'aal1'] } }, 'respond'],
  ['acr: nothing here reaches it', { request: { essentialAcr: ['aal9'] } }, 'unmet_authentication_requirements'],
  [
    'acr: nothing reaches it, and nobody is asked',
    { request: { essentialAcr: ['aal9'] }, session: null },
    'unmet_authentication_requirements',
  ],
  [
    'acr: the session cannot tell how it began',
    { request: { essentialAcr: ['aal1'] }, session: { amr: [] } },
    'log-in',
  ],
  ['acr: more than is asked for', { request: { essentialAcr: ['aal1'] }, ...twice }, 'respond'],
  ['acr: the second factor is missing', { ...must2, hasFactor: true }, 'second-factor'],
  ['acr: it was proved', { ...must2, ...twice, hasFactor: true }, 'respond'],
  ['acr: it was proved, and is gone by now', { ...must2, ...twice }, 'respond'],
  ['acr: there is none', must2, 'set-up-factor'],
  ['acr: nobody is logged in', { ...must2, session: null, hasFactor: true }, 'log-in'],
  ['acr: the password of yesterday', { ...must2, hasFactor: true }, 'second-factor', at(86_400)],
  ['acr: and of the day before', { ...must2, hasFactor: true }, 'log-in', at(86_401)],
  ['acr: there is none, yesterday as today', must2, 'set-up-factor', at(86_401)],
  ['acr: no page', { request: { essentialAcr: ['aal2'], prompt: ['none'] }, hasFactor: true }, 'login_required'],
  [
    'acr: no page, and no telling who has a factor',
    { request: { essentialAcr: ['aal2'], prompt: ['none'] } },
    'login_required',
  ],
  ['acr: max_age comes first', { request: { essentialAcr: ['aal2'], maxAgeSeconds: 60 }, hasFactor: true }, 'log-in'],
  [
    'acr: then the account',
    { request: { essentialAcr: ['aal2'], prompt: ['select_account'] }, hasFactor: true },
    'second-factor',
  ],
  ['acr: before the consent', { ...must2, hasFactor: true, consent: null }, 'second-factor'],

  // §3.1.2.1 acr_values, RFC 9470 §5: a wish.
  ['acr_values: who can is asked', { ...wish('aal2'), hasFactor: true }, 'second-factor'],
  ['acr_values: who cannot goes on', wish('aal2'), 'respond'],
  ['acr_values: reached', { ...wish('aal2'), ...twice, hasFactor: true }, 'respond'],
  ['acr_values: less than there is', { ...wish('aal1'), ...twice, hasFactor: true }, 'respond'],
  ['acr_values: the best that there is here', { ...wish('phr', 'aal2', 'aal1'), hasFactor: true }, 'second-factor'],
  ['acr_values: the lesser is preferred', { ...wish('aal1', 'aal2'), hasFactor: true }, 'respond'],
  ['acr_values: nothing that is known here', { ...wish('phr'), hasFactor: true }, 'respond'],
  ['acr_values: no page', { request: { wishedAcr: ['aal2'], prompt: ['none'] }, hasFactor: true }, 'respond'],
]

t.test('OIDC Core §3.1.2.1, §3.1.2.3, §3.1.2.4: the table', async (t) => {
  for (const [title, facts, expected, now] of table) t.equal(decide(facts, now), expected, title)
})

t.test('OIDC Core §3.1.2.3: no request can ask for ever', async (t) => {
  const prompts: AuthorizationRequest['prompt'][] = [[], ['login'], ['consent'], ['login', 'consent']]
  for (const prompt of prompts)
    for (const maxAgeSeconds of [null, 0, 1, 3600]) {
      let facts: Facts = { request: { prompt, maxAgeSeconds }, session: null, consent: null, startedAt: start }
      const steps: string[] = []
      for (let second = 1; !['respond', 'consent'].includes(steps.at(-1) ?? '') && steps.length < 5; second += 1) {
        const step = decide(facts, at(second * 30 + 5))
        steps.push(step)
        if (step === 'log-in') facts = { ...facts, session: { authenticatedAt: at(second * 30 + 6) } }
        if (step === 'consent') facts = { ...facts }
      }
      t.same(steps, ['log-in', 'consent'], `prompt=${prompt.join(' ')} max_age=${maxAgeSeconds}`)
    }
})

t.test('OIDC Core §3.1.2.1: with prompt=none there is never a page', async (t) => {
  const sessions = [null, {}, { authenticatedAt: at(-9999) }]
  const consents = [null, {}, { scope: [] }]
  for (const session of sessions)
    for (const consent of consents)
      for (const maxAgeSeconds of [null, 0, 60])
        t.ok(
          ['respond', 'login_required', 'consent_required'].includes(
            decide({ request: { prompt: ['none'], maxAgeSeconds }, session, consent }),
          ),
        )
})
