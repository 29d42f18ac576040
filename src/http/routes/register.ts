// POST /register and GET|PUT|DELETE /register/:client_id (RFC 7591 §3, RFC 7592 §2).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Registered } from '../../flows/register.ts'
import { clientInformation } from '../../protocol/client-information.ts'
import { OAuthError } from '../../protocol/errors.ts'
import { bearerToken } from '../bearer.ts'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'

type Named = { Params: { client_id: string } }

export const registerRoute = (app: FastifyInstance, { config, registration, clock }: HttpParts): void => {
  const answer = ({ client, secret, registrationToken }: Registered): Record<string, unknown> => ({
    ...clientInformation(client),
    // RFC 7591 §3.2.1: 0 means that it does not expire.
    ...(secret !== undefined && { client_secret: secret, client_secret_expires_at: 0 }),
    ...(registrationToken !== undefined && { registration_access_token: registrationToken }),
    registration_client_uri: `${config.issuer}/register/${client.clientId}`,
  })

  app.addHook('onRequest', async (_, reply) => {
    reply.header('cache-control', 'no-store').header('pragma', 'no-cache')
  })
  app.post('/register', async (request, reply) => {
    const registered = await registration.register(bearerToken(request), jsonBody(request), clock(), request.ip)
    return reply.status(201).send(answer(registered))
  })
  otherMethods(app, '/register', ['POST', 'OPTIONS'])

  app.get<Named>('/register/:client_id', async (request) =>
    answer({ ...(await registration.read(request.params.client_id, bearerToken(request))), ...echo(request) }),
  )
  app.put<Named>('/register/:client_id', async (request) => {
    const { client_id: clientId } = request.params
    const replaced = await registration.replace(clientId, bearerToken(request), jsonBody(request), clock(), request.ip)
    return answer({ ...replaced, ...echo(request) })
  })
  app.delete<Named>('/register/:client_id', async (request, reply) => {
    await registration.remove(request.params.client_id, bearerToken(request))
    return reply.status(204).send()
  })
  otherMethods(app, '/register/:client_id', ['GET', 'PUT', 'DELETE', 'OPTIONS'])
}

/** RFC 7592 §3 wants the registration access token in each answer; the one just used is the one that counts. */
const echo = (request: FastifyRequest) => {
  const registrationToken = bearerToken(request)
  return registrationToken === undefined ? {} : { registrationToken }
}

const jsonBody = (request: FastifyRequest): unknown => {
  if (typeof request.body !== 'object' || request.body === null || Array.isArray(request.body))
    throw new OAuthError('invalid_client_metadata', 'The body must be a JSON object.')
  return request.body
}
