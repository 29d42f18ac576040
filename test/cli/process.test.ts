// The command line as a process, one command of each kind: words, standard input, both outputs, exit codes. All others call its function.
import t from 'tap'
import { cliJson } from '../support/command-line.ts'
import { cliProcess, environment, launch } from '../support/process.ts'

const split = (text: string): readonly string[] => text.split(' ')

t.test('done: 0, what was asked for on standard output', async (t) => {
  const settings = await environment(t)
  const create = split('users create --email ada@example.com --password-stdin --json')
  const { code, out, err } = await cliProcess(t, settings, create, 'correct horse battery\n')
  t.match([code, err], [0, ''])
  t.match(out, /^\{[^\n]+\}\n$/, 'one JSON value on one line')
  t.same(await cliJson(settings, ['users', 'list']), [JSON.parse(out)])
  const lines = ['ada', 'bob'].map((name) => JSON.stringify({ email: `${name}@example.com` }))
  const imported = await cliProcess(t, settings, split('users import -'), lines.join('\n'))
  t.match(imported, { code: 1, out: /^line 1: [^\n]+\nline 2: [^\n]+\n0 imported, 0 skipped, 2 failed\n$/, err: '' })
})

t.test('failed: 1, asked wrongly: 2, each with one line on standard error', async (t) => {
  const settings = await environment(t)
  const failed = await cliProcess(t, settings, split('users show eve@example.com'))
  t.match(failed, { code: 1, out: '', err: 'countersign: there is no user eve@example.com\n' })
  const wrong = await cliProcess(t, settings, ['fly'])
  t.match(wrong, { code: 2, out: '', err: /^countersign: unknown command 'fly'\n$/ })
})

t.test('without a word: help', async (t) => {
  const { code, out, err } = await cliProcess(t, {}, [])
  t.match([code, err], [0, ''])
  t.match(out, /^Usage: countersign/)
})

t.test('settings come from the environment; whoever reads the output may stop reading', async (t) => {
  const config = await cliProcess(t, { PORT: '4711' }, ['config'])
  t.match(config, { code: 0, out: /^PORT +4711 +environment$/m, err: '' })
  const { child, exited } = launch(t, ['config'], {})
  child.stdout.destroy()
  t.match(await exited, { code: 0, signal: null, err: '' })
})

t.test('asked to stop while it waits for more input, it stops', async (t) => {
  const { child, exited } = launch(t, split('users import -'), await environment(t))
  // More than a pipe holds: when it is gone, somebody is reading.
  await new Promise((written) => child.stdin.write('x'.repeat(1_000_000), written))
  child.kill('SIGINT')
  t.match(await exited, { code: null, signal: 'SIGINT', out: '' })
})
