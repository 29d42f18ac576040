// The rules of the house as functions of files: each returns what is wrong, one line each (README, Decisions).
import { posix } from 'node:path'

export type File = Readonly<{ path: string; text: string }>
type Rule = (files: readonly File[]) => string[]

const inSource = ({ path }: File): boolean => path.startsWith('src/')

/** Without comments, so that words about code are not taken for code. Strings stay. */
export const codeOf = (text: string): string =>
  text.replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_, string: string | undefined) => string ?? ' ',
  )

type Import = Readonly<{ from: string; typeOnly: boolean }>

export const importsOf = ({ text }: File): readonly Import[] => {
  const code = codeOf(text)
  const statements = /^(?:import|export)\s+(type\s+)?([\w*\s{},$]*?)\s*from\s*['"]([^'"]+)['"]/gm
  const found = [...code.matchAll(statements)].map(([, type, names = '', from = '']) => ({
    from,
    typeOnly: type !== undefined || /^\{(\s*type\s+\w+(\s+as\s+\w+)?\s*,?)+\s*\}$/.test(names.trim()),
  }))
  const bare = [...code.matchAll(/(?:^import\s*|\bimport\(\s*|\brequire\(\s*|\.resolve\(\s*)['"]([^'"]+)['"]/gm)]
  return [...found, ...bare.map(([, from = '']) => ({ from, typeOnly: false }))]
}

/** The imported file's path from the root; undefined for a package. */
const targetOf = (file: File, { from }: Import): string | undefined =>
  from.startsWith('.') ? posix.join(posix.dirname(file.path), from) : undefined

const ranks: Readonly<Record<string, number>> = {
  config: 0,
  model: 0,
  words: 0,
  protocol: 1,
  flows: 2,
  store: 2,
  crypto: 2,
  outbound: 2,
  http: 3,
  cli: 4,
}
const top = 4
/** `src/server.ts` and `src/main.ts` are a room with the processes and the command line: where the others meet. */
const roomOf = (path: string): string => {
  const [, room = '', ...deeper] = path.split('/')
  return deeper.length === 0 || room === 'cli' || room === 'process' ? 'top' : room
}
const rankOf = (room: string): number | undefined => (room === 'top' ? top : ranks[room])

export const roomRule: Rule = (files) =>
  files.filter(inSource).flatMap((file) => {
    const room = roomOf(file.path)
    const rank = rankOf(room)
    if (rank === undefined) return [`${file.path} is in no known room`]
    return importsOf(file).flatMap((each) => {
      const target = targetOf(file, each)
      if (target === undefined) return []
      const problem = `${file.path} imports ${target}`
      if (!target.startsWith('src/')) {
        const own = target === 'package.json' || (room === 'store' && target.startsWith('migrations/'))
        return own ? [] : [problem]
      }
      const other = roomOf(target)
      const lower = (rankOf(other) ?? top + 1) < rank
      const onlyType = room === 'flows' && ['store', 'crypto', 'outbound'].includes(other) && each.typeOnly
      return room === other || lower || onlyType ? [] : [problem]
    })
  })

export const cycleRule: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const file = byPath.get(path)
    if (file === undefined || done.has(path)) return
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      return
    }
    for (const each of importsOf(file)) visit(targetOf(file, each) ?? '', [...trail, path])
    done.add(path)
  }
  for (const { path } of files) visit(path, [])
  return cycles
}

/** A rule that some text stands in certain files only. */
const only =
  (what: RegExp, allowed: (path: string) => boolean): Rule =>
  (files) =>
    files.filter(inSource).flatMap(({ path, text }) => {
      const found = allowed(path) ? null : what.exec(codeOf(text))
      return found === null ? [] : [`${path} has ${found[0].trim()}`]
    })

const onlyImporting =
  (what: RegExp, allowed: (path: string) => boolean): Rule =>
  (files) =>
    files
      .filter((file) => inSource(file) && !allowed(file.path))
      .flatMap((file) =>
        importsOf(file)
          .filter(({ from }) => what.test(from))
          .map(({ from }) => `${file.path} imports ${from}`),
      )

