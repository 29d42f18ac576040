// The logo of an app: its upload by the owner, and its address for every page that shows it (OWASP File Upload).
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { invalidRequest, OAuthError } from '../../../protocol/errors.ts'
import { mostLogoBytes } from '../../../protocol/image.ts'
import { otherMethods } from '../../json-errors.ts'
import type { Desk } from '../desk.ts'
import { done, memberPage, wrong } from '../member-page.ts'
import { appHead, clientIdOf, ownApp } from './app-member.ts'

const limits = { fieldSize: 8192, fields: 8, files: 1, parts: 9, headerPairs: 20, fieldNameSize: 100 }

export const logoPages = (app: FastifyInstance, desk: Desk): void => {
  serveLogos(app, desk)
  app.register(async (scope) => {
    // One byte more than may be, so that a file which is cut can be told from one which just fits.
    await scope.register(multipart, { throwFileSizeLimit: false, limits: { ...limits, fileSize: mostLogoBytes + 1 } })
    const uploads = new WeakMap<FastifyRequest, Buffer>()
    scope.addHook('preHandler', async (request) => {
      if (!request.isMultipart()) return
      // The page's own checks read a form of texts; the file waits beside it until they have passed.
      const fields = new URLSearchParams()
      try {
        for await (const part of request.parts()) {
          if (part.type === 'field') fields.append(part.fieldname, String(part.value))
          else uploads.set(request, await part.toBuffer())
        }
      } catch {
        // Cut short, without a boundary, or more than may be: for the parser some of that is an error of ours.
        throw invalidRequest('The upload cannot be read.')
      }
      request.body = fields.toString()
    })
    uploadPage(scope, desk, (request) => uploads.get(request) ?? Buffer.alloc(0))
  })
}

const uploadPage = (app: FastifyInstance, desk: Desk, fileOf: (request: FastifyRequest) => Buffer): void => {
  const { logos } = desk.parts.apps
  memberPage(app, desk, {
    url: '/apps/:clientId/logo',
    isEnglish: true,
    show: async (request, member) => {
      const { client } = await ownApp(desk, request, member)
      return {
        template: 'apps/logo',
        title: `${client.name}: logo`,
        data: { ...appHead(desk, client, '/logo'), kilobytes: mostLogoBytes / 1024 },
        fields: { upload: { logo: '' }, remove: {} },
      }
    },
    acts: {
      upload: {
        run: async (request, _, member) => {
          const problem = await logos.upload(member.account, clientIdOf(request), fileOf(request))
          return problem === undefined
            ? done(() => 'This is the logo now.')
            : wrong({ field: 'logo', say: () => problem })
        },
      },
      remove: {
        run: async (request, _, member) => {
          await logos.remove(member.account, clientIdOf(request))
          return done(() => 'The logo is removed.')
        },
      },
    },
  })
}

type Named = { Params: { clientId: string; digest: string } }

/** Whatever else the bytes might be taken for: it is shown as a picture, or not at all. */
const serveLogos = (app: FastifyInstance, { parts }: Desk): void => {
  app.get<Named>('/logo/:clientId/:digest', async (request, reply) => {
    const { clientId, digest } = request.params
    const logo = await parts.apps.logos.read(clientId, digest)
    if (logo === undefined) throw new OAuthError('not_found', 'There is no such picture.')
    return reply
      .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
      .header('cross-origin-resource-policy', 'same-origin')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('content-disposition', 'inline; filename="logo"')
      .type(logo.mediaType)
      .send(logo.bytes)
  })
  otherMethods(app, '/logo/:clientId/:digest', ['GET'])
}
