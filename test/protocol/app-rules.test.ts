// Apps of people: who may register which kinds, and what each kind may have (RFC 6749 §2.1, RFC 8252 §7).
import t from 'tap'
import { appKinds, usualClient } from '../../src/model/client.ts'
import {
  appRedirectProblem,
  kindDefaults,
  kindOf,
  kindsFor,
  mayRegisterApps,
  readRedirectLines,
} from '../../src/protocol/app-rules.ts'
import { grantTypesProblem } from '../../src/protocol/grant-types.ts'

const issuer = 'https://id.example'

t.test('who may register apps', async (t) => {
  const [nobody, developer, admin] = [[], ['developer'], ['admin']].map((roles) => ({ roles }))
  for (const [policy, may] of [
    ['everyone', [true, true, true]],
    ['invited', [false, true, true]],
    ['nobody', [false, false, false]],
  ] as const)
    t.same(
      [nobody, developer, admin].map((one) => mayRegisterApps(policy, one ?? { roles: [] })),
      may,
      policy,
    )
  t.notOk(kindsFor({ roles: ['other'] }).includes('service'), 'only a developer may have a service')
  t.same(kindsFor({ roles: ['developer'] }), appKinds)
})

t.test('RFC 6749 §2.1: each kind begins with grants that fit it, and only servers keep secrets', async (t) => {
  for (const kind of appKinds) {
    const { tokenEndpointAuthMethod: method, grantTypes, hasRedirects } = kindDefaults[kind]
    const redirectUris = hasRedirects ? ['https://shop.example/callback'] : []
    t.equal(grantTypesProblem({ grantTypes, redirectUris, isPublic: method === 'none' }), undefined, kind)
    t.equal(
      kindOf({ ...usualClient, display: {}, tokenEndpointAuthMethod: method, grantTypes, redirectUris }),
      { native: 'single-page', mcp: 'single-page' }[kind as string] ?? kind,
      `${kind} looks like itself`,
    )
  }
  t.same(
    appKinds.filter((kind) => kindDefaults[kind].tokenEndpointAuthMethod !== 'none'),
    ['web', 'service'],
  )
})

t.test('redirect URIs are judged for their kind, each by itself', async (t) => {
  t.equal(appRedirectProblem('https://shop.example/cb', 'web', issuer), undefined)
  t.match(appRedirectProblem('org.example:/cb', 'web', issuer), 'only public clients')
  t.match(appRedirectProblem('org.example:/cb', 'single-page', issuer), 'runs in the browser')
  t.equal(appRedirectProblem('org.example:/cb', 'native', issuer), undefined)
  t.match(appRedirectProblem(`${issuer}/apps/callback?test=x`, 'web', issuer), 'on this server itself')
  t.match(appRedirectProblem('javascript:alert(1)', 'native', issuer), 'never safe')
  t.match(appRedirectProblem('https://shop.example/cb', 'device', issuer), 'not needed')
  const read = readRedirectLines(' https://a.example/1 \r\n\nhttps://a.example/1\nhttp://b.example/', 'web', issuer)
  t.same(read.uris, ['https://a.example/1', 'http://b.example/'])
  t.match(read.problems, [/^http:\/\/b\.example\/ is http on a host other than/])
  t.match(readRedirectLines('https://a.example/\n'.repeat(2).replaceAll('/\n', '/x\n'), 'web', issuer).uris.length, 1)
  const many = Array.from({ length: 21 }, (_, at) => `https://a.example/${at}`).join('\n')
  t.match(readRedirectLines(many, 'web', issuer).problems, [/too many/])
})
