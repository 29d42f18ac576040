// Passwords that people choose: long, not well known, not about themselves, and no rules of composition (NIST SP 800-63B-4 §3.1.1.2).

/** Longer ones would make hashing a weapon. */
export const longestPasswordBytes = 1024

export type PasswordProblem = 'too-short' | 'too-long' | 'well-known' | 'personal'

export type PasswordRules = Readonly<{
  minLength: number
  /** Passwords that attackers try first, in small letters. */
  wellKnown: ReadonlySet<string>
  /** What stands beside the password: e-mail address, name, the service. */
  personal: readonly string[]
}>

/** Undefined where it may be a password. Counted in characters, as people count them. */
export const choiceProblem = (password: string, rules: PasswordRules): PasswordProblem | undefined => {
  if (Buffer.byteLength(password) > 4 * longestPasswordBytes) return 'too-long'
  const normalized = password.normalize('NFC')
  if (Buffer.byteLength(normalized) > longestPasswordBytes) return 'too-long'
  if (Array.from(normalized).length < rules.minLength) return 'too-short'
  const plain = plainOf(password)
  const about = rules.personal.flatMap(wordsAbout)
  const bare = plain.replace(/[^\p{L}\p{N}]/gu, '')
  const guesses = [plain, bare, coreOf(plain), coreOf(bare)].flatMap((text) => [text, unitOf(text)])
  if (guesses.some((guess) => about.includes(guess))) return 'personal'
  if (guesses.some((guess) => rules.wellKnown.has(guess)) || isPattern(plain) || isPattern(bare)) return 'well-known'
  return undefined
}

const plainOf = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()

/** A whole address, its parts, a name, its parts, and all of them run together. */
const wordsAbout = (text: string): readonly string[] => {
  const plain = plainOf(text)
  const parts = plain.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length > 2)
  return [plain, parts.join(''), parts.toReversed().join(''), ...parts, ...plain.split('@')].filter(
    (word) => word !== '',
  )
}

/** What people add to a word so that it is long enough: at most this much counts as added, unless it is a pattern. */
const mostAdded = 8

/** `football2024!!!` is `football`. */
const coreOf = (plain: string): string => {
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const added = plain.slice(plain.indexOf(core) + core.length)
  const before = plain.slice(0, plain.indexOf(core))
  const isLittle = added.length + before.length <= mostAdded
  return core !== '' && (isLittle || [before, added].every((text) => text === '' || isPattern(text))) ? core : plain
}

/** `abcabcabc` is `abc`, also where the last one is cut off. */
const unitOf = (text: string): string => {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const unit = text.slice(0, length)
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return unit
  }
  return text
}

const keyboards = [
  '1234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
]
const shortestUnit = 4

/** One short thing over and over, the alphabet, the digits, a keyboard's rows, forwards or backwards. */
const isPattern = (text: string): boolean => {
  if (unitOf(text).length < shortestUnit && unitOf(text) !== text) return true
  const unit = unitOf(text)
  const backwards = Array.from(unit).toReversed().join('')
  if (keyboards.some((row) => [unit, backwards].some((each) => row.repeat(3).includes(each)))) return unit.length > 2
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((code, at) => code - (codes[at] ?? 0))
  const regular = [0, 1, -1].map((step) => steps.filter((each) => each === step).length)
  return steps.length > 1 && Math.max(...regular) >= steps.length * 0.8
}
