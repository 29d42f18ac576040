// Device authorization: what a device without a browser asks for, and what a person answered elsewhere (RFC 8628 §3.1, §3.3).

export type DeviceAuthorization = Readonly<{
  /** SHA-256 of the device code. */
  digest: Buffer
  clientId: string
  scope: readonly string[]
  resources: readonly string[]
  /** Where the request came from, for the person to recognize their device by (RFC 8628 §5.4). */
  address: string
  userAgent: string | null
  /** The device waits so long between two polls; each one that comes too soon makes it longer. */
  intervalSeconds: number
  polledAt: Date | null
  /** Whether the last poll came too soon: decided by the statement that recorded it. */
  polledTooSoon: boolean
  issuedAt: Date
  expiresAt: Date
  answer: DeviceAnswer | null
  /** When it was turned into tokens. */
  spentAt: Date | null
  /** The family that redeeming it founds. */
  familyPublicId: string
}>

/** Who answered, and how. */
export type DeviceAnswer = Readonly<{ decision: 'allowed' | 'denied'; sub: string; at: Date }>
