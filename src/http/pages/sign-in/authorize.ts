// The authorization endpoint: every step of the sign-in comes back here (RFC 6749 §3.1).
import type { FastifyInstance } from 'fastify'
import { otherMethods } from '../../json-errors.ts'
import type { Desk } from '../desk.ts'
import { seeOther } from '../page.ts'
import { showOutcome } from './outcome.ts'
import { interactionOf, readPending } from './pending-request.ts'
import { asQuery } from './raw-query.ts'

export const authorizePages = (app: FastifyInstance, desk: Desk): void => {
  const { parts } = desk
  app.get('/authorize', async (request, reply) => {
    const pending = await readPending(desk, request)
    const { params, visitor, now } = pending
    const outcome = await parts.authorize.proceed(params, visitor, interactionOf(pending), now, request.ip)
    return showOutcome(desk, request, reply, pending, outcome)
  })

  app.post('/authorize', async (request, reply) =>
    seeOther(reply, `${parts.config.issuerPath}/authorize?${asQuery(request)}`),
  )
  otherMethods(app, '/authorize', ['GET', 'POST'])
}
