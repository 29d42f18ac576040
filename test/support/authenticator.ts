// An authenticator in software: makes passkeys and signs with them, rightly or as wrongly as a test wants (Web Authentication §6).
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What a page's options say, as far as they matter here. */
type Options = Readonly<{ challenge: string; rpId?: string; rp?: { id: string }; user?: { id: string } }>

/** What it does otherwise than it should. */
export type Wrong = Readonly<{
  challenge?: string
  origin?: string
  rpId?: string
  type?: string
  isVerified?: boolean
  counter?: number
  userHandle?: string | null
  key?: KeyObject
  crossOrigin?: boolean
  /** DER of certificates, as an attestation has them. */
  certificates?: readonly Buffer[]
}>

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()
const base64url = (data: Buffer | string): string => Buffer.from(data).toString('base64url')

const present = 0x01
const verified = 0x04
const attested = 0x40

export const authenticator = (origin: string) => {
  const id = randomBytes(32)
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let counter = 0
  let owner = ''

  const clientData = (type: string, { challenge }: Options, wrong: Wrong): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: wrong.type ?? type,
        challenge: wrong.challenge ?? challenge,
        origin: wrong.origin ?? origin,
        crossOrigin: wrong.crossOrigin ?? false,
        ...(wrong.crossOrigin && { topOrigin: 'https://evil.example' }),
      }),
    )

  const authenticatorData = (rpId: string, flags: number, wrong: Wrong, rest = Buffer.alloc(0)): Buffer => {
    counter = wrong.counter ?? counter + 1
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    const all = flags | present | ((wrong.isVerified ?? true) ? verified : 0)
    return Buffer.concat([sha256(wrong.rpId ?? rpId), Buffer.of(all), count, rest])
  }

  return {
    id: base64url(id),
    /** What a page posts after `create`. */
    create: (options: Options, wrong: Wrong = {}): string => {
      owner = options.user?.id ?? ''
      const data = clientData('webauthn.create', options, wrong)
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const credential = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)])
      const authData = authenticatorData(options.rp?.id ?? '', attested, wrong, credential)
      const statement = wrong.certificates
        ? cborMap([
            ['alg', cborInteger(-7)],
            ['sig', cborBytes(Buffer.alloc(8))],
            ['x5c', Buffer.concat([Buffer.of(0x80 | wrong.certificates.length), ...wrong.certificates.map(cborBytes)])],
          ])
        : cborMap([])
      const attestationObject = cborMap([
        ['fmt', cborText(wrong.certificates ? 'packed' : 'none')],
        ['attStmt', statement],
        ['authData', cborBytes(authData)],
      ])
      const response = {
        clientDataJSON: base64url(data),
        attestationObject: base64url(attestationObject),
        transports: ['internal', 'made-up'],
      }
      return JSON.stringify({ ...named(id), response })
    },
    /** What a page posts after `get`. */
    get: (options: Options, wrong: Wrong = {}): string => {
      const data = clientData('webauthn.get', options, wrong)
      const authData = authenticatorData(options.rpId ?? '', 0, wrong)
      const signature = sign('sha256', Buffer.concat([authData, sha256(data)]), wrong.key ?? privateKey)
      const userHandle = wrong.userHandle === undefined ? owner : wrong.userHandle
      const response = {
        clientDataJSON: base64url(data),
        authenticatorData: base64url(authData),
        signature: base64url(signature),
        ...(userHandle !== null && { userHandle }),
      }
      return JSON.stringify({ ...named(id), response })
    },
  }
}

const named = (id: Buffer) => ({
  ...{ id: base64url(id), rawId: base64url(id), type: 'public-key', clientExtensionResults: {} },
})

/** RFC 9053 §7.1: kty EC2, alg ES256, crv P-256, x, y. */
const coseKey = (key: KeyObject): Buffer => {
  const { x = '', y = '' } = key.export({ format: 'jwk' }) as { x?: string; y?: string }
  const coordinate = (label: number, text: string) =>
    Buffer.concat([cborInteger(label), cborBytes(Buffer.from(text, 'base64url'))])
  return Buffer.concat([Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01), coordinate(-2, x), coordinate(-3, y)])
}

/** RFC 8949 §3, as much of it as is needed. */
const cborHead = (major: number, count: number): Buffer => {
  if (count < 24) return Buffer.of((major << 5) | count)
  return count < 256 ? Buffer.of((major << 5) | 24, count) : Buffer.of((major << 5) | 25, count >> 8, count & 255)
}
const cborInteger = (value: number): Buffer => (value < 0 ? cborHead(1, -1 - value) : cborHead(0, value))
const cborBytes = (bytes: Buffer): Buffer => Buffer.concat([cborHead(2, bytes.length), bytes])
const cborText = (text: string): Buffer => Buffer.concat([cborHead(3, Buffer.byteLength(text)), Buffer.from(text)])
const cborMap = (entries: readonly (readonly [string, Buffer])[]): Buffer =>
  Buffer.concat([cborHead(5, entries.length), ...entries.flatMap(([name, value]) => [cborText(name), value])])
