// Scopes in words: the operator's own, and those that the server came with in the person's language (RFC 6749 §3.3).
import { type Words, wordsOf } from '../../words/index.ts'
import type { Desk } from './desk.ts'

export type ScopeInWords = Readonly<{
  name: string
  /** Completes "This app would like to …"; null where nobody has put it in words. */
  words: string | null
}>

export const scopesInWords = ({ parts }: Desk, w: Words, names: readonly string[]): readonly ScopeInWords[] => {
  const known = parts.scopes()
  return names.map((name) => ({
    name,
    words: inLanguage(w, name, known.find((one) => one.name === name)?.words ?? null),
  }))
}

/** What an operator wrote is theirs, in whatever language; only what nobody changed is translated. */
const inLanguage = (w: Words, name: string, words: string | null): string | null => {
  const usual = wordsOf('en').consent.scopes
  return isUsual(name, usual) && usual[name] === words ? w.consent.scopes[name] : words
}

const isUsual = (name: string, usual: Words['consent']['scopes']): name is keyof Words['consent']['scopes'] =>
  Object.hasOwn(usual, name)
