// Languages: which there are, what each calls itself and how it runs, and its words (BCP 47).
import { ar } from './ar/index.ts'
import { de } from './de/index.ts'
import { en, type Words } from './en/index.ts'
import { es } from './es/index.ts'
import { fr } from './fr/index.ts'
import { ja } from './ja/index.ts'

export type { Words } from './en/index.ts'

export const languages = ['en', 'de', 'fr', 'es', 'ja', 'ar'] as const
export type Language = (typeof languages)[number]
export type Direction = 'ltr' | 'rtl'

const all: Readonly<Record<Language, Words>> = { en, de, fr, es, ja, ar }

export const wordsOf = (language: Language): Words => all[language]

export const directionOf = (language: Language): Direction => (language === 'ar' ? 'rtl' : 'ltr')

/** As its speakers call it. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
  ar: 'العربية',
}

/** The first of these tags that is in a language that we have: `fr-CA` is in French (RFC 4647 §3.4). */
export const firstLanguage = (tags: readonly string[]): Language | undefined =>
  tags
    .map((tag) => tag.split('-', 1)[0]?.toLowerCase())
    .map((primary) => languages.find((language) => language === primary))
    .find((language) => language !== undefined)
