// Words: every language says the same things, in its own words and with its own typography.
import t from 'tap'
import { type Language, languageNames, languages, wordsOf } from '../../src/words/index.ts'

type Said = Readonly<{ path: string; value: unknown }>

/** Every text and function, by its path. */
const all = (value: unknown, path = ''): readonly Said[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => all(inner, path === '' ? key : `${path}.${key}`))
    : [{ path, value }]

/** Formats are not sentences: test/words/format.test.ts is about them. */
const isFormat = (path: string): boolean =>
  /^common\.(number|plural|list|date|dateTime|ago|until|minutes|fact)$/.test(path)

type Sentence = (...parts: readonly unknown[]) => unknown
const samples: readonly ((at: number) => readonly [unknown, unknown])[] = [
  (at) => [`<${at}>`, `<<${at}>>`],
  // Two that are told apart as minutes and as a count, in every plural form.
  (at) => [300 + at, 7200 + at],
  (at) => [[`<${at}>`], [`<<${at}>>`]],
  (at) => [new Date(at * 1e11), new Date(at * 1e11 + 1e10)],
  () => [true, false],
]

const isSaid = (text: unknown): text is string =>
  typeof text === 'string' && !/NaN|undefined|\[object|Invalid|^\[/.test(text)

/** Parts that the English sentence can be made of. */
const partsFor = (sentence: Sentence): readonly (readonly [unknown, unknown])[] => {
  const choose = (kinds: readonly number[]) =>
    kinds.map((kind, at): readonly [unknown, unknown] => samples[kind]?.(at) ?? ['', ''])
  const count = samples.length ** sentence.length
  for (let number = 0; number < count; number += 1) {
    const kinds = Array.from(
      { length: sentence.length },
      (_, at) => Math.floor(number / samples.length ** at) % samples.length,
    )
    const parts = choose(kinds)
    try {
      if (parts.every((_, at) => isSaid(sentence(...parts.map((pair, place) => pair[place === at ? 1 : 0])))))
        if (isSaid(sentence(...parts.map(([one]) => one)))) return parts
    } catch {}
  }
  throw new Error(`no parts found for ${sentence}`)
}

const texts = (language: Language): ReadonlyMap<string, string> =>
  new Map(
    all(wordsOf(language))
      .filter(({ path }) => !isFormat(path))
      .map(({ path, value }) => {
        const english = all(wordsOf('en')).find((each) => each.path === path)?.value
        if (typeof value !== 'function') return [path, String(value)]
        const parts = partsFor((english ?? value) as Sentence)
        return [path, String((value as Sentence)(...parts.map(([one]) => one)))]
      }),
  )

/** Names, and words that two languages share. */
const shared: Readonly<Record<Exclude<Language, 'en'>, RegExp>> = {
  de: /^account\.name$/,
  fr: /^common\.lasting$/,
  es: /^$/,
  ja: /^$/,
  ar: /^$/,
}

t.test('every language has every text, of the same shape', async (t) => {
  const shape = (language: Language) =>
    all(wordsOf(language))
      .map(({ path, value }) => `${path} ${typeof value === 'function' ? `(${value.length})` : typeof value}`)
      .sort()
  for (const language of languages) t.strictSame(shape(language), shape('en'), language)
  t.strictSame(Object.keys(languageNames).sort(), [...languages].sort())
})

t.test('no text is still in English, or empty', async (t) => {
  const english = texts('en')
  for (const language of languages)
    for (const [path, text] of texts(language)) {
      if (text.trim() === '') t.fail(`${language}: ${path} is empty`)
      if (language !== 'en' && text === english.get(path) && !shared[language].test(path))
        t.fail(`${language}: ${path} is English: ${text}`)
    }
  t.ok(english.size > 100)
})

t.test('what is not written in Latin letters is written in its own', async (t) => {
  const own: Partial<Record<Language, RegExp>> = {
    ja: /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u,
    ar: /\p{sc=Arabic}/u,
  }
  for (const [language, letters] of Object.entries(own) as [Language, RegExp][])
    for (const [path, text] of texts(language)) t.match(text, letters, `${language}: ${path}`)
})

t.test('each sentence has all its parts, in every language', async (t) => {
  let seen = 0
  for (const { path, value } of all(wordsOf('en'))) {
    if (typeof value !== 'function' || isFormat(path)) continue
    const parts = partsFor(value as Sentence)
    seen += parts.length
    for (const language of languages) {
      const sentence = all(wordsOf(language)).find((each) => each.path === path)?.value as Sentence
      const first = sentence(...parts.map(([one]) => one))
      parts.forEach((_, at) => {
        const other = sentence(...parts.map((pair, place) => pair[place === at ? 1 : 0]))
        if (first === other) t.fail(`${language}: ${path} says nothing of its part ${at + 1}`)
      })
    }
  }
  t.ok(seen > 50, `${seen} parts`)
})

t.test('typography', async (t) => {
  const slips: string[] = []
  for (const language of languages)
    for (const [path, text] of texts(language)) {
      // Straight quotes, three dots, doubled or outer spaces, HTML, and what rich() puts in the place of parts.
      const slip = /['"]|\.\.\.| {2}|^\s|\s$|<\/|&\w+;|[\ue000-\uefff]/.exec(text)
      if (slip !== null) slips.push(`${language}: ${path} has ${JSON.stringify(slip[0])}: ${text}`)
      // French keeps ? ! ; : « » together with their words.
      if (language === 'fr' && /[^\u00a0\u202f][?!;»]|«[^\u00a0\u202f]|[^\u00a0\u202f]: /.test(text))
        slips.push(`fr: ${path} needs a no-break space: ${text}`)
      if (language === 'es' && (text.match(/\?/g) ?? []).length !== (text.match(/¿/g) ?? []).length)
        slips.push(`es: ${path} lacks a ¿: ${text}`)
      if (language === 'ar' && /[?;,]/.test(text.replace(/[<>\w]+/g, '')))
        slips.push(`ar: ${path} has Latin punctuation: ${text}`)
    }
  for (const language of languages) t.ok(texts(language).size > 100, language)
  t.strictSame(slips, [])
})
