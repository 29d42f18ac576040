// Signing keys: seals a new one for its row, and opens a row only if it proves to be ours (RFC 7517 §9.2, RFC 7638).
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { JWK } from 'jose'
import type { SigningAlgorithm, SigningKey } from '../model/signing-key.ts'
import { MasterKeyProblem } from './master-key.ts'
import type { MasterKeys } from './master-keys.ts'
import type { Random } from './random.ts'
import { open, type SealContext, seal } from './seal.ts'
import {
  generateSigningKey,
  type JwtSigner,
  type JwtVerifier,
  jwtSigner,
  jwtVerifier,
  publicHalf,
  readPrivateKey,
} from './signer.ts'

/** `sign` is missing where the private half is destroyed: such a key only recognizes old tokens, and is not published. */
export type OpenKey = Readonly<{ publicJwk: JWK; sign?: JwtSigner; verify: JwtVerifier }>

export const signingKeyContext = (kid: string): SealContext => ({ table: 'signing_key', row: kid, purpose: 'private' })

type Times = Pick<SigningKey, 'createdAt' | 'activeFrom' | 'coversUntil'>

export const makeSigningKey = async (
  masterKeys: MasterKeys,
  random: Random,
  alg: SigningAlgorithm,
  ordinal: number,
  times: Times,
): Promise<SigningKey> => {
  const { kid, publicJwk, privatePkcs8 } = await generateSigningKey(alg)
  const masterKey = masterKeys.newest()
  const sealedPrivate = seal(masterKey, random, signingKeyContext(kid), privatePkcs8)
  privatePkcs8.fill(0)
  return { kid, alg, ordinal, publicJwk, sealedPrivate, sealedBy: masterKey.fingerprint, ...times, compromisedAt: null }
}

/**
 * Whoever can write to the database could add a key of their own. So a key counts only if its private half opens under our master
 * key and its id is the thumbprint of that very key: what is published is computed from there, not read from the row.
 */
export const openSigningKey = (masterKeys: MasterKeys, row: SigningKey): OpenKey => {
  if (!row.sealedPrivate) return openPublicHalf(row)
  const masterKey = masterKeys.find(row.sealedBy)
  if (!masterKey) {
    throw new MasterKeyProblem(
      `Signing key ${row.kid} is sealed by master key ${row.sealedBy}, which is missing: put it back.`,
    )
  }
  const pkcs8 = open(masterKey, signingKeyContext(row.kid), row.sealedPrivate)
  const privateKey = readPrivateKey(pkcs8)
  pkcs8.fill(0)
  return { ...matching(row, createPublicKey(privateKey)), sign: jwtSigner(row.alg, row.kid, privateKey) }
}

const openPublicHalf = (row: SigningKey): OpenKey =>
  matching(row, createPublicKey({ key: row.publicJwk, format: 'jwk' }))

const matching = (row: SigningKey, publicKey: KeyObject): OpenKey => {
  const { kid, publicJwk } = publicHalf(row.alg, publicKey)
  if (kid !== row.kid) throw new Error(`Signing key ${row.kid} is not what its row says.`)
  return { publicJwk, verify: jwtVerifier(row.alg, kid, publicKey) }
}
