// French spaces: before ? ! ; : and inside « » no line breaks (Lexique des règles typographiques, Imprimerie nationale).

const narrow = '\u202f'
const wide = '\u00a0'

const spaced = (text: string): string =>
  text
    .replace(/ ([?!;])/g, `${narrow}$1`)
    .replace(/ ([:»])/g, `${wide}$1`)
    .replace(/« /g, `«${wide}`)

type Sentence = (...parts: never[]) => unknown

/** All texts with the right spaces, so that whoever writes them can type plain ones and see what they type. */
export const withFrenchSpaces = <T>(words: T): T => {
  if (typeof words === 'string') return spaced(words) as T
  if (typeof words === 'function') return sentence(words as unknown as Sentence) as T
  return Object.fromEntries(
    Object.entries(words as Readonly<Record<string, unknown>>).map(([key, value]) => [key, withFrenchSpaces(value)]),
  ) as T
}

const sentence = (say: Sentence): Sentence => {
  const said = (...parts: never[]): unknown => {
    const text = say(...parts)
    return typeof text === 'string' ? spaced(text) : text
  }
  return Object.defineProperty(said, 'length', { value: say.length })
}
