// Serves the page's files as they are: ES modules, no framework, no build step.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'

const types = { html: 'text/html', js: 'text/javascript', css: 'text/css' } as const

/** `session` is the variant's session.js; `connect` names the origins that the page's script may call besides its own. */
export const servePage = (app: FastifyInstance, session: string, connect: readonly string[] = []): void => {
  app.addHook('onRequest', async (_, reply) => {
    reply.headers({
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      // The address that a login comes back to has a code in it: it is nobody's business.
      'referrer-policy': 'no-referrer',
      // The first defence of whatever a page can do: only our own script runs, it calls only whom we name, and no string
      // becomes markup. Where scripts of others run, no place in the browser is safe for a token.
      'content-security-policy': [
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:",
        `connect-src ${["'self'", ...connect].join(' ')}`,
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "require-trusted-types-for 'script'; trusted-types 'none'",
      ].join('; '),
    })
  })
  const file = (url: string, path: string, type: keyof typeof types): void => {
    const content = readFileSync(join(import.meta.dirname, path))
    app.get(url, async (_, reply) => reply.type(`${types[type]}; charset=utf-8`).send(content))
  }
  file('/', 'index.html', 'html')
  file('/page.js', 'page.js', 'js')
  file('/session.js', session, 'js')
  file('/style.css', '../../app/style.css', 'css')
}
