#!/usr/bin/env node
// The entry: plain JavaScript that any Node can read, so that an old one is told so in one line.
import process from 'node:process'

const leastMajor = 26
const version = process.versions.node
const [command] = process.argv.slice(2)

if (Number(version.split('.')[0]) < leastMajor) {
  process.stderr.write(
    `countersign: needs Node.js ${leastMajor} or newer, this is ${version}; "npm start" and "npm run cli -- ..." bring the right one\n`,
  )
  process.exitCode = 1
} else {
  const { flushCompiled, keepCompiled } = await import('./compiled.js')
  keepCompiled()
  if (command === 'serve' && process.argv.length === 3) await (await import('../src/main.ts')).serve()
  else await import('../src/cli/main.ts')
  flushCompiled()
}
