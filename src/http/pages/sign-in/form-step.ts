// A form step: its page is shown at its home, where it is decided what comes next; its answer is taken here (OWASP ASVS 3.5).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { otherMethods } from '../../json-errors.ts'
import type { Desk } from '../desk.ts'
import { isBlindPost, showBlindPost } from '../own-post.ts'
import { seeOther } from '../page.ts'
import { type PendingRequest, readPending, type Step, stepUrl } from './pending-request.ts'

export type Handle = (
  request: FastifyRequest,
  reply: FastifyReply,
  pending: PendingRequest,
) => FastifyReply | Promise<FastifyReply>

/** @param show what a GET gets, where that is not home */
export const formStep = (
  app: FastifyInstance,
  desk: Desk,
  { step, home }: Readonly<{ step: Step; home: Step }>,
  answer: Handle,
  show: Handle = (_, reply, pending) => seeOther(reply, stepUrl(desk, home, pending)),
): void => {
  const url = `/${step}`
  app.get(url, async (request, reply) => show(request, reply, await readPending(desk, request)))
  app.post(url, async (request, reply) => {
    const pending = await readPending(desk, request)
    return isBlindPost(desk, request, pending.browser)
      ? showBlindPost(desk, request, reply, stepUrl(desk, home, pending))
      : answer(request, reply, pending)
  })
  otherMethods(app, url, ['GET', 'POST'])
}
