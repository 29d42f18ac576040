// The same content on both sides: what the contestants' answers have in them, compared before anything is measured.
import type { Checks, Json } from './checks.ts'
import type { Contestant } from './contestant.ts'
import type { Send } from './operations.ts'
import * as requests from './requests.ts'

/** Ours alone has them in ID tokens: both are optional (OIDC Core §3.1.3.6, RFC 7519 §5.1), and the peer cannot be told to add them. */
const oursAlone = ['at_hash', 'typ']

const names = (of: Json): string =>
  Object.keys(of)
    .filter((name) => !oursAlone.includes(name))
    .sort()
    .join(' ')

/** One line for each thing that must be equal. */
export const contentOf = async (contestant: Contestant, checks: Checks, send: Send): Promise<readonly string[]> => {
  const codeAnswer = await send(requests.authorize(contestant, contestant.cookies[0] ?? ''))
  const location = new URL(/\r\nlocation: ([^\r]*)/i.exec(codeAnswer.head)?.[1] ?? '')
  const code = location.searchParams.get('code') ?? ''
  const login = checks.tokens(await send(requests.redeem(contestant, code)), [])
  const refreshed = checks.tokens(await send(requests.refresh(contestant, login.refresh_token ?? '')), [])
  const own = checks.tokens(await send(requests.clientCredentials(contestant)), [])
  const describe = (what: string, answer: Readonly<Record<string, string>>): string[] => [
    `${what}: ${names(answer)}`,
    ...['access_token', 'id_token'].flatMap((name) => {
      const jwt = answer[name]
      if (jwt === undefined) return []
      const { header, claims, signatureBits } = checks.read(jwt)
      const about = `${String(header.alg)}, ${signatureBits} bits, ${name === 'access_token' ? `aud ${String(claims.aud)}` : ''}`
      return [`${what}: ${name}: ${about}: ${names(header)}: ${names(claims)}`]
    }),
  ]
  return [
    `authorize: ${[...location.searchParams.keys()].sort().join(' ')}`,
    ...describe('login', login),
    ...describe('refresh', refreshed),
    ...describe('client_credentials', own),
  ]
}

/** @throws where they differ */
export const compareContent = (ours: readonly string[], theirs: readonly string[]): void => {
  const differing = ours.flatMap((line, i) => (line === theirs[i] ? [] : [`ours:   ${line}\ntheirs: ${theirs[i]}`]))
  if (differing.length > 0) throw new Error(`The answers differ in content:\n${differing.join('\n')}`)
}
