// Admin story: a server with an admin, an app that acts for them, and a program of the operator's own.
import type { Test } from 'tap'
import { adminScopes } from '../../../src/protocol/admin-scopes.ts'
import { type Story, type StoryClient, story } from '../../support/story.ts'

// biome-ignore lint/suspicious/noExplicitAny: what a server answers is known only by looking at it.
export type ApiAnswer = Readonly<{ status: number; headers: Headers; body: any }>

export type AdminStory = Awaited<ReturnType<typeof adminStory>>

export const adminStory = async (t: Test, settings: Readonly<Record<string, string>> = {}) => {
  const s = await story(t, settings)
  const resource = `${s.issuer}/admin/api`
  const admin = await s.account('root', { roles: ['admin'] })
  const program = await s.client('program', {
    grantTypes: ['client_credentials'],
    redirectUris: [],
    scope: [...adminScopes],
  })
  const tool = await s.client('tool', { scope: ['openid', ...adminScopes] })
  const token = await programToken(s, program, resource)
  return {
    ...{ s, admin, program, tool, resource, token },
    api: apiWith(s, token),
    apiWith: (other: string | null) => apiWith(s, other),
    /** A token of the app that acts for somebody. */
    tokenFor: async (
      who: Awaited<ReturnType<Story['account']>>,
      scope: string = adminScopes.join(' '),
    ): Promise<string> => {
      const code = await s.codeFor(tool, who, { scope, resource })
      return (await s.redeem(tool, code, { resource })).body.access_token
    },
  }
}

export const programToken = async (
  s: Story,
  program: StoryClient,
  resource: string | null,
  scope: string | null = null,
) => String((await s.token(program, { grant_type: 'client_credentials', resource, scope })).body.access_token)

const apiWith =
  (s: Story, token: string | null) =>
  async (
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer> => {
    const response = await s.fetch(`${s.issuer}/admin/api/v1${path}`, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }
