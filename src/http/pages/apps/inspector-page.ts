// The token inspector: what a pasted token says and whether its signature is right; it is read here, and nothing is kept of it (RFC 7519 §7.2).
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { memberPage, wrong } from '../member-page.ts'

/** Its name keeps it from being shown again, kept or logged (fields.ts). */
const field = 'pasted-token'
/** The field takes no more, and cuts what is longer without a word. */
const longest = 16_000

export const inspectorPage = (app: FastifyInstance, desk: Desk): void => {
  const { apps } = desk.parts
  const view = (result: object | null) => ({
    template: 'apps/inspector',
    title: 'Token inspector',
    data: { result, longest },
    fields: { inspect: { [field]: '' } },
  })
  memberPage(app, desk, {
    url: '/apps/inspector',
    isEnglish: true,
    show: () => view(null),
    acts: {
      inspect: {
        run: async (_, form, member) => {
          const pasted = form.get(field)
          if (pasted === undefined) return wrong({ field, say: () => 'Paste a token first.' })
          if (pasted.length >= longest)
            return wrong({ field, say: () => `This is too long for a token: it may have ${longest} characters.` })
          const found = await apps.inspectToken(pasted, member.now)
          if (found.kind === 'unknown')
            return wrong({ field, say: () => 'This is not a token: a JWT has three parts with dots between them.' })
          if (found.kind !== 'jwt') return { kind: 'show', view: view(found) }
          const { header, claims, ...rest } = found
          const texts = { header: JSON.stringify(header, null, 2), claims: JSON.stringify(claims, null, 2) }
          return { kind: 'show', view: view({ ...rest, ...texts }) }
        },
      },
    },
  })
}
