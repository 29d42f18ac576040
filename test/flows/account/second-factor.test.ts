// Tests of second factors as flows: half logins, codes that count once, limits, and what is left when they are taken away.
import t from 'tap'
import type { FactorProof } from '../../../src/flows/account/check-factor.ts'
import { removeUnverifiedFactors } from '../../../src/flows/account/factor-endings.ts'
import type { HalfLogin } from '../../../src/flows/account/second-factor.ts'
import { beginningHalfLogins } from '../../../src/flows/account/second-factor.ts'
import { setUpPhone } from '../../support/factors.ts'
import { story } from '../../support/flows.ts'

const s = await story(t)

/** Ada with an app for codes, a moment later, in a browser in which she never logged in. */
const scene = async () => {
  const { ada, visitor } = await s.loggedIn()
  if (visitor === undefined) throw new Error('not logged in')
  const phone = await setUpPhone(s.flows.myFactors, visitor, s.now())
  s.pass(30)
  const stranger = s.browser()
  const half = async (): Promise<HalfLogin> => {
    const outcome = await stranger.logIn(ada)
    if (outcome.kind !== 'half') throw new Error(`no half login but ${outcome.kind}`)
    return outcome.half
  }
  const arrival = { address: stranger.address, userAgent: 'test', browser: stranger, current: undefined }
  const finish = async (of: HalfLogin, proof: FactorProof) => s.flows.secondFactor.finish(of, proof, arrival, s.now())
  const { sub } = ada.account
  const left = async () => (await s.flows.myFactors.of(sub)).recoveryCodes
  return {
    ada,
    sub,
    visitor,
    phone,
    stranger,
    half,
    finish,
    left,
    code: (typed: string) => ({ kind: 'totp', typed }) as const,
  }
}

const recovery = (typed = '') => ({ kind: 'recovery-code', typed }) as const

t.test('a right password opens nothing where there is a second factor', async (t) => {
  const { half, finish, phone, code, sub } = await scene()
  const begun = await half()
  t.same(await s.store.sessions.endForAccount(sub).then((ids) => ids.length), 1, 'the session of before alone')
  const outcome = await finish(begun, code(phone.code(s.now())))
  t.equal(outcome.kind, 'in')
  t.match(outcome, { session: { amr: ['pwd', 'otp', 'mfa'], sub } })
})

t.test('RFC 6238 §5.2: a code counts once, of twenty at once too', async (t) => {
  const { half, finish, phone, code, ada } = await scene()
  const halves = await Promise.all(Array.from({ length: 5 }, half))
  const now = phone.code(s.now())
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, at) => finish(halves[at % 5] as HalfLogin, code(now))),
  )
  t.equal(outcomes.filter(({ kind }) => kind === 'in').length, 1)
  t.same(new Set(outcomes.map(({ kind }) => kind)), new Set(['in', 'used', 'too-many']))
  s.pass(900)
  t.equal((await finish(await half(), code(now))).kind, 'wrong', 'and never later')
  const before = phone.code(s.at(-30))
  t.equal((await finish(await half(), code(phone.code(s.now())))).kind, 'in')
  t.equal((await finish(await half(), code(before))).kind, 'used', 'nor is one of before a newer one')
  t.equal((await s.recorded({ sub: ada.account.sub })).filter(({ kind }) => kind === 'logged_in').length, 3)
})

t.test('§5.2, §6: a clock that is half a minute off, and not more', async (t) => {
  const { half, finish, phone, code } = await scene()
  s.pass(300)
  for (const [seconds, expected] of [
    [-60, 'wrong'],
    [60, 'wrong'],
    [-30, 'in'],
    [0, 'in'],
    [30, 'in'],
  ] as const)
    t.equal((await finish(await half(), code(phone.code(s.at(seconds))))).kind, expected, `${seconds} seconds`)
  s.pass(90)
  t.equal(
    (await finish(await half(), code(` ${phone.code(s.now()).replace(/(...)/, '$1 ')} `))).kind,
    'in',
    'with spaces',
  )
})

