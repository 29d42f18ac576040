// Sector documents: whoever claims a sector by an address must be named in the document there (OpenID Connect Core §8.1, Registration §5).
import type { GuardedFetch } from '../outbound/guarded-fetch.ts'
import type { ClientMetadata } from '../protocol/client-metadata.ts'
import { OAuthError } from '../protocol/errors.ts'
import { sectorDocumentProblem, sectorHost } from '../protocol/sector.ts'
import type { FetchAllowance } from './fetch-allowance.ts'

/** @throws OAuthError invalid_client_metadata; too_many_requests */
export type CheckSector = (metadata: ClientMetadata, address: string, now: Date) => Promise<void>

type Parts = Readonly<{ guardedFetch: GuardedFetch; allowance: FetchAllowance }>

const bounds = { maxBytes: 64 * 1024, timeoutSeconds: 5 } as const

export const checkingSectors =
  ({ guardedFetch, allowance }: Parts): CheckSector =>
  async ({ redirectUris, display: { sectorIdentifierUri: uri } }, address, now) => {
    if (uri === undefined) return
    const tooMany = await allowance.claim(address, sectorHost(uri), false, now)
    if (tooMany !== undefined) throw tooMany
    const answer = await guardedFetch(uri, { method: 'GET', accept: 'application/json', ...bounds })
    const problem =
      answer.kind === 'failed'
        ? `cannot be read: ${answer.reason}`
        : answer.status !== 200
          ? `is answered with the status ${answer.status}`
          : sectorDocumentProblem(answer.body, redirectUris)
    if (problem !== undefined)
      throw new OAuthError('invalid_client_metadata', `The document at sector_identifier_uri ${problem}.`)
  }
