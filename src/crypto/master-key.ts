// Master key: the root from which every key that the server keeps to itself is derived (RFC 5869, HKDF-SHA-256).
import { hkdfSync } from 'node:crypto'

export type MasterKey = Readonly<{
  /** 16 hex digits that name the key in rows and messages; derived, so they tell nothing about it. */
  fingerprint: string
  /** The first 4 bytes of the fingerprint: names the key inside tokens, cookies and URLs. */
  id: Buffer
  /** 32 bytes, another key for each label. Labels are constants of the code, never input. */
  derive: (label: string) => Buffer
}>

/** What keeps the server from starting, or a command from working, in one line. Never holds key material. */
export class MasterKeyProblem extends Error {
  override name = 'MasterKeyProblem'
}

export const masterKeyBytes = 32

/** The secret stays inside this closure: nothing that prints the object can print it. */
export const masterKeyFrom = (secret: Buffer): MasterKey => {
  const derived = new Map<string, Buffer>()
  const derive = (label: string): Buffer => {
    const known = derived.get(label)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `countersign/1/${label}`, 32))
    derived.set(label, key)
    return key
  }
  const name = derive('fingerprint').subarray(0, 8)
  return { fingerprint: name.toString('hex'), id: name.subarray(0, 4), derive }
}

/** base64url (or base64) of 32 bytes, and nothing else. */
export const parseMasterKey = (text: string): MasterKey | undefined => {
  const trimmed = text.trim()
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return undefined
  return masterKeyFrom(Buffer.from(trimmed, 'base64url'))
}
