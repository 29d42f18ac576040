// Redirect URIs as they are typed: asked by script of our own pages, answered with the words that a submit would get (OWASP ASVS 3.5).
import type { FastifyInstance } from 'fastify'
import { appKinds } from '../../../model/client.ts'
import { readRedirectLines } from '../../../protocol/app-rules.ts'
import { OAuthError } from '../../../protocol/errors.ts'
import { formParams } from '../../form-body.ts'
import { isOwnPost } from '../../forms.ts'
import { otherMethods } from '../../json-errors.ts'
import type { Desk } from '../desk.ts'

/** It reads nothing and changes nothing; it is for people in the portal all the same. */
export const checkRoute = (app: FastifyInstance, { parts, browsers }: Desk): void => {
  const { issuer } = parts.config
  app.post('/apps/check', async (request, reply) => {
    const visitor = await parts.findVisitor(browsers.read(request).session, parts.clock())
    if (visitor === undefined || !isOwnPost(request.headers, issuer))
      throw new OAuthError('access_denied', 'Log in first, and ask from our own pages.')
    const form = formParams(request)
    const kind = appKinds.find((one) => one === form.get('kind')) ?? 'web'
    const { problems } = readRedirectLines(form.get('uris') ?? '', kind, issuer)
    return reply.header('cache-control', 'no-store').send({ problems })
  })
  otherMethods(app, '/apps/check', ['POST'])
}
