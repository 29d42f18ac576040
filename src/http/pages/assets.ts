// Assets: the style sheet and the few lines of script, from memory, under addresses that change with their content (RFC 9111 §5.2).
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config/config.ts'
import { OAuthError } from '../../protocol/errors.ts'
import type { BrandFile } from './brand.ts'

const types = {
  'style.css': 'text/css; charset=utf-8',
  'parts.css': 'text/css; charset=utf-8',
  'wide.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'form-post.js': 'text/javascript; charset=utf-8',
  'passkey.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const
type Name = keyof typeof types | 'webauthn.js' | 'brand.css' | 'logo.svg' | 'logo.png'

export type Assets = Readonly<{ url(name: Name): string; routes(app: FastifyInstance): void }>

/** @param made what is not among our own files */
export const loadAssets = ({ issuerPath }: Pick<Config, 'issuerPath'>, made: readonly BrandFile[]): Assets => {
  const files = new Map(
    [...own(), ...made].map(({ name, type, content }) => {
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
        return (
          reply
            .header('cache-control', current ? 'public, max-age=31536000, immutable' : 'no-cache')
            .header('cross-origin-resource-policy', 'same-origin')
            // A logo is a document of its own for whoever opens its address, and some SVG has scripts.
            .header('content-security-policy', "default-src 'none'; sandbox")
            .type(file.type)
            .send(file.content)
        )
      })
    },
  }
}

const own = (): readonly BrandFile[] => [
  ...Object.entries(types).map(([name, type]) => ({
    ...{ name, type },
    content: readFileSync(new URL(`../../../views/${name}`, import.meta.url)),
  })),
  webauthn(),
]

/** For browsers that do not read and write JSON of passkeys by themselves (Web Authentication §5.1.8 to §5.1.10). */
const webauthn = (): BrandFile => ({
  name: 'webauthn.js',
  type: types['page.js'],
  content: readFileSync(new URL('../dist/bundle/index.umd.min.js', import.meta.resolve('@simplewebauthn/browser'))),
})