t.test('recovery codes: ten, each once, of ten at once too; new ones replace them', async (t) => {
  const { half, finish, phone, left, sub } = await scene()
  t.equal(phone.recoveryCodes.length, 10)
  const [first = '', second = '', third] = phone.recoveryCodes
  const halves = await Promise.all(Array.from({ length: 5 }, half))
  const outcomes = await Promise.all(halves.map((one) => finish(one, recovery(first.toLowerCase().replace('-', ' ')))))
  t.same(outcomes.map(({ kind }) => kind).toSorted(), ['in', 'wrong', 'wrong', 'wrong', 'wrong'])
  t.match(
    outcomes.find(({ kind }) => kind === 'in'),
    { session: { amr: ['pwd', 'otp', 'mfa'] } },
  )
  t.equal(await left(), 9)
  t.equal((await finish(await half(), recovery(second))).kind, 'in')
  const fresh = await s.flows.myFactors.newRecoveryCodes(sub, s.now())
  t.equal((await finish(await half(), recovery(third))).kind, 'wrong')
  t.equal((await finish(await half(), recovery(fresh[0]))).kind, 'in')
  const { ada: other } = await s.loggedIn()
  t.equal(
    await s.store.recoveryCodes.spend(other.account.sub, Buffer.alloc(32)),
    false,
    "and nobody else's count for anybody",
  )
})

t.test('ten wrong codes in a quarter of an hour, whoever types them; recovery codes stay open', async (t) => {
  const { half, finish, phone, code } = await scene()
  const begun = await half()
  const wrongs = await Promise.all(Array.from({ length: 12 }, () => finish(begun, code('000000'))))
  t.equal(wrongs.filter(({ kind }) => kind === 'wrong').length, 10)
  t.equal((await finish(begun, code(phone.code(s.now())))).kind, 'too-many', 'the right one too')
  t.equal((await finish(begun, recovery(phone.recoveryCodes[0]))).kind, 'in')
  s.pass(900)
  t.equal((await finish(await half(), code(phone.code(s.now())))).kind, 'in')
})

t.test('a hundred in a day, however slowly', async (t) => {
  const { half, finish, phone, code } = await scene()
  for (let quarter = 0; quarter < 10; quarter += 1) {
    const begun = await half()
    await Promise.all(Array.from({ length: 10 }, () => finish(begun, code('000000'))))
    s.pass(900)
  }
  t.match(await finish(await half(), code(phone.code(s.now()))), { kind: 'too-many' })
  s.pass(24 * 3600)
  t.equal((await finish(await half(), code(phone.code(s.now())))).kind, 'in')
})

t.test('a half login ends: after ten minutes, with the password, with the account', async (t) => {
  const { half, finish, phone, code, ada, sub } = await scene()
  const late = await half()
  s.pass(601)
  t.equal((await finish(late, code(phone.code(s.now())))).kind, 'over')
  t.equal(await s.flows.secondFactor.standing(late, s.now()), undefined)

  const changed = await half()
  await s.flows.operator.users.setPassword(ada.email, 'another password')
  t.equal((await finish(changed, code(phone.code(s.now())))).kind, 'over')
  await s.flows.operator.users.setPassword(ada.email, ada.password)
  t.equal((await finish(changed, code(phone.code(s.now())))).kind, 'over', 'and with the same password again')

  const disabled = await half()
  await s.flows.operator.users.disable(ada.email)
  t.equal((await finish(disabled, code(phone.code(s.now())))).kind, 'over')
  t.equal(await s.flows.secondFactor.standing(disabled, s.now()), undefined)
  await s.flows.operator.users.enable(ada.email)
  t.equal((await finish(disabled, code(phone.code(s.now())))).kind, 'in', 'until then it was the same account')
  t.equal((await s.store.accounts.bySub(sub))?.disabledAt, null)
})

t.test('taking away: the last factor takes the recovery codes with it', async (t) => {
  const { sub, left, stranger, ada } = await scene()
  await s.flows.myFactors.removeTotp(sub)
  t.equal(await left(), 0)
  t.equal((await stranger.logIn(ada)).kind, 'in', 'the password is enough again')
  t.equal((await s.recorded({ sub })).filter(({ kind }) => kind === 'factor_changed').length, 2)
})

