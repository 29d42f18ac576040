// Session id for clients: differs per session and client, tells nothing of the cookie (OIDC Back-Channel Logout §2.1).
import { createHmac } from 'node:crypto'

/** Derived from a random secret of the session, so that clients cannot compare theirs and nothing more is stored. */
export const sidFor = (sidSeed: Buffer, clientId: string): string =>
  createHmac('sha256', sidSeed).update(clientId).digest().subarray(0, 16).toString('base64url')
