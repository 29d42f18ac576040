// The authorization endpoint: every step of the sign-in comes back here (RFC 6749 §3.1).
import type { FastifyInstance } from 'fastify'
import { formBodyText } from '../../form-body.ts'
import { otherMethods } from '../../json-errors.ts'
import type { Desk } from '../desk.ts'
import { showOutcome } from './outcome.ts'
import { interactionOf, readPending } from './pending-request.ts'
import { cleanQuery, queryOf } from './raw-query.ts'

export const authorizePages = (app: FastifyInstance, desk: Desk): void => {
  const { parts } = desk
  app.get('/authorize', async (request, reply) => {
    const pending = await readPending(desk, request)
    const { params, visitor, now } = pending
    const outcome = await parts.authorize.proceed(params, visitor, interactionOf(pending), now, request.ip)
    return showOutcome(desk, request, reply, pending, outcome)
  })

  // A post from the app's page comes without our Lax cookies; as a GET it brings them (RFC 6265bis §5.6.7.1).
  app.post('/authorize', async (request, reply) => {
    const body = cleanQuery(Buffer.from(formBodyText(request)))
    const query = [queryOf(request.raw.url ?? ''), body].filter((part) => part !== '').join('&')
    return reply.header('cache-control', 'no-store').redirect(`${parts.config.issuerPath}/authorize?${query}`, 303)
  })
  otherMethods(app, '/authorize', ['GET', 'POST'])
}
