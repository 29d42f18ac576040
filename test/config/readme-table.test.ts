// The README's settings table is the schema's, word for word; and the settings in force hide every secret.
import { readFileSync } from 'node:fs'
import t from 'tap'
import { loadConfig } from '../../src/config/load.ts'
import { settingsEnd, settingsInForce, settingsStart, settingsTable } from '../../src/config/table.ts'

t.test('README.md has the table between its markers', async (t) => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const start = readme.indexOf(settingsStart)
  const end = readme.indexOf(settingsEnd)
  t.ok(start >= 0 && end > start, `README.md has ${settingsStart} and ${settingsEnd}`)
  t.equal(readme.slice(start + settingsStart.length, end).trim(), settingsTable())
})

t.test('secrets are shown as set', async (t) => {
  const key = Buffer.alloc(32, 7).toString('base64url')
  const loaded = loadConfig({
    DATABASE_URL: 'postgres://ada:lovelace@db/countersign',
    MASTER_KEYS: key,
    INITIAL_ACCESS_TOKEN: 'difference-engine',
  })
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'))
  const shown = settingsInForce(loaded.config)
  for (const name of ['DATABASE_URL', 'MASTER_KEYS', 'INITIAL_ACCESS_TOKEN'])
    t.same(
      shown.find((setting) => setting.name === name),
      { name, value: 'set', source: 'environment' },
    )
  t.notMatch(JSON.stringify(shown), /lovelace|difference|BwcH/)
})
