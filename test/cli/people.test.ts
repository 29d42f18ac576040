// What people type and read: tables, imports of many, passwords on standard input.
import t from 'tap'
import { cli } from '../support/command-line.ts'
import { environment } from '../support/process.ts'

const bcrypt = '$2b$04$uXMy5.QzCdE4Wt4EYbdxX.m1h3JSbKLzW1GQqyl4pUgTzIrJ0kSRW'

t.test('for people: tables and lines, and nothing that a terminal obeys', async (t) => {
  const settings = await environment(t)
  const named = ['users', 'create', '--email', 'ada@example.com', '--name', 'Ada', '--password-stdin']
  t.match((await cli(settings, named, 'correct horse battery')).out, /^sub +usr_\S+\nemail +ada@example.com\n/)
  const { out, code } = await cli(settings, ['users', 'list'])
  t.equal(code, 0)
  t.match(out, /^EMAIL +NAME +ROLES +STATE +SUB\nada@example.com +Ada +enabled +usr_\S+\n$/)
  const lines = ['not json', '{"email":"\\u001b[2J@example.com"}', `{"email":"ada@example.com","hash":"${bcrypt}"}`]
  const imported = await cli(settings, ['users', 'import', '-'], lines.join('\n'))
  t.equal(imported.code, 1, 'some failed')
  t.match(imported.out, /line 3: skipped, ada@example.com is there already\nline 1: is not a JSON object\nline 2: /)
  t.match(imported.out, /\n0 imported, 1 skipped, 2 failed\n$/)
})

t.test('a long import tells of its progress on standard error', { timeout: 120_000 }, async (t) => {
  const settings = await environment(t)
  const people = Array.from({ length: 1201 }, (_, n) =>
    JSON.stringify({ email: `p${n}@example.com`, password_hash: bcrypt }),
  )
  const { code, out, err } = await cli(settings, ['users', 'import', '-', '--json'], people.join('\n'))
  t.match([code, JSON.parse(out)], [0, { imported: 1201 }])
  t.match(err, /500 of 1201 lines\n.*1000 of 1201 lines\n/)
  const page = await cli(settings, ['users', 'list', '--limit', '2', '--json'])
  t.equal(JSON.parse(page.out).length, 2)
  t.match(page.err, /there may be more: --after p1000@example.com/)
})

t.test('the password is what stands on standard input, without one line end', async (t) => {
  const settings = await environment(t)
  const create = (email: string, input: string) =>
    cli(settings, ['users', 'create', '--email', email, '--password-stdin'], input)
  t.equal(
    (await create('a@example.com', 'fourteen chars\n')).code,
    2,
    'fifteen characters, of which one is the line end',
  )
  t.equal((await create('b@example.com', ' 15 characters.\n')).code, 0)
  t.equal((await create('c@example.com', 'x'.repeat(1025))).code, 2)
})
