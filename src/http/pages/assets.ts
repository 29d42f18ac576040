// Assets: the style sheet and the few lines of script, from memory, under addresses that change with their content (RFC 9111 §5.2).
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config/config.ts'
import { OAuthError } from '../../protocol/errors.ts'

const types = {
  'style.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'form-post.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const
type Name = keyof typeof types

export type Assets = Readonly<{ url(name: Name): string; routes(app: FastifyInstance): void }>

export const loadAssets = ({ issuerPath }: Pick<Config, 'issuerPath'>): Assets => {
  const files = new Map(
    Object.entries(types).map(([name, type]) => {
      const content = readFileSync(new URL(`../../../views/${name}`, import.meta.url))
      return [name, { type, content, version: createHash('sha256').update(content).digest('base64url').slice(0, 12) }]
    }),
  )
  return {
    url: (name) => `${issuerPath}/assets/${name}?v=${files.get(name)?.version}`,
    routes: (app) => {
      app.get<{ Params: { name: string } }>('/assets/:name', (request, reply) => {
        const file = files.get(request.params.name)
        if (file === undefined) throw new OAuthError('not_found', 'There is no such file.')
        // While servers of two versions run side by side, the other's address is answered too, but not for long.
        const current = request.url.endsWith(`?v=${file.version}`)
        return reply
          .header('cache-control', current ? 'public, max-age=31536000, immutable' : 'no-cache')
          .header('cross-origin-resource-policy', 'same-origin')
          .type(file.type)
          .send(file.content)
      })
    },
  }
}
