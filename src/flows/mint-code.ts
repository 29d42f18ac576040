// Minting an authorization code: everything that its redemption will need, fixed now (RFC 6749 §4.1.2).
import type { AuthorizationRequest } from '../model/authorization-request.ts'
import type { Session } from '../model/session.ts'
import { sidFor } from '../protocol/sid.ts'
import type { Store } from '../store/index.ts'
import { codePrefix } from './grants/authorization-code.ts'

/** @returns the code itself, of which only the digest is stored; undefined where the session, or what the person allowed, has ended meanwhile. */
export type MintCode = (
  request: AuthorizationRequest,
  session: Session,
  accessEndsAt: Date | null,
  now: Date,
) => Promise<string | undefined>

type Parts = Readonly<{
  codes: Pick<Store['codes'], 'create'>
  random: { bytes(count: number): Buffer; token(prefix: string): string; id(prefix: string): string }
  sha256: (text: string) => Buffer
  codeSeconds: number
}>

export const mintingCodes =
  ({ codes, random, sha256, codeSeconds }: Parts): MintCode =>
  async (request, session, accessEndsAt, now) => {
    const code = random.token(codePrefix)
    const created = await codes.create({
      digest: sha256(code),
      clientId: request.client.clientId,
      sub: session.sub,
      sessionId: session.id,
      sid: sidFor(session.sidSeed, request.client.clientId),
      redirectUri: request.redirectUri,
      redirectUriSent: request.redirectUriSent,
      codeChallenge: request.codeChallenge,
      scope: request.scope,
      resources: request.resources,
      requestedClaims: request.requestedClaims,
      nonce: request.nonce,
      authenticatedAt: session.authenticatedAt,
      amr: session.amr,
      familyId: random.bytes(16),
      familyPublicId: random.id('fam_'),
      issuedAt: now,
      expiresAt: new Date(now.getTime() + codeSeconds * 1000),
      spentAt: null,
      accessEndsAt,
    })
    return created ? code : undefined
  }
