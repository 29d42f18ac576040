// People: they log in, in their own browsers and others', and log out; strangers guess passwords and plant cookies.
import type { Visitor } from '../../../src/flows/authorize.ts'
import { judgeRefusal, same } from '../judging.ts'
import { type Login, type Person, Violation } from '../model.ts'
import { logIn, logOut, visit } from '../rules/sessions.ts'
import { step } from '../step.ts'
import { type Browser, people, type World } from '../world.ts'

/** Who the server takes the browser's cookie for; undefined where the question itself failed. */
export const visitorOf = async (world: World, browser: Browser): Promise<Visitor | 'failed'> => {
  const { cookie } = browser
  const outcome = await step<Visitor, Login | undefined>(world, {
    says: `${browser.name} comes`,
    act: () => world.server.flows.findVisitor(cookie, new Date(world.now)),
    rule: (turn) => visit(turn, cookie),
    judge: (expected, answer) => {
      if (judgeRefusal({}, answer) || answer.kind !== 'value') return
      const found = answer.value
      if (found !== undefined && expected === undefined)
        throw new Violation('an ended session, or a cookie that was replaced, is worth nothing')
      if (found === undefined && expected !== undefined) throw new Violation('a session lives until something ends it')
      same('whose session it is', found?.account.sub, expected?.sub)
      same('the session', found?.session.id, expected?.id)
    },
    shows: (found) => found?.account.email ?? 'nobody',
  })
  return outcome.kind === 'value' ? outcome.value : 'failed'
}

/** Mostly one that somebody is logged in at. */
export const someBrowser = ({ choices, browsers }: World): Browser => {
  const used = browsers.filter(({ cookie }) => cookie !== undefined)
  return choices.pick(used.length > 0 && choices.chance(0.75) ? used : browsers)
}

type As = Readonly<{ email: string; password: string; words: string }>

export const logInAt = async (
  world: World,
  browser: Browser,
  as: As,
  current: Visitor,
  address = browser.address,
): Promise<void> => {
  const { choices, server } = world
  const identity = { id: browser.name, knownSubs: browser.knownSubs }
  const common = { email: as.email, password: as.password, address, browser: identity }
  world.secrets.add('a password', as.password)
  const outcome = await step(world, {
    says: `${browser.name}: ${as.words} logs in`,
    act: () => server.flows.logIn({ ...common, userAgent: undefined, current }, new Date(world.now)),
    rule: (turn) => logIn(turn, { ...common, current: current?.session.id }),
    judge: (expected, answer) => {
      if (judgeRefusal({}, answer) || answer.kind !== 'value') return
      const { value } = answer
      same('the outcome of a log-in', value.kind, typeof expected === 'string' ? expected : 'in')
      if (value.kind === 'too-many' && !(value.retryAfterSeconds >= 1 && value.retryAfterSeconds <= 900))
        throw new Violation(`nobody waits longer than 15 minutes, but this one ${value.retryAfterSeconds} s`)
      if (value.kind !== 'in' || typeof expected === 'string') return
      if (value.cookie === browser.cookie || browser.oldCookies.includes(value.cookie))
        throw new Violation('a log-in gives a new cookie, so that a planted one is worth nothing')
      same('the session', [value.session.id, value.session.sub], [expected.id, expected.sub])
    },
    shows: ({ kind }) => kind,
  })
  if (outcome.kind !== 'value' || outcome.value.kind !== 'in') return
  if (choices.chance(0.05)) return void world.story.push('  (the reply was lost)')
  replaceCookie(browser, outcome.value.cookie)
  browser.knownSubs = [...new Set([...browser.knownSubs, outcome.value.account.sub])]
}

const replaceCookie = (browser: Browser, cookie: string | undefined): void => {
  if (browser.cookie !== undefined) browser.oldCookies.push(browser.cookie)
  browser.cookie = cookie
}

export const asPerson = ({ email, password }: Person): As => ({ email, password, words: email })

export const someoneLogsIn = async (world: World): Promise<void> => {
  const { choices, browsers } = world
  const person = choices.pick(people(world))
  const as = choices.weighted<As>([
    [80, asPerson(person)],
    [12, { ...asPerson(person), password: 'not the password', words: `${person.email}, with a wrong password,` }],
    [8, { email: 'nobody@example.com', password: 'not the password', words: 'nobody@example.com' }],
  ])
  const browser = choices.pick(browsers)
  const current = await visitorOf(world, browser)
  if (current !== 'failed') await logInAt(world, browser, as, current)
}

/** A stranger tries out passwords until he is stopped. */
export const strangerGuesses = async (world: World): Promise<void> => {
  const { choices, browsers } = world
  const person = choices.pick(people(world))
  const browser = choices.pick(browsers)
  for (let tries = choices.between(8, 12); tries > 0; tries -= 1)
    await logInAt(
      world,
      browser,
      { ...asPerson(person), password: `guess number ${tries}`, words: `${person.email}, guessing,` },
      undefined,
      '203.0.113.66',
    )
}

export const someoneLogsOut = async (world: World): Promise<void> => {
  const browser = someBrowser(world)
  const visitor = await visitorOf(world, browser)
  if (visitor === undefined || visitor === 'failed') return
  const outcome = await step(world, {
    says: `${browser.name}: ${visitor.account.email} logs out`,
    act: () => world.server.flows.logOut(visitor.session, new Date(world.now)),
    rule: (turn) => logOut(turn, visitor.session.id),
    risk: 0.4,
    judge: (_, answer) => void judgeRefusal({}, answer),
  })
  if (outcome.kind === 'value') replaceCookie(browser, undefined)
}

/** A cookie comes back: one that was replaced, one of another browser, one that somebody made up. */
export const cookieIsPlanted = async (world: World): Promise<void> => {
  const { choices, browsers } = world
  const browser = choices.pick(browsers)
  const other = choices.pick(browsers)
  replaceCookie(browser, choices.pick([other.cookie, ...other.oldCookies, `cs_ses_${'A'.repeat(43)}`, undefined]))
  world.story.push(`${browser.name} has another cookie now`)
  await visitorOf(world, browser)
}
