// What the pages of an app have in common: whose it is is asked for each of them, and where else its owner can go.
import type { FastifyRequest } from 'fastify'
import type { Client } from '../../../model/client.ts'
import { kindOf } from '../../../protocol/app-rules.ts'
import type { ClientRecord } from '../../../store/clients.ts'
import type { Desk } from '../desk.ts'
import { logoUrl } from '../logo.ts'
import type { Member } from '../member.ts'
import { kindWords } from './kinds.ts'

/** PostgreSQL's text has no NUL, so no app has one. */
export const clientIdOf = (request: FastifyRequest): string =>
  (request.params as { clientId: string }).clientId.replaceAll('\0', '')

/** @throws OAuthError not_found for another person's app, and for one that is not there */
export const ownApp = ({ parts }: Desk, request: FastifyRequest, member: Member): Promise<ClientRecord> =>
  parts.apps.find(member.account, clientIdOf(request))

const tabs = [
  ['', 'Overview'],
  ['/settings', 'Settings'],
  ['/logo', 'Logo'],
  ['/publisher', 'Publisher'],
  ['/errors', 'Errors'],
  ['/owner', 'Owner'],
] as const

/** The head of each of its pages. */
export const appHead = ({ parts }: Desk, client: Client, here: (typeof tabs)[number][0]) => {
  const { issuerPath } = parts.config
  return {
    app: {
      clientId: client.clientId,
      name: client.name,
      kind: kindWords[kindOf(client)].name,
      logo: logoUrl(client, issuerPath),
      isDisabled: client.disabledAt !== null,
    },
    tabs: tabs.map(([path, name]) => ({
      href: `${issuerPath}/apps/${client.clientId}${path}`,
      name,
      isHere: path === here,
    })),
  }
}
