// Explaining a reference, and the words of scopes.
import t from 'tap'
import { story } from '../../support/story.ts'

t.test('explain: the cause and the cure of a refusal, however the reference was copied', async (t) => {
  const s = await story(t)
  const app = await s.client()
  const refused = await s.redeem(app, 'cs_code_unknown')
  const reference = refused.headers.get('x-reference') ?? ''
  const { explain } = s.rooms.operator
  for (const copy of [
    reference,
    reference.toUpperCase(),
    ` ${reference.slice(0, 4)}-${reference.slice(4)}`,
    `The code is wrong. Reference: #${reference}`,
  ]) {
    const event = await explain(copy)
    t.match(event, { reference, kind: 'refused', code: 'invalid_grant', clientId: app.clientId, cure: /login/ })
    t.match(event.operatorText, /unknown/)
  }
  t.equal((await explain(reference.replaceAll('0', 'O').replaceAll('1', 'l'))).reference, reference, 'misread letters')
  await t.rejects(explain('nothing'), { kind: 'not-found', message: /there is no event nothing/ })
  await t.rejects(explain('\u0000\u001b[2J'), { kind: 'not-found', message: /^[ -~]+$/ })
})

t.test('scopes set: adds, then replaces', async (t) => {
  const { scopes } = (await story(t)).rooms.operator
  const read = { name: 'orders:read', words: 'see your orders', optional: false, privileged: false }
  await scopes.set(read)
  await scopes.set({ ...read, words: 'see all your orders', privileged: true })
  t.match(
    (await scopes.list()).find(({ name }) => name === 'orders:read'),
    { words: 'see all your orders', privileged: true },
  )
  for (const change of [{ name: 'a b' }, { name: '' }, { name: 'ä' }, { words: '' }, { words: 'two\nlines' }])
    await t.rejects(scopes.set({ ...read, ...change }), { kind: 'wrong-use', message: /./ }, JSON.stringify(change))
})
