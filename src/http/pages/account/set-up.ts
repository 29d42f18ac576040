// Setting up a second factor: its pages, and the app's request to which they lead back (OWASP Unvalidated Redirects).
import type { FastifyRequest } from 'fastify'
import { fromBase64url } from '../../../crypto/digest.ts'
import type { Desk } from '../desk.ts'
import { queryOf } from '../sign-in/raw-query.ts'

export const setUpUrls = {
  authenticator: '/account/security/authenticator',
  passkey: '/account/security/new-passkey',
} as const

/** Longer ones do not fit into the address of a login on the way (member-link.ts). */
const longest = 1800

/** What follows the address of such a page, so that it knows the request; nothing where that is too long. */
export const afterSetUp = (query: string): string => {
  const written = Buffer.from(query).toString('base64url')
  return written.length <= longest ? `?back=${written}` : ''
}

/** To /authorize, which judges the request as if the app had sent it, and nowhere else; undefined without one. */
export const wayBack = ({ parts }: Desk, request: FastifyRequest): string | undefined => {
  const [, written] = /(?:^|&)back=([\w-]+)(?:&|$)/.exec(queryOf(request.raw.url ?? '')) ?? []
  const query = written && fromBase64url(written)?.toString('latin1')
  return query && /^[\x21\x24-\x3b\x3d\x3f-\x7e]+$/.test(query)
    ? `${parts.config.issuerPath}/authorize?${query}`
    : undefined
}
