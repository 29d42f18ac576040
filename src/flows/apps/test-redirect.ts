// The redirect URI of a test login: on this server, for one app, its owner, one session and ten minutes (RFC 6749 §3.1.2, RFC 9700 §4.1).
import type { Client } from '../../model/client.ts'

/** What stands sealed in the address: nobody else can read it, and it opens nowhere else. */
export type TestRun = Readonly<{
  clientId: string
  sub: string
  /** Of the browser in which the test began. */
  sessionId: string
  state: string
  nonce: string
  codeVerifier: string
  /** Spent by the callback. */
  id: string
  expiresAt: Date
}>

type Box = Readonly<{ seal(plain: string): string; open(text: string): string | undefined }>
type Tester = Readonly<{ account: Readonly<{ sub: string }>; session: Readonly<{ id: string }> }>

export type TestRedirects = Readonly<{
  addressOf(run: TestRun): string
  /** Undefined for what was not sealed here, is over, or began in another session. */
  open(sealed: string, tester: Tester, now: Date): TestRun | undefined
  /** Whether this client may be answered there, though nobody registered it: a test of its owner, under way here. */
  allows(redirectUri: string, client: Client, visitor: Tester | undefined, now: Date): boolean
}>

export const testCallback = '/apps/callback'
export const testSeconds = 600

export const testRedirects = (box: Box, issuer: string): TestRedirects => {
  const prefix = `${issuer}${testCallback}?test=`

  const open: TestRedirects['open'] = (sealed, { account, session }, now) => {
    const text = box.open(sealed)
    if (text === undefined) return undefined
    const { expiresAt, ...fields } = JSON.parse(text) as Omit<TestRun, 'expiresAt'> & { expiresAt: number }
    const run: TestRun = { ...fields, expiresAt: new Date(expiresAt) }
    return run.sub === account.sub && run.sessionId === session.id && run.expiresAt > now ? run : undefined
  }

  return {
    addressOf: (run) => `${prefix}${box.seal(JSON.stringify({ ...run, expiresAt: run.expiresAt.getTime() }))}`,
    open,
    allows: (redirectUri, client, visitor, now) => {
      if (visitor === undefined || !redirectUri.startsWith(prefix)) return false
      const run = open(redirectUri.slice(prefix.length), visitor, now)
      return run !== undefined && run.clientId === client.clientId && client.ownerSub === run.sub
    },
  }
}