t.test('two tabs: whoever has a factor has ten recovery codes, and never two sets of them', async (t) => {
  const { sub, visitor, phone } = await scene()
  const { myFactors } = s.flows
  const lone = { userHandle: Buffer.alloc(32), publicKey: Buffer.alloc(32), counter: 0, transports: [], name: 'key' }
  const left: number[] = []
  for (let round = 0; round < 10; round++) {
    const id = Buffer.from(`${sub} ${round}`)
    await s.store.passkeys.add({ ...lone, id, sub, synced: false, backedUp: false, addedAt: s.now() }, 20)
    await myFactors.removeTotp(sub)
    await Promise.all([myFactors.newRecoveryCodes(sub, s.now()), myFactors.newRecoveryCodes(sub, s.now())])
    left.push((await myFactors.of(sub)).recoveryCodes)
    const typed = phone.code(s.now())
    await Promise.all([myFactors.removePasskey(sub, id), myFactors.addTotp(visitor, phone.secret, typed, s.now())])
    left.push((await myFactors.of(sub)).recoveryCodes)
  }
  t.same(
    left,
    left.map(() => 10),
  )
})

t.test('the operator resets factors of who has lost everything', async (t) => {
  const { sub, left, stranger, ada } = await scene()
  t.match(await s.flows.operator.users.resetFactors(ada.email), { totp: true, passkeys: 0 })
  t.equal(await left(), 0)
  t.equal((await stranger.logIn(ada)).kind, 'in')
  const texts = (await s.recorded({ sub })).map(({ operatorText }) => operatorText)
  t.ok(texts.includes('The operator removed the app for codes and 0 passkeys.'))
})

t.test('NIST SP 800-63B-4 §4.6: each change is told by mail', async (t) => {
  const at = await story(t, { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'id@id.example' })
  const { ada, visitor } = await at.loggedIn()
  if (visitor === undefined) throw new Error('not logged in')
  const { myFactors, operator } = at.flows
  const { recoveryCodes } = await setUpPhone(myFactors, visitor, at.now())
  const half = await at.browser().logIn(ada)
  if (half.kind !== 'half') throw new Error('no half login')
  const browser = at.browser()
  const arrival = { address: browser.address, userAgent: 'test', browser, current: undefined }
  await at.flows.secondFactor.finish(half.half, recovery(recoveryCodes[0]), arrival, at.now())
  await myFactors.newRecoveryCodes(ada.account.sub, at.now())
  await operator.users.resetFactors(ada.email)
  await operator.users.resetFactors(ada.email)
  await at.settled()
  const kinds = ['codesAppAdded', 'factorsReset', 'recoveryCodeUsed', 'recoveryCodesMade']
  t.same(at.mails.map(({ kind }) => kind).toSorted(), kinds, 'and nothing where there was nothing')
  t.ok(at.mails.every(({ to }) => to === ada.email))
  t.ok(at.mails.every(({ link }) => link?.url === 'https://id.example/account/security' && link.seconds === null))
})

t.test('a proof of the address removes what was added before anybody had proved it', async (t) => {
  const { sub, visitor, left } = await scene()
  const has = async () => (await s.flows.myFactors.of(sub)).totp !== null
  const { account } = visitor
  await removeUnverifiedFactors(s.store, { ...account, emailVerifiedAt: s.at(-60) }, s.now())
  t.ok(await has(), 'added when the address was known to be theirs')
  t.equal(await left(), 10)
  await removeUnverifiedFactors(s.store, { ...account, emailVerifiedAt: null }, s.now())
  t.notOk(await has())
  t.equal(await left(), 0)
})

t.test('a password that was changed while it was looked at begins nothing', async (t) => {
  const { ada, sub } = await scene()
  const begin = beginningHalfLogins(s)
  const { passwordHash = null } = (await s.store.accounts.byEmail(ada.account.emailNormalized)) ?? {}
  t.match(await begin({ sub, passwordHash }, s.now()), { sub })
  await s.store.accounts.setPasswordHash(sub, 'another', s.now())
  t.equal(await begin({ sub, passwordHash }, s.now()), 'changed')
})

t.test('§3.2.2: browsers in which somebody had logged in before are no way round the limits', async (t) => {
  const { half, sub } = await scene()
  const begun = await half()
  const guess = (browser: number) => {
    const arrival = { address: `10.1.${browser}.1`, userAgent: 'test', current: undefined }
    const known = { id: `browser ${browser}`, knownSubs: [sub] }
    return s.flows.secondFactor.finish(begun, { kind: 'totp', typed: 'wrong' }, { ...arrival, browser: known }, s.now())
  }
  const kinds: string[] = []
  for (let browser = 0; browser < 31; browser++)
    for (let times = 0; times < 10; times++) kinds.push((await guess(browser)).kind)
  t.same([kinds.indexOf('too-many'), kinds.length], [300, 310])
})