export const environmentRule = only(/\bprocess\.env\b|\benv\b.*from 'node:process'/, (path) =>
  path.startsWith('src/config/'),
)

export const chanceRule = only(
  /\bDate\.now\b|\bnew Date\(\s*\)|\bnew Date\b(?!\()|(?<!new )\bDate\(|\bperformance\.|\bhrtime\b|\brandomBytes\b|\brandomUUID\b|\brandomInt\b|\brandomFill|\bMath\.random\b|\bgetRandomValues\b|\bTemporal\.Now\b/,
  (path) => path === 'src/main.ts' || path === 'src/crypto/random.ts',
)

export const databaseRule = onlyImporting(/^(kysely|pg|pg-.*|@electric-sql\/.*)(\/|$)/, (path) =>
  path.startsWith('src/store/'),
)

export const webRule = onlyImporting(/^(fastify|@fastify\/.*)(\/|$)/, (path) => path.startsWith('src/http/'))

const network =
  /^(node:)?(https?|http2|net|tls|dns|dgram)(\/promises)?$|^(undici|axios|got|node-fetch|ws|nodemailer)(\/|$)/
const fetching = only(/(?<![.\w])fetch\s*\(|\bglobalThis\.fetch\b|\bnew WebSocket\b/, (path) =>
  path.startsWith('src/outbound/'),
)

/** Only outbound/ calls other machines; the owner's socket of the embedded database is a file of this one. */
export const outboundRule: Rule = (files) => [
  ...fetching(files),
  ...files
    .filter((file) => inSource(file) && !/^src\/(outbound\/|store\/owner-socket\.ts$)/.test(file.path))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ from, typeOnly }) => !typeOnly && network.test(from))
        .map(({ from }) => `${file.path} imports ${from}`),
    ),
]

