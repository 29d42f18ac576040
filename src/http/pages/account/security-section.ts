// A section of the security page: what it shows, what stands in its fields, and what can be done there.
import type { FastifyRequest } from 'fastify'
import type { Initial } from '../fields.ts'
import type { Act, Member } from '../member.ts'

export type SecuritySection = Readonly<{
  /** Below views/account/, as `./password`: it gets all of the page, and its own data as `it.own`. */
  template: string
  show: (
    request: FastifyRequest,
    member: Member,
  ) => Promise<Readonly<{ data?: object; fields?: Initial }>> | Readonly<{ data?: object; fields?: Initial }>
  /** Names are unique on the page. */
  acts: Readonly<Record<string, Act>>
}>
