// The peer's login and consent: two forms without decoration, for the logins before anything is measured.
import { scryptSync, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Interaction, Provider } from 'oidc-provider'
import type { PeerSettings } from './settings.ts'

const path = /^\/interaction\/[\w-]+$/
const salt = 'bench'
const grantSeconds = 180 * 86_400

export const interactionPages = (provider: Provider, { person, resource }: PeerSettings) => {
  const expected = scryptSync(person.password, salt, 32)
  const isRight = (email: string, password: string) =>
    email === person.email && timingSafeEqual(scryptSync(password, salt, 32), expected)

  const result = async (form: URLSearchParams, interaction: Interaction): Promise<object | undefined> => {
    if (interaction.prompt.name === 'login') {
      if (!isRight(form.get('email') ?? '', form.get('password') ?? '')) return undefined
      return { login: { accountId: person.sub, acr: 'aal1', amr: ['pwd'] } }
    }
    const accountId = interaction.session?.accountId
    if (accountId === undefined || form.get('decision') !== 'allow') return undefined
    const grant = new provider.Grant({ accountId, clientId: interaction.params.client_id })
    grant.addOIDCScope('openid')
    grant.addResourceScope(resource.identifier, resource.scope)
    return { consent: { grantId: await grant.save(grantSeconds) } }
  }

  /** False: the request is none of these pages. */
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (!path.test(pathname)) return false
    const interaction = await provider.interactionDetails(request, response)
    if (request.method === 'POST') {
      const done = await result(new URLSearchParams(await text(request)), interaction)
      if (done !== undefined) {
        await provider.interactionFinished(request, response, done)
        return true
      }
    }
    const fields = interaction.prompt.name === 'login' ? ['email', 'password'] : ['decision']
    const inputs = fields.map((name) => `<label>${name} <input name="${name}"></label>`).join('')
    response.setHeader('content-type', 'text/html')
    response.end(
      `<!doctype html><form id="${interaction.prompt.name}" method="post" action="${pathname}">${inputs}<button>Go on</button></form>`,
    )
    return true
  }
}
