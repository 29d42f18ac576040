// Seals: AES-256-GCM for rows, cookies, forms and URLs (NIST SP 800-38D), keys by RFC 5869.
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { fromBase64url } from './digest.ts'
import type { MasterKey } from './master-key.ts'
import type { MasterKeys } from './master-keys.ts'
import type { Random } from './random.ts'

/** Where a sealed value belongs: moved to another table, row or purpose it does not open. */
export type SealContext = Readonly<{ table: string; row: string; purpose: string }>

/** Wrong key, wrong place, or changed bytes; which of them is not told. */
export class SealBroken extends Error {
  override name = 'SealBroken'
}

export type SealedBox = Readonly<{
  seal: (plain: string) => string
  /** Undefined for whatever this box did not make. */
  open: (text: string) => string | undefined
}>

const version = Buffer.of(1)
const nonceBytes = 12
const tagBytes = 16
/** Longer than any cookie or URL that a browser carries to us. */
const longestText = 32_768

/** Each part after its length, so that no two lists of parts are written alike. */
const unambiguous = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )

/** nonce ‖ ciphertext ‖ tag */
const encrypt = (key: Buffer, nonce: Buffer, about: Buffer, plain: Buffer): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(about)
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([ciphertext, cipher.getAuthTag()])
}

const decrypt = (key: Buffer, nonce: Buffer, about: Buffer, sealed: Buffer): Buffer | undefined => {
  if (nonce.length !== nonceBytes || sealed.length < tagBytes) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
    .setAAD(about)
    .setAuthTag(sealed.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
  } catch {
    return undefined
  }
}

const rowContext = (context: SealContext): Buffer =>
  unambiguous('row', version, context.table, context.row, context.purpose)

/** version ‖ nonce ‖ ciphertext ‖ tag. Random nonces are safe here: a database has few sealed rows. */
export const seal = (key: MasterKey, random: Random, context: SealContext, plain: Buffer): Buffer => {
  const nonce = random.bytes(nonceBytes)
  return Buffer.concat([version, nonce, encrypt(key.derive('seal'), nonce, rowContext(context), plain)])
}

export const open = (key: MasterKey, context: SealContext, sealed: Buffer): Buffer => {
  const plain = sealed.subarray(0, 1).equals(version)
    ? decrypt(
        key.derive('seal'),
        sealed.subarray(1, 1 + nonceBytes),
        rowContext(context),
        sealed.subarray(1 + nonceBytes),
      )
    : undefined
  if (!plain) throw new SealBroken(`A sealed value of ${context.table} does not open.`)
  return plain
}

export type SealedValue = Readonly<{ sealed: Buffer; sealedBy: string }>

/** Under the newest master key. */
export const sealSecret = (
  masterKeys: MasterKeys,
  random: Random,
  context: SealContext,
  plain: Buffer,
): SealedValue => {
  const newest = masterKeys.newest()
  return { sealed: seal(newest, random, context, plain), sealedBy: newest.fingerprint }
}

/** @throws SealBroken where its master key is missing */
export const openSecret = (masterKeys: MasterKeys, context: SealContext, { sealed, sealedBy }: SealedValue): Buffer => {
  const key = masterKeys.find(sealedBy)
  if (!key) throw new SealBroken(`A sealed value of ${context.table} needs master key ${sealedBy}, which is missing.`)
  return open(key, context, sealed)
}

/** The same value under the newest master key; undefined if it is there already. */
export const reseal = (
  masterKeys: MasterKeys,
  random: Random,
  context: SealContext,
  { sealed, sealedBy }: SealedValue,
): SealedValue | undefined => {
  if (sealedBy === masterKeys.newest().fingerprint) return undefined
  return sealSecret(masterKeys, random, context, openSecret(masterKeys, context, { sealed, sealedBy }))
}

/**
 * base64url(version ‖ key id ‖ salt and nonce ‖ ciphertext ‖ tag). Browsers ask for these without limit, and one key bears
 * only 2^32 random nonces of 12 bytes; so half of 24 random bytes make a key for this text, the other half its nonce.
 */
export const sealedBox = (masterKeys: MasterKeys, random: Random, label: string): SealedBox => {
  const keyFor = (key: MasterKey, salt: Buffer) =>
    createHmac('sha256', key.derive(`box/${label}`))
      .update(salt)
      .digest()
  const headerBytes = version.length + 4
  return {
    seal: (plain) => {
      const key = masterKeys.newest()
      const header = Buffer.concat([version, key.id])
      const salt = random.bytes(nonceBytes)
      const nonce = random.bytes(nonceBytes)
      const sealed = encrypt(keyFor(key, salt), nonce, header, Buffer.from(plain))
      return Buffer.concat([header, salt, nonce, sealed]).toString('base64url')
    },
    open: (text) => {
      const bytes = text.length <= longestText ? fromBase64url(text) : undefined
      if (!bytes || bytes.length < headerBytes + 2 * nonceBytes + tagBytes || bytes[0] !== version[0]) return undefined
      const header = bytes.subarray(0, headerBytes)
      const key = masterKeys.findById(header.subarray(version.length))
      if (!key) return undefined
      const [salt, rest] = [
        bytes.subarray(headerBytes, headerBytes + nonceBytes),
        bytes.subarray(headerBytes + nonceBytes),
      ]
      const plain = decrypt(keyFor(key, salt), rest.subarray(0, nonceBytes), header, rest.subarray(nonceBytes))
      return plain?.toString('utf8')
    },
  }
}
