// The entry: an old Node is told so in one line, before anything that it could not read is loaded.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'

const program = fileURLToPath(new URL('../../bin/countersign.js', import.meta.url))
const run = promisify(execFile)

t.test('Node 20 is refused in one line, with exit code 1', async (t) => {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } })`
  const preload = `data:text/javascript,${encodeURIComponent(pretend)}`
  for (const args of [[], ['serve'], ['users', 'list']])
    await t.rejects(run(process.execPath, ['--import', preload, program, ...args]), {
      code: 1,
      stdout: '',
      stderr: /^countersign: needs Node\.js 26 or newer, this is 20\.19\.0; [^\n]+\n$/,
      message: /./,
    })
})

t.test('nothing newer than Node 20 reads stands in it', async (t) => {
  const source = readFileSync(program, 'utf8')
  t.match(source, /^#!\/usr\/bin\/env node\n/)
  t.notMatch(
    source,
    /^import (?!process from 'node:process')/m,
    'what needs a new Node is imported only after the check',
  )
})
