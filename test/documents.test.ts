// The documents keep their word: snippets and commands run as they are printed, and what they point at is there.
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { commands } from '../src/cli/commands.ts'
import { isAway, plainBrowser } from './support/plain-browser.ts'
import { passPages } from './support/plain-client.ts'
import { startServer } from './support/process.ts'
import { importSnippet, snippetNames } from './support/snippets.ts'

const root = join(import.meta.dirname, '..')
const documents = readdirSync(root).filter((name) => name.endsWith('.md'))
const read = (name: string): string => readFileSync(join(root, name), 'utf8')
const readme = read('README.md')

/** What stands in the fenced blocks of a language. */
const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, name, content = '']) =>
    name === language ? [content] : [],
  )

t.test('README: what it says first, on a server on this computer: a person, an app, an API', async (t) => {
  const server = await startServer(t)
  const shell = async (line: string): Promise<string> => {
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', line], { cwd: root, env: server.environment })
    return stdout
  }
  const [makeUser = '', makeClient = ''] = blocks(readme, 'sh')
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.includes('npm run -s cli'))
  const email = /--email (\S+)/.exec(makeUser)?.[1] ?? ''
  const password = /echo '([^']+)'/.exec(makeUser)?.[1] ?? ''
  t.match(await shell(makeUser), /usr_/)
  const printed = await shell(makeClient)
  const [id = '', secret = ''] = [/app_[\w-]+/.exec(printed)?.[0], /cs_sec_[\w-]+/.exec(printed)?.[0]]
  t.ok(id && secret, 'the command printed both')
  const settings = { ISSUER: server.issuer, CLIENT_ID: id, CLIENT_SECRET: secret, APP_URL: 'http://localhost:8080' }
  const app = await importSnippet(t, 'openid-client', settings)
  const api = await importSnippet(t, 'jose', settings)

  const session: Record<string, unknown> = {}
  const visit = await passPages(plainBrowser(server.issuer), (await app.logIn(session)).href, { email, password })
  if (!isAway(visit)) throw new Error(`No answer for the app: ${visit.text}`)
  const tokens = await app.callback(session, visit.location)
  t.match(await app.whoIs(tokens), { sub: /^usr_/, email })
  const { sub } = tokens.claims()
  t.equal((await api.authenticate(`Bearer ${tokens.access_token}`)).sub, sub)
  t.equal((await api.authenticate(`Bearer ${(await app.refresh(tokens)).access_token}`)).sub, sub)
  await t.rejects(api.authenticate(undefined))
})

t.test('README: every snippet of code is one that a test runs', async (t) => {
  t.equal(blocks(readme, 'js').length, snippetNames.length, 'each has its marker')
  const journeys = readdirSync(join(root, 'test/journeys')).map((name) => read(`test/journeys/${name}`))
  for (const name of snippetNames)
    t.ok(
      journeys.some((journey) => journey.includes(`'${name}'`)),
      name,
    )
})

t.test('commands: each that is named exists, and each that exists is named', async (t) => {
  const known = new Set([...commands.map(({ name }) => name), 'serve'])
  const named = documents.flatMap((name) =>
    [...read(name).matchAll(/(?:`|^)countersign ((?:[a-z][a-z-]* ?)+)/gm)].map(([, words = '']) =>
      words.trim().split(' '),
    ),
  )
  t.ok(named.length > 5)
  for (const [first = '', second = ''] of named)
    t.ok(known.has(first) || known.has(`${first} ${second}`), `countersign ${first} ${second}`)
  const section = readme.slice(readme.indexOf('## The command line'), readme.indexOf('## Settings'))
  for (const name of known) {
    const [first = '', second = ''] = name.split(' ')
    if (name !== 'serve') t.match(section, new RegExp(`\`${first}[^|]*\\b${second}`), name)
  }
})

t.test('files and links that the documents name are there', async (t) => {
  for (const name of [...documents, 'keys/README.md']) {
    const text = read(name)
    const files = [...text.matchAll(/`((?:src|test|views|examples|migrations|bench|keys)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    )
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)]
      .map(([, path = '']) => path)
      .filter((path) => !/^https?:/.test(path))
    for (const path of [...files, ...links]) t.ok(existsSync(join(root, path)), `${name}: ${path}`)
  }
})
