// Enumeration by time: no page with an e-mail address answers sooner or later because it has an account (OWASP ASVS 6.3.8; README, Tests).
import { performance } from 'node:perf_hooks'
import t, { type Test } from 'tap'
import { mailServer } from '../support/mail-server.ts'
import { postForm } from '../support/page.ts'
import { stayedAt } from '../support/plain-browser.ts'
import { isFull } from '../support/seed.ts'
import { shown, story } from '../support/story.ts'

const pairs = 300
const production = { ARGON2_MEMORY_KIB: '19456', ARGON2_ITERATIONS: '2' }

/** Mann and Whitney's test, two-sided, by the normal approximation: how probable so large a difference is by chance. */
const probability = (known: readonly number[], unknown: readonly number[]): number => {
  const all = [...known.map((time) => ({ time, isKnown: true })), ...unknown.map((time) => ({ time, isKnown: false }))]
  const ranks = all.toSorted((a, b) => a.time - b.time).map(({ isKnown }, at) => (isKnown ? at + 1 : 0))
  const [n, m] = [known.length, unknown.length]
  const u = ranks.reduce((sum, rank) => sum + rank, 0) - (n * (n + 1)) / 2
  const z = Math.abs(u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12)
  // Abramowitz and Stegun 26.2.17
  const k = 1 / (1 + 0.2316419 * z)
  const tail = ((((1.330274429 * k - 1.821255978) * k + 1.781477937) * k - 0.356563782) * k + 0.31938153) * k
  return (2 * tail * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)
}

/** Known and unknown in turn, whichever comes first by chance. */
const measure = async (ask: (email: string) => Promise<unknown>): Promise<number> => {
  const times = { known: [] as number[], unknown: [] as number[] }
  const once = async (who: 'known' | 'unknown') => {
    const startedAtMs = performance.now()
    await ask(who === 'known' ? 'ada@example.com' : 'eve@example.com')
    times[who].push(performance.now() - startedAtMs)
  }
  for (let pair = 0; pair < pairs; pair += 1)
    for (const who of Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const))
      await once(who)
  return probability(times.known, times.unknown)
}

/** One in a hundred fails by chance; of two in a row, one in ten thousand. */
const tellsNothing = async (t: Test, ask: (email: string) => Promise<unknown>): Promise<void> => {
  for (const email of ['ada@example.com', 'eve@example.com']) for (let warm = 0; warm < 20; warm += 1) await ask(email)
  const first = await measure(ask)
  const p = first > 0.01 ? first : await measure(ask)
  t.ok(p > 0.01, `p = ${p.toPrecision(3)}${p === first ? '' : ` (before: ${first.toPrecision(3)})`}`)
}

const open = async (t: Test) => {
  const mail = await mailServer(t)
  const s = await story(t, {
    ...{ ...production, SIGN_UP: 'on', SMTP_URL: mail.url, MAIL_FROM: 'a@id.example', DANGER_NO_RATE_LIMITS: '1' },
  })
  await s.account('ada')
  return { s, at: s.browser() }
}

t.test('the rank test finds a difference where there is one', async (t) => {
  const some = Array.from({ length: pairs }, (_, at) => at + Math.sin(at))
  t.ok(
    probability(
      some,
      some.map((time) => time + 0.001),
    ) > 0.01,
  )
  t.ok(
    probability(
      some,
      some.map((time) => time * 1.3),
    ) < 0.01,
  )
})

t.test(
  'in their time, known and unknown addresses are the same',
  { skip: isFull ? false : 'in test:full' },
  async (t) => {
    await t.test('login: 300 interleaved pairs at production cost', async (t) => {
      const { s, at } = await open(t)
      const page = shown(await s.authorize(at, await s.client('web')), 'login')
      await tellsNothing(t, (email) => postForm(s, at, page, 'login', { fields: { email, password: 'typed in vain' } }))
    })
    for (const name of ['forgot-password', 'sign-up'])
      await t.test(`${name}: 300 interleaved pairs`, async (t) => {
        const { s, at } = await open(t)
        const page = stayedAt(await at.open(`/${name}`))
        await tellsNothing(t, (email) => postForm(s, at, page, name, { fields: { email } }))
      })
  },
)
