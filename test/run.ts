// Runs every test: starts PostgreSQL (newest and oldest supported) once for all files, then tap, then one closing count.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { allTests } from './support/groups.ts'
import { startPostgres } from './support/postgres.ts'
import { quickFolder } from './support/quick-folder.ts'

const named = process.argv.slice(2)
const files = named.length > 0 ? named : allTests()
const folder = quickFolder()
// Databases, profiles and key folders of all tests lie in it, and go with it.
process.env.TMPDIR = folder
const output = join(folder, 'output.tap')
const servers = await Promise.all([startPostgres(18), startPostgres(15)])
const stop = async (): Promise<void> => {
  await Promise.all(servers.map((server) => server.stop()))
  rmSync(folder, { recursive: true, force: true })
}

const tap = spawn(
  process.execPath,
  [
    join(import.meta.dirname, '../node_modules/.bin/tap'),
    'run',
    '--reporter=terse',
    // Of a group as a whole; each test has its own.
    '--timeout=600',
    `--output-file=${output}`,
    ...files,
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      TEST_POSTGRES_18_URL: servers[0].url,
      TEST_POSTGRES_15_URL: servers[1].url,
      // Every file is a process of its own: what one compiled, the next need not.
      NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/countersign/compiled'),
    },
  },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => tap.kill(signal))
const exitCode = await new Promise<number>((resolve) => tap.on('close', (code) => resolve(code ?? 1)))
const report = existsSync(output) ? readFileSync(output, 'utf8') : ''
const counts = /# \{ total: \d+, pass: (\d+)(?:, fail: (\d+))?/.exec(report.slice(-2000))
const slowest = [...report.matchAll(/^(?:not )?ok \d+ - (\S+) # time=([\d.]+)ms/gm)]
  .map(([, file = '', millis]) => ({ file, seconds: Number(millis) / 1000 }))
  .sort((a, b) => b.seconds - a.seconds)
await stop()
const passed = Number(counts?.[1] ?? 0)
const failed = Number(counts?.[2] ?? 0)
// The reporter says more, but nothing at all where there is no terminal to speak of.
const failures = report.split('\n').filter((line) => /^\s*not ok/.test(line))
for (const line of failures.slice(0, 60)) console.log(line)
for (const { file, seconds } of slowest.slice(0, 12)) console.log(`${seconds.toFixed(1).padStart(6)} s  ${file}`)
console.log(`\n${passed} passed, ${failed === 0 && exitCode !== 0 ? 1 : failed} failed`)
process.exitCode = passed === 0 ? 1 : exitCode
