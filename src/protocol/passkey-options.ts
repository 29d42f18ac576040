// Passkey options: what a page asks the browser for (Web Authentication §5.4, §5.5).
import type { Passkey } from '../model/factor.ts'

/** EdDSA, ES256, RS256, the best first (IANA COSE Algorithms). */
export const passkeyAlgorithms = [-8, -7, -257] as const

const timeoutMillis = 5 * 60 * 1000

export type RelyingParty = Readonly<{ id: string; name: string }>
type Known = readonly Pick<Passkey, 'id' | 'transports'>[]

const described = (passkeys: Known) =>
  passkeys.map(({ id, transports }) => ({ type: 'public-key', id: id.toString('base64url'), transports }))

/**
 * @param asked whose passkeys would do; without any, every browser offers those that it has, and the page tells nothing of anybody
 * @param userVerification `required` where nothing else is proved
 */
export const requestOptions = (
  rp: RelyingParty,
  challenge: string,
  userVerification: 'required' | 'preferred',
  asked: Known = [],
) => ({
  challenge,
  rpId: rp.id,
  timeout: timeoutMillis,
  userVerification,
  allowCredentials: described(asked),
})

type Owner = Readonly<{
  /** Random, so that a passkey tells nobody who its owner is here (§14.6.1). */
  handle: Buffer
  email: string
  name: string | null
}>

export const creationOptions = (rp: RelyingParty, challenge: string, owner: Owner, known: Known) => ({
  rp,
  user: { id: owner.handle.toString('base64url'), name: owner.email, displayName: owner.name ?? owner.email },
  challenge,
  pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
  timeout: timeoutMillis,
  excludeCredentials: described(known),
  // It shall do as the only proof: found without a name, and never without its owner.
  authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  // Who made the device is nobody's business here.
  attestation: 'none',
})
