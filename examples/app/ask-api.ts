// Calling the API: when it says that the token expired, the app refreshes and asks once more (RFC 6750 §3.1, RFC 6749 §6).
import { type Countersign, refusalOf } from './countersign.ts'
import type { Session } from './sessions.ts'

/** What happened, in order, for the page to tell. */
export type Step =
  | Readonly<{ kind: 'answer'; path: string; status: number; challenge: string | null; body: string }>
  | Readonly<{ kind: 'refreshed' }>
  | Readonly<{ kind: 'ended'; words: string }>
  | Readonly<{ kind: 'unreachable'; path: string }>

export const askingApi =
  (countersign: Countersign, apiUrl: string) =>
  async (session: Session, path: string): Promise<readonly Step[]> => {
    const first = await ask(apiUrl, path, session.tokens?.accessToken ?? '')
    if (first.kind !== 'answer' || first.status !== 401) return [first]
    const refreshed = await refresh(countersign, session)
    if (refreshed.kind !== 'refreshed') return [first, refreshed]
    return [first, refreshed, await ask(apiUrl, path, session.tokens?.accessToken ?? '')]
  }

const ask = async (apiUrl: string, path: string, accessToken: string): Promise<Step> => {
  try {
    const response = await fetch(apiUrl + path, {
      headers: { authorization: `Bearer ${accessToken}` },
      signal: AbortSignal.timeout(5000),
    })
    const challenge = response.headers.get('www-authenticate')
    return { kind: 'answer', path, status: response.status, challenge, body: await response.text() }
  } catch {
    return { kind: 'unreachable', path }
  }
}

// Two tabs may do this at the same moment: the server gives both the same successor, so neither is logged out.
const refresh = async (countersign: Countersign, session: Session): Promise<Step> => {
  const refreshToken = session.tokens?.refreshToken
  if (refreshToken === undefined) return { kind: 'ended', words: 'There is no refresh token.' }
  try {
    session.tokens = await countersign.refresh(refreshToken)
    session.refreshes += 1
    return { kind: 'refreshed' }
  } catch (error) {
    // Only a refusal ends the login. A server that does not answer now may answer in a minute.
    const refusal = refusalOf(error)
    if (refusal?.code !== 'invalid_grant') throw error
    delete session.tokens
    return { kind: 'ended', words: refusal.words }
  }
}
