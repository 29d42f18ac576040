// Every page in every state: axe-core finds nothing, nothing leaves the origin, nothing sticks out of a phone (WCAG 2.2 A and AA; CSP Level 3).
import t from 'tap'
import { languages } from '../../src/words/index.ts'
import { launchChromium } from '../support/chromium.ts'
import { complaintsOf } from '../support/person.ts'
import { until } from '../support/until.ts'
import { openScene, takeTour } from './tour/index.ts'
import { axeOf, flawsOf } from './tour/inspect.ts'

type Row = Readonly<{ language: string; hasScript: boolean }>
type Look = Readonly<{ colorScheme: 'light' | 'dark'; width: number }>

/** On a phone and at a desk, in the light and in the dark; where all of the widest layout has the least room. */
const looks: readonly Look[] = [
  { colorScheme: 'light', width: 320 },
  { colorScheme: 'dark', width: 320 },
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 900 },
]

/** Each language with each look and with and without script; each look with and without script. */
const pairs: readonly (Row & { looks: readonly Look[] })[] = looks.flatMap((look, l) =>
  languages.map((language, at) => ({ language, hasScript: (at + l + (l >> 1)) % 2 === 0, looks: [look] })),
)

const isFull = process.env.COUNTERSIGN_TEST_FULL !== undefined
/** For a part of the matrix: COUNTERSIGN_TEST_FULL=ar,ja. */
const chosen = languages.filter((language) => process.env.COUNTERSIGN_TEST_FULL?.split(',').includes(language))

const everyPage = async (t: Parameters<typeof openScene>[0], rows: typeof pairs) => {
  const chromium = await launchChromium(t)
  const scene = await openScene(t)
  const origins = [scene.s, scene.bare].map(({ issuer }) => `${issuer}/`).concat('data:')
  const context = await chromium.newContext({ reducedMotion: 'reduce' })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  const [runAxe, complaints, foreign] = [axeOf(devtools), complaintsOf(page), new Set<string>()]
  page.on('request', (request) => {
    if (!origins.some((origin) => request.url().startsWith(origin))) foreign.add(request.url())
  })
  const spoken = new Map<string, string>()
  let stops = 0
  await takeTour(scene, page, async (name, act) => {
    const row = rows[stops % rows.length]
    if (row === undefined) return
    stops += 1
    const { language, hasScript } = row
    await context.setExtraHTTPHeaders({ 'accept-language': language })
    await devtools.send('Emulation.setScriptExecutionDisabled', { value: !hasScript })
    const [first = { colorScheme: 'light', width: 320 } as const] = row.looks
    await page.setViewportSize({ width: first.width, height: 800 })
    await page.emulateMedia({ colorScheme: first.colorScheme })
    await act()
    spoken.set(name, isEnglish(name) ? 'en' : (spoken.get(follows[name] ?? '') ?? language))
    for (const { colorScheme, width } of row.looks) {
      if (row.looks.length > 1) {
        await page.setViewportSize({ width, height: 800 })
        await page.emulateMedia({ colorScheme })
      }
      const what = `${name}: ${language}, ${width}, ${colorScheme}, ${hasScript ? 'with' : 'without'} script`
      // axe waits by timers, which go only where scripts do.
      await devtools.send('Emulation.setScriptExecutionDisabled', { value: false })
      // The browser sets the first focus when it paints, which may be after the page has loaded.
      await until('the first focus', () => page.evaluate<boolean>(isFocused))
      const expected = { language: spoken.get(name) ?? '', isEnglishOnly: isEnglish(name), width }
      const found = [...(await flawsOf(page, expected)), ...(await runAxe())]
      t.strictSame([...found, ...complaints.splice(0), ...foreign], [], what)
      foreign.clear()
    }
  })
  t.ok(stops > 130, `${stops} stops`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.evaluate(`(() => {
    document.querySelector('main').append(new Image())
    document.querySelector('h1').style.color = '#ccc'
  })()`)
  t.match(
    (await runAxe()).join(),
    /image-alt: .*color-contrast: |color-contrast: .*image-alt: /,
    'what is wrong is found',
  )
  await context.close()
}

const isFocused = `document.querySelector('main [autofocus]') === null || document.activeElement !== document.body`

/** A link goes on in the language of the mail that it came in. */
const follows: Readonly<Record<string, string>> = {
  'sign-up-finish': 'sign-up-sent',
  'sign-up-finish-wrong': 'sign-up-sent',
}

/** Pages of developers and administrators, who read English. */
const isEnglish = (name: string): boolean => /^(portal|admin|setup|dev-)/.test(name)

t.setTimeout(isFull ? 3_600_000 : 240_000)
if (!isFull)
  t.test('every page, in pairs of language, look and script', { timeout: 240_000 }, (t) => everyPage(t, pairs))
else
  for (const language of chosen.length > 0 ? chosen : languages)
    for (const hasScript of [true, false])
      t.test(
        `every page in each look: ${language}, ${hasScript ? 'with' : 'without'} script`,
        { timeout: 600_000 },
        (t) => everyPage(t, [{ language, hasScript, looks }]),
      )
