// What every answer must be: checked while it is measured, because a fast wrong answer is worth nothing.
import { createPublicKey, type JsonWebKeyInput, type KeyObject, verify } from 'node:crypto'
import type { Answer } from './connection.ts'
import type { Contestant } from './contestant.ts'

export type Json = Readonly<Record<string, unknown>>
export type Token = Readonly<{ header: Json; claims: Json; signatureBits: number }>

export type Checks = Readonly<{
  /** The body of an answer 200. */
  json(answer: Answer): Json
  /** The tokens of a token endpoint's answer; which must be there. */
  tokens(answer: Answer, expected: readonly string[]): Readonly<Record<string, string>>
  /** Verifies the signature. */
  read(jwt: string): Token
}>

/** Every so many answers the signatures are verified, on the load's core: each costs it 0.03 ms. */
const verifyEvery = 20
const rsaBits = 2048

export const checksOf = async ({ name, issuer, paths }: Contestant): Promise<Checks> => {
  const set = (await (await fetch(issuer + paths.jwks)).json()) as {
    keys: (JsonWebKeyInput['key'] & { kid: string })[]
  }
  const keys = new Map(set.keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]))
  let count = 0

  const json: Checks['json'] = ({ status, head, body }) => {
    if (status !== 200) throw new Error(`${name} answered ${status}:\n${head}\n${body}`)
    return JSON.parse(body.toString())
  }
  const read = (jwt: string): Token => readVerified(name, jwt, keys)
  return {
    json,
    read,
    tokens: (answer, expected) => {
      const body = json(answer) as Record<string, string>
      const missing = expected.filter((token) => typeof body[token] !== 'string')
      if (missing.length > 0) throw new Error(`${name} gave no ${missing.join(', ')}: ${answer.body}`)
      count += 1
      if (count % verifyEvery === 0)
        for (const token of ['access_token', 'id_token']) if (expected.includes(token)) read(body[token] ?? '')
      return body
    },
  }
}

const readVerified = (name: string, jwt: string, keys: ReadonlyMap<string, KeyObject>): Token => {
  const [head = '', payload = '', signature = ''] = jwt.split('.')
  const decode = (part: string): Json => JSON.parse(Buffer.from(part, 'base64url').toString())
  const header = decode(head)
  const key = keys.get(String(header.kid))
  if (key === undefined) throw new Error(`${name} signed with a key that it does not publish: ${String(header.kid)}`)
  const bits = key.asymmetricKeyDetails?.modulusLength
  if (header.alg === 'RS256' && bits !== rsaBits) throw new Error(`${name} signs with RSA of ${bits} bits`)
  const bytes = Buffer.from(signature, 'base64url')
  const verifier = header.alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : key
  if (!verify('sha256', Buffer.from(`${head}.${payload}`), verifier, bytes))
    throw new Error(`${name} signed wrongly: ${jwt}`)
  const claims = decode(payload)
  if (!(Number(claims.exp) * 1000 > Date.now())) throw new Error(`${name} issued an expired token`)
  return { header, claims, signatureBits: bytes.length * 8 }
}
