// Named clients: every client that a request claims to come from, whether or not it can prove it (RFC 6749 §2.3, RFC 6750 §2).
import { clientAuthenticationMethods } from './client-authentication.ts'
import { isRefusal } from './errors.ts'
import { parseParams } from './params.ts'

type Request = Readonly<{
  authorization: string | undefined
  /** An encoded form, if there is one. */
  form: string | undefined
  /** The client_id in the path, if it has one. */
  inPath: string | undefined
}>

/**
 * All of them, read by the very readers that authenticate: whichever the request turns out to be from, it is among them.
 * A request that is too broken to be read names nobody, and is refused.
 */
export const namedClients = ({ authorization, form, inPath }: Request): readonly string[] => {
  const params = unlessRefused(() => parseParams(form ?? '')) ?? parseParams('')
  const claimed = clientAuthenticationMethods.map(
    ({ read }) => unlessRefused(() => read(authorization, params))?.clientId,
  )
  const tokens = [/^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1], params.get('access_token')]
  const names = [...claimed, params.get('client_id'), ...tokens.map(holderOf), inPath]
  return [...new Set(names.filter((name) => name !== undefined))]
}

const unlessRefused = <T>(read: () => T): T | undefined => {
  try {
    return read()
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}

/** The client_id of an access token (RFC 9068 §2.2), of which only a verified one gets an answer about a person. */
const holderOf = (token: string | undefined): string | undefined => {
  const claims = token?.split('.')[1]
  if (claims === undefined) return undefined
  try {
    const { client_id: clientId } = JSON.parse(Buffer.from(claims, 'base64url').toString()) ?? {}
    return typeof clientId === 'string' ? clientId : undefined
  } catch {
    return undefined
  }
}
