// Lazy schemas: a schema is compiled when the first request needs it; all at once they were a third of the server's start and a sixth of its memory.
import { createRequire } from 'node:module'
import type { AjvCompiler } from '@fastify/ajv-compiler'
import type { SerializerSelector } from '@fastify/fast-json-stringify-compiler'

// biome-ignore lint/suspicious/noExplicitAny: Fastify's own factories take and give what each of them likes
type Made = ((...given: any[]) => unknown) & { errors?: unknown }
type Compile = (route: never) => Made
type Build = (schemas: never, options: never) => Compile

const require = createRequire(import.meta.url)

/** Fastify's usual factory, but it is loaded, and each schema compiled, when what it makes is used: in the midst of a request, so without waiting. */
const lazy =
  (usual: string): Build =>
  (schemas, options) => {
    let compile: Compile | undefined
    return (route) => {
      let made: Made | undefined
      const late: Made = (...given) => {
        compile ??= (require(usual)() as Build)(schemas, options)
        made ??= compile(route)
        const result = made(...given)
        // Where Fastify looks for what does not fit.
        late.errors = made.errors
        return result
      }
      return late
    }
  }

export const lazySchemas = {
  compilersFactory: {
    buildValidator: lazy('@fastify/ajv-compiler') as unknown as ReturnType<typeof AjvCompiler>,
    buildSerializer: lazy('@fastify/fast-json-stringify-compiler') as unknown as ReturnType<typeof SerializerSelector>,
  },
}
