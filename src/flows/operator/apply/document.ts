// The document of `apply`: what there is to be, as code; strict, because a typing error must not be taken for a wish.
import { z } from 'zod'
import { newClientFields, newPersonFields, resourceFields, scopeFields } from '../documents.ts'

/** A secret is named by the environment's variable that holds it; a file is copied, committed and mailed. */
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'must be the name of an environment variable')

const clientIdShape = /^app_[A-Za-z0-9_-]{3,100}$/

const clients = newClientFields.extend({ secret_env: variable.optional() })
const people = newPersonFields.omit({ email: true, password: true }).extend({ password_env: variable.optional() })

export const applyDocument = z.strictObject({
  version: z.literal(1, { error: 'must be 1: begin the file with version: 1' }),
  scopes: z.record(z.string().max(255), scopeFields).optional(),
  resources: z.record(z.string().max(2048), resourceFields).optional(),
  clients: z
    .record(z.string().regex(clientIdShape, 'must begin with app_ and have letters, digits, _ and - only'), clients)
    .optional(),
  people: z.record(z.string().max(320), people).optional(),
})

export type ApplyDocument = z.infer<typeof applyDocument>

type Named<Kind extends string, Fields> = Readonly<{ kind: Kind; name: string; line: number; fields: Fields }>

/** Each thing with the line of the file where it stands, and its secret from the environment. */
export type ApplyItem =
  | Named<'scope', z.infer<typeof scopeFields>>
  | Named<'resource', z.infer<typeof resourceFields>>
  | (Named<'client', Omit<z.infer<typeof clients>, 'secret_env'>> & Readonly<{ secret?: string }>)
  | (Named<'person', Omit<z.infer<typeof people>, 'password_env'>> & Readonly<{ password?: string }>)
