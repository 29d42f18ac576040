// An app at a glance: its values, code to begin with, its secrets with their last use, and a login to try (RFC 6749 §2.3).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { usesSecret } from '../../../model/client.ts'
import { shortGrantType } from '../../../protocol/grant-types.ts'
import type { Desk } from '../desk.ts'
import type { Member, Outcome } from '../member.ts'
import { done, memberPage, wrong } from '../member-page.ts'
import { appHead, clientIdOf, ownApp } from './app-member.ts'
import { snippetsFor } from './snippets.ts'

export const appPage = (app: FastifyInstance, desk: Desk): void => {
  const { apps, config } = desk.parts
  memberPage(app, desk, {
    url: '/apps/:clientId',
    isEnglish: true,
    show: async (request, member) => {
      const { client, secrets } = await ownApp(desk, request, member)
      const { words } = member.voice
      return {
        template: 'apps/app',
        title: client.name,
        data: {
          ...appHead(desk, client, ''),
          values: [
            ['client_id', client.clientId],
            ['Issuer', config.issuer],
            ['Discovery', `${config.issuer}/.well-known/openid-configuration`],
            ...client.redirectUris.map((uri) => ['Redirect URI', uri]),
            ['Scope', client.scope.join(' ') || 'none'],
            ['Grants', client.grantTypes.map(shortGrantType).join(', ')],
            ['Proves itself by', proofWords[client.tokenEndpointAuthMethod]],
          ],
          usesSecret: usesSecret(client),
          secrets: secrets.map(({ id, createdAt, lastUsedAt }) => ({
            id,
            madeAt: words.common.dateTime(createdAt),
            usedAt: lastUsedAt === null ? null : words.common.ago(lastUsedAt, member.now),
          })),
          snippets: snippetsFor(client, config.issuer),
          isTestable: apps.tests.isPossible(client),
        },
        fields: { 'add-secret': {}, 'retire-secret': { id: '' }, test: {} },
      }
    },
    acts: {
      'add-secret': { needsRecent: true, run: (request, _, member) => addSecret(desk, request, member) },
      'retire-secret': {
        needsRecent: true,
        run: async (request, form, member) => {
          const wish = { secretId: form.get('id') ?? '', isSure: form.get('sure') === 'yes' }
          const retired = await apps.secrets.retire(member.account, clientIdOf(request), wish, member.now)
          switch (retired.kind) {
            case 'retired':
              return done(() => 'The secret is retired. It does not work any more.')
            case 'not':
              return done(() => 'Nothing was retired, because the app needs a secret. Make a second one first.')
            case 'in-use': {
              const used = member.voice.words.common.ago(retired.lastUsedAt, member.now)
              const words = `Its last use was ${used}: whatever uses it would stop working. Change that over first, or retire it all the same.`
              return wrong({ field: 'id', say: () => words })
            }
          }
        },
      },
      test: {
        run: async (request, _, member) =>
          done(undefined, await apps.tests.begin(member, clientIdOf(request), member.now)),
      },
    },
  })
}

const addSecret = async (desk: Desk, request: FastifyRequest, member: Member): Promise<Outcome> => {
  const { apps, config } = desk.parts
  const clientId = clientIdOf(request)
  const made = await apps.secrets.add(member.account, clientId, member.now)
  if (made.kind === 'needs-none') return wrong({ field: 'id', say: () => 'This app has no secret.' })
  if (made.kind === 'two-live')
    return done(() => 'There are two secrets already. First retire the one that is not used any more.')
  return {
    kind: 'show',
    view: {
      template: 'apps/secret',
      title: 'Your second secret',
      data: {
        clientId,
        secret: made.secret,
        words: 'Both secrets work now. Change your app over, look at the last use of the old secret, then retire it.',
        href: `${config.issuerPath}/apps/${clientId}`,
      },
    },
  }
}

const proofWords = {
  client_secret_basic: 'a secret (client_secret_basic or client_secret_post)',
  client_secret_post: 'a secret (client_secret_post or client_secret_basic)',
  private_key_jwt: 'a key (private_key_jwt)',
  none: 'nothing: it is a public client, and uses PKCE',
} as const
