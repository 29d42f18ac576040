// Where a member page is, below the issuer, and the login that leads back to just there (OWASP Unvalidated Redirects).
import type { FastifyRequest } from 'fastify'
import type { Params } from '../../protocol/params.ts'
import type { Desk } from './desk.ts'
import { queryOf } from './sign-in/raw-query.ts'

type Address = Readonly<{
  path: string
  /** With its query, without what was kept. */
  address: string
  kept: string | undefined
}>

export const memberAddress = ({ parts, memberAddresses }: Desk, request: FastifyRequest): Address => {
  const url = request.raw.url ?? ''
  const path = (url.split('?', 1)[0] ?? '').slice(parts.config.issuerPath.length)
  const pairs = queryOf(url)
    .split('&')
    .filter((pair) => pair !== '')
  const query = pairs.filter((pair) => !pair.startsWith('kept=')).join('&')
  const address = query === '' ? path : `${path}?${query}`
  return {
    path,
    address: memberAddresses.has(address) ? address : path,
    kept: pairs.find((pair) => pair.startsWith('kept='))?.slice('kept='.length),
  }
}

type Why = Readonly<{
  /** They are logged in, and shall prove once more who they are. */
  prove?: boolean
  kept?: string | undefined
}>

export const memberLoginUrl = ({ parts }: Desk, address: string, { prove = false, kept }: Why): string => {
  const pairs = [`to=${encodeURIComponent(address)}`, ...(prove ? ['prove=1'] : []), ...(kept ? [`kept=${kept}`] : [])]
  return `${parts.config.issuerPath}/account/login?${pairs.join('&')}`
}

/** Where a login for a member page leads: nowhere but to a page of ours, whatever the query says. */
export const afterMemberLogin = ({ parts, memberAddresses }: Desk, params: Params): string => {
  const asked = params.get('to') ?? ''
  const to = memberAddresses.has(asked) ? asked : '/account'
  const kept = params.get('kept')
  const suffix = kept === undefined ? '' : `${to.includes('?') ? '&' : '?'}kept=${encodeURIComponent(kept)}`
  return `${parts.config.issuerPath}${to}${suffix}`
}
