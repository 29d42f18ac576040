// Kept secrets: made at the first need, sealed in the database; they outlive master keys.
import type { Store } from '../store/index.ts'

export type KeptSecretParts = Readonly<{
  store: Pick<Store['sealedSecrets'], 'find' | 'insertIfAbsent'>
  seal: (name: string, plain: Buffer) => Readonly<{ sealed: Buffer; sealedBy: string }>
  open: (name: string, row: Readonly<{ sealed: Buffer; sealedBy: string }>) => Buffer
  random: { bytes(count: number): Buffer }
}>

/** 32 random bytes, read once. */
export const keptSecret = ({ store, seal, open, random }: KeptSecretParts, name: string): (() => Promise<Buffer>) => {
  let secret: Buffer | undefined
  /** Of two servers that make it at once, the row of the first counts. */
  const make = async () => {
    const { sealed, sealedBy } = seal(name, random.bytes(32))
    await store.insertIfAbsent(name, sealed, sealedBy)
    const row = await store.find(name)
    if (row === undefined) throw new Error(`the secret ${name} was not kept`)
    return row
  }
  return async () => {
    secret ??= open(name, (await store.find(name)) ?? (await make()))
    return secret
  }
}
