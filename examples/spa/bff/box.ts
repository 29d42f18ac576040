// Sealed boxes: what the backend keeps in the browser, which carries it and can neither read nor change it (RFC 7516).
import { EncryptJWT, jwtDecrypt } from 'jose'

export type Box = ReturnType<typeof openBox>

/** The key has 32 bytes. All processes of the backend have the same; with a new one everybody logs in again. */
export const openBox = (key: Uint8Array) => ({
  /** The purpose keeps a box for one thing from being passed off as one for another. */
  seal: (purpose: string, content: Readonly<Record<string, string>>, lifeSeconds: number): Promise<string> =>
    new EncryptJWT({ ...content })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setAudience(purpose)
      .setExpirationTime(`${lifeSeconds} seconds`)
      .encrypt(key),

  /** Undefined for whatever was not sealed here for this purpose, or too long ago. */
  open: async (purpose: string, sealed: string | undefined): Promise<Record<string, string> | undefined> => {
    if (sealed === undefined) return undefined
    const opened = await jwtDecrypt<Record<string, string>>(sealed, key, { audience: purpose }).catch(() => undefined)
    return opened?.payload
  },
})