/** The rulebook is pure: of Node it may hash, and nothing else; it does nothing by itself. */
export const pureRule: Rule = (files) =>
  files
    .filter(({ path }) => /^src\/(protocol|model)\//.test(path))
    .flatMap((file) => {
      const impure = importsOf(file).filter(({ from }) => from.startsWith('node:') && from !== 'node:crypto')
      const deed = /(?<![.\w])(fetch|setTimeout|setInterval|setImmediate|queueMicrotask|console|process)\b\s*[.(]/.exec(
        codeOf(file.text),
      )
      return [
        ...impure.map(({ from }) => `${file.path} imports ${from}`),
        ...(deed === null ? [] : [`${file.path} has ${deed[0]}`]),
      ]
    })

export const exportRule = only(/\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/, () => false)

export const inheritanceRule = only(/\bclass\b[^{]*\bextends\s+(?!Error\s*\{)[^{]*|\babstract\s+class\b/, () => false)

export const magicRule = only(/^\s*@[A-Za-z]\w*|\bdeclare\s+(module|global|namespace)\b/m, () => false)

const linesOf = (text: string): number => text.replace(/\n$/, '').split('\n').length

export const sizeRule =
  (most: number, mean: number): Rule =>
  (files) => {
    const sizes = files.filter((file) => inSource(file) && file.path.endsWith('.ts')).map((file) => linesOf(file.text))
    const average = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
    const long = files
      .filter(({ path, text }) => /^(src|migrations|bin|bench|examples)\/.*\.[tj]s$/.test(path) && linesOf(text) > most)
      .map(({ path, text }) => `${path} has ${linesOf(text)} lines, more than ${most}`)
    return average > mean
      ? [...long, `src has ${Math.round(average)} lines a file on average, more than ${mean}`]
      : long
  }

export const firstLineRule: Rule = (files) =>
  files
    .filter(({ path }) => path.endsWith('.ts'))
    .filter(({ text }) => !/^\/\/ \S.{9,}/.test(text))
    .map(({ path }) => `${path} does not begin with a comment that says what it is`)

export const nameRule: Rule = (files) =>
  files
    .filter(({ path }) => /^(src|test|migrations|views|examples|bench|bin)\//.test(path))
    .filter(({ path }) => !/\/[A-Z]+\.md$/.test(path))
    .filter(({ path }) => !path.split('/').every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+){0,2}$/.test(part)))
    .map(({ path }) => `${path} is not in kebab-case`)

// In two parts each, so that this file does not break its own rule.
const banned = [
  ['TO', 'DO'],
  ['FIX', 'ME'],
  ['XX', 'X'],
  ['HA', 'CK'],
  ['WI', 'P'],
  ['lorem', ' ipsum'],
  ['@ts-', 'ignore'],
  ['@ts-', 'nocheck'],
]

export const wordRule: Rule = (files) => {
  const words = new RegExp(`(?<![\\w])(${banned.map((parts) => parts.join('')).join('|')})(?![\\w])`)
  return files
    .filter(({ path }) => path !== 'package-lock.json')
    .flatMap(({ path, text }) => {
      const found = words.exec(text)
      return found === null ? [] : [`${path} has the word ${found[0]}`]
    })
}

const standard =
  /RFC \d+|draft-ietf-[a-z-]+[a-z]|OAuth 2\.1|OpenID Connect [A-Z][\w-]*|NIST SP [\w-]+|OWASP ASVS|CSP Level \d|Web Authentication/g
const rfc = /RFC \d+|draft-ietf-[a-z-]+[a-z]/g
const allOf = (what: RegExp, text: string): readonly string[] => [...new Set(text.match(what) ?? [])]

/** The table between the markers; undefined where there is none. */
export const standardsTable = (readme: string): string | undefined =>
  /<!-- standards -->\n([\s\S]*?)<!-- \/?(?:end )?standards -->/.exec(readme)?.[1]

/** Rows point at files that exist and name the standard; nothing that implements one is missing. */
export const standardsRule =
  (table: string): Rule =>
  (files) => {
    const texts = new Map(files.map(({ path, text }) => [path, text]))
    const rows = table
      .split('\n')
      .filter((line) => line.startsWith('|') && !/^\|[\s:|-]+$/.test(line))
      .slice(1)
      .map((line) => ({
        standards: allOf(standard, line.split('|')[1] ?? ''),
        paths: allOf(/\b(?:src|views|migrations|examples)\/[\w./-]+\.\w+/g, line),
        line,
      }))
    const wrong = rows.flatMap(({ standards, paths, line }) => {
      if (standards.length === 0) return [`no standard in the row ${line}`]
      if (paths.length === 0) return [`no file in the row ${line}`]
      const missing = paths.filter((path) => !texts.has(path))
      const silent = paths.filter((path) => !standards.some((name) => names(texts.get(path), name)))
      const nowhere = standards.filter((name) => !paths.some((path) => names(texts.get(path), name)))
      return [
        ...missing.map((path) => `${path} is in the table of standards and does not exist`),
        ...silent.filter((path) => texts.has(path)).map((path) => `${path} does not name ${standards.join(' or ')}`),
        ...nowhere.map((name) => `no file of its row names ${name}`),
      ]
    })
    const forgotten = files
      .filter(({ path }) => /^src\/(protocol|http\/routes)\//.test(path))
      .filter(({ path, text }) => {
        const implemented = allOf(rfc, text.split('\n')[0] ?? '')
        const row = rows.some(
          ({ standards, paths }) => paths.includes(path) && implemented.some((name) => standards.includes(name)),
        )
        return implemented.length > 0 && !row
      })
      .map(({ path }) => `${path} is missing from the table of standards`)
    return [...wrong, ...forgotten]
  }

const names = (text: string | undefined, name: string): boolean =>
  text !== undefined && new RegExp(`${name}(?!\\d)`).test(text)
