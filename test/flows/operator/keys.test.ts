// What an operator may do with signing keys and master keys.
import t from 'tap'
import { type Story, story } from '../../support/story.ts'

const kidOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
const published = async (s: Story): Promise<readonly string[]> => {
  const response = await s.fetch(`${s.issuer}/jwks`)
  return ((await response.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
}

t.test('keys rotate: a successor is announced, the old key signs on', async (t) => {
  const s = await story(t)
  const { keys } = s.rooms.operator
  const [before] = await keys.list()
  const announced = await keys.rotate()
  t.equal(announced.state, 'announced')
  t.equal((await keys.rotate()).key.kid, announced.key.kid, 'asked twice, announced once')
  t.same(await published(s), [before?.key.kid, announced.key.kid])
  const [account, app] = [await s.account(), await s.client()]
  const { body } = await s.redeem(app, await s.codeFor(app, account))
  t.equal(kidOf(body.access_token), before?.key.kid)
})

t.test('keys rotate --compromised: the key is gone from the JWKS at once', async (t) => {
  const s = await story(t)
  const { keys } = s.rooms.operator
  const [before] = await keys.list()
  const fresh = await keys.replaceCompromised(undefined)
  t.equal(fresh.state, 'active')
  t.same(await published(s), [fresh.key.kid])
  const states = (await keys.list()).map(({ key, state }) => [key.kid, state])
  t.same(states, [
    [before?.key.kid, 'compromised'],
    [fresh.key.kid, 'active'],
  ])
  await t.rejects(keys.replaceCompromised('nobody'), { kind: 'not-found', message: 'there is no signing key nobody' })
  t.same(await published(s), [fresh.key.kid], 'a wrong kid costs nothing')
})

t.test('master-key add, reseal, drop: refused while anything needs the old one', async (t) => {
  const s = await story(t)
  const { masterKeys } = s.rooms.operator
  const [account, app] = [await s.account(), await s.client()]
  const { body } = await s.redeem(app, await s.codeFor(app, account))
  const [first] = await masterKeys.list()
  t.match(first, { newest: true, signingKeys: 1, families: 1 })
  await t.rejects(masterKeys.drop(undefined), { kind: 'failed', message: /one master key only/ })

  const added = await masterKeys.add()
  await t.rejects(masterKeys.drop(undefined), { message: /still needed by sealed rows: 1 .* and refresh tokens/ })
  t.same(await masterKeys.reseal(), { signingKeys: 1, sealedSecrets: 0, familiesOnOlderKeys: 1 })
  t.same(await masterKeys.reseal(), { signingKeys: 0, sealedSecrets: 0, familiesOnOlderKeys: 1 }, 'once is enough')
  await t.rejects(masterKeys.drop(first?.fingerprint), { message: /still needed by refresh tokens of live logins: 1/ })
  await t.rejects(masterKeys.drop(added.fingerprint), { message: /newest/ })
  await t.rejects(masterKeys.drop('0000000000000000'), { message: /there is no master key/ })

  t.equal((await s.refresh(app, body.refresh_token)).status, 200, 'the login comes over')
  t.same(await masterKeys.drop(undefined), [first?.fingerprint])
  t.match(await masterKeys.list(), [{ fingerprint: added.fingerprint, signingKeys: 1, families: 1 }])
  t.equal((await s.redeem(app, await s.codeFor(app, account))).status, 200, 'signing and refreshing go on')
})

t.test('every act is an event', async (t) => {
  const s = await story(t)
  const { keys, masterKeys } = s.rooms.operator
  await keys.rotate()
  await keys.replaceCompromised(undefined)
  await masterKeys.add()
  await masterKeys.reseal()
  await masterKeys.drop(undefined)
  await s.rooms.events.flush()
  const events = await s.store.events.list({ limit: 20 })
  t.equal(events.filter(({ kind }) => kind === 'key_changed').length, 5)
})
