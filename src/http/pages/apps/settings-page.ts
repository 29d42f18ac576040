// The settings of an app: what people see of it, where it is answered, and what it may ask for (RFC 7591 §2).
import type { FastifyInstance } from 'fastify'
import type { AppForm } from '../../../flows/apps/app-form.ts'
import type { Client } from '../../../model/client.ts'
import type { Scope } from '../../../model/scope.ts'
import { kindDefaults, kindOf } from '../../../protocol/app-rules.ts'
import type { Params } from '../../../protocol/params.ts'
import type { Desk } from '../desk.ts'
import type { Initial } from '../fields.ts'
import { done, memberPage, wrong } from '../member-page.ts'
import { appHead, clientIdOf, ownApp } from './app-member.ts'
import { problemsOf } from './form-problems.ts'
import { kindWords } from './kinds.ts'

/** So many boxes fit into one form (protocol/params.ts); more scopes than these are an operator's to give. */
const mostScopes = 24

export const settingsPage = (app: FastifyInstance, desk: Desk): void => {
  const { apps, config } = desk.parts
  const open = () =>
    desk.parts
      .scopes()
      .filter(({ privileged }) => !privileged)
      .slice(0, mostScopes)
  memberPage(app, desk, {
    url: '/apps/:clientId/settings',
    isEnglish: true,
    show: async (request, member) => {
      const { client } = await ownApp(desk, request, member)
      const kind = kindOf(client)
      const scopes = open()
      return {
        template: 'apps/settings',
        title: `${client.name}: settings`,
        data: {
          ...appHead(desk, client, '/settings'),
          hasRedirects: kindDefaults[kind].hasRedirects,
          redirectHint: kindWords[kind].redirectHint,
          kind,
          check: `${config.issuerPath}/apps/check`,
          scopes,
          operatorScopes: client.scope.filter((name) => !scopes.some((scope) => scope.name === name)),
          isVerified: client.verifiedAt !== null,
          isPublished: client.publisher?.verifiedAt != null,
        },
        fields: { save: fieldsOf(client, scopes) },
      }
    },
    acts: {
      save: {
        // A redirect URI more, and the codes of all of its people go there.
        needsRecent: true,
        // The boxes are counted, not named: other scopes meanwhile, and they would mean something else.
        shown: () => open().map(({ name, optional }) => `${name} ${optional}`),
        run: async (request, form, member) => {
          const { client } = await ownApp(desk, request, member)
          const said = readForm(form, open())
          // What has no box on the page stays as it is.
          const beyond = client.scope.filter((name) => !open().some((scope) => scope.name === name))
          const changes = {
            ...said,
            scope: [...said.scope, ...beyond],
            optionalScope: [...said.optionalScope, ...client.optionalScope.filter((name) => beyond.includes(name))],
          }
          const problems = await apps.change(member.account, clientIdOf(request), changes)
          return problems.length > 0 ? wrong(...problemsOf(problems)) : done(() => 'Saved.')
        },
      },
    },
  })
}

const texts = [
  ...['name', 'redirectUris', 'postLogoutRedirectUris', 'backchannelLogoutUri', 'clientUri', 'policyUri', 'tosUri'],
] as const

const fieldsOf = (client: Client, scopes: readonly Scope[]): Initial[string] => ({
  name: client.name,
  redirectUris: client.redirectUris.join('\n'),
  postLogoutRedirectUris: client.postLogoutRedirectUris.join('\n'),
  backchannelLogoutUri: client.backchannelLogoutUri ?? '',
  clientUri: client.display.clientUri ?? '',
  policyUri: client.display.policyUri ?? '',
  tosUri: client.display.tosUri ?? '',
  ...boxes('scope', scopes, client.scope),
  ...boxes('optional', scopes, client.optionalScope),
})

const boxes = (kind: string, scopes: readonly Scope[], ticked: readonly string[]) =>
  Object.fromEntries(scopes.map(({ name }, at) => [`${kind}-${at}`, ticked.includes(name) ? 'yes' : '']))

const readForm = (form: Params, scopes: readonly Scope[]): AppForm => {
  const ticked = (kind: string) => scopes.filter((_, at) => form.get(`${kind}-${at}`) === 'yes').map(({ name }) => name)
  const typed = Object.fromEntries(texts.map((name) => [name, form.get(name) ?? '']))
  return {
    ...(typed as Omit<AppForm, 'scope' | 'optionalScope'>),
    scope: ticked('scope'),
    optionalScope: ticked('optional'),
  }
}
