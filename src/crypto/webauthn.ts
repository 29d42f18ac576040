// WebAuthn: whether a browser's answer proves a passkey (Web Authentication §7.1, §7.2).
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Passkey } from '../model/factor.ts'
import { passkeyAlgorithms } from '../protocol/passkey-options.ts'
import { fromBase64url } from './digest.ts'

/** Why an answer proves nothing, for the operator. */
export type NoProof = Readonly<{ problem: string }>
export type NewPasskey = Pick<Passkey, 'id' | 'publicKey' | 'counter' | 'transports' | 'synced' | 'backedUp'>
export type Assertion = Readonly<{ counter: number; userVerified: boolean; backedUp: boolean }>

export type WebAuthn = Readonly<{
  verifyNew(answer: string, challenge: string): Promise<NewPasskey | NoProof>
  /** Whose proof it claims to be. */
  claimOf(answer: string): Readonly<{ id: Buffer; userHandle: Buffer | null }> | undefined
  /** The counter is not judged here: the statement that stores it does. */
  verify(
    answer: string,
    challenge: string,
    passkey: Pick<Passkey, 'id' | 'publicKey'>,
    mustVerifyUser: boolean,
  ): Promise<Assertion | NoProof>
}>

/** As authenticators name them; anything else is not kept (§5.8.4). */
const transportNames: readonly string[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']
/** §4: a credential's id is shorter. */
const longestId = 1023

export const openWebAuthn = ({ issuer }: Readonly<{ issuer: string }>): WebAuthn => {
  const { origin, hostname } = new URL(issuer)
  const expected = { expectedOrigin: origin, expectedRPID: hostname }
  // With its ASN.1 it is a seventh of what the server loads; the first passkey can wait for it.
  const library = () => import('@simplewebauthn/server')

  return {
    verifyNew: (answer, challenge) =>
      proving(async () => {
        const response = parse<RegistrationResponseJSON>(answer)
        await refuseAttestation(response)
        const { verifyRegistrationResponse } = await library()
        const { registrationInfo } = await verifyRegistrationResponse({
          ...{ ...expected, response, expectedChallenge: challenge },
          requireUserVerification: true,
          supportedAlgorithmIDs: [...passkeyAlgorithms],
        })
        if (registrationInfo === undefined) throw new Error('The attestation statement is wrong.')
        const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo
        const id = Buffer.from(credential.id, 'base64url')
        if (id.length > longestId) throw new Error('The id of the credential is too long.')
        return {
          id,
          publicKey: Buffer.from(credential.publicKey),
          counter: credential.counter,
          transports: transportNames.filter((name) => (credential.transports as readonly string[])?.includes(name)),
          synced: credentialDeviceType === 'multiDevice',
          backedUp: credentialBackedUp,
        }
      }),

    claimOf: (answer) => {
      try {
        const { id, response } = parse<AuthenticationResponseJSON>(answer)
        const idBytes = fromBase64url(id)
        const userHandle = response.userHandle ? (fromBase64url(response.userHandle) ?? Buffer.alloc(0)) : null
        return idBytes === undefined ? undefined : { id: idBytes, userHandle }
      } catch {
        return undefined
      }
    },

    verify: (answer, challenge, { id, publicKey }, mustVerifyUser) =>
      proving(async () => {
        const { verifyAuthenticationResponse } = await library()
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          ...{ ...expected, response: parse<AuthenticationResponseJSON>(answer), expectedChallenge: challenge },
          credential: { id: id.toString('base64url'), publicKey: Uint8Array.from(publicKey), counter: 0 },
          requireUserVerification: mustVerifyUser,
        })
        if (!verified) throw new Error('The signature is wrong.')
        const { newCounter, userVerified, credentialBackedUp } = authenticationInfo
        return { counter: newCounter, userVerified, backedUp: credentialBackedUp }
      }),
  }
}

const parse = <T>(answer: string): T => {
  const value: unknown = JSON.parse(answer)
  if (typeof value !== 'object' || value === null) throw new Error('The answer is no object.')
  return value as T
}

/**
 * No attestation was asked for. Certificates are refused before anything looks at them: the library would fetch the
 * revocation lists that they name, wherever those are.
 */
const refuseAttestation = async ({ response }: RegistrationResponseJSON): Promise<void> => {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  const object = decodeAttestationObject(Uint8Array.from(Buffer.from(response.attestationObject, 'base64url')))
  const format = object.get('fmt')
  const isSelf = format === 'packed' && object.get('attStmt').get('x5c') === undefined
  if (format !== 'none' && !isSelf) throw new Error('The answer has an attestation, which was not asked for.')
}

/** Whatever the library cannot read is thrown, and proves nothing. */
const proving = async <T>(verify: () => Promise<T>): Promise<T | NoProof> => {
  try {
    return await verify()
  } catch (error) {
    const text = error instanceof Error ? error.message : 'unknown'
    // What stands in quotes was sent by the browser.
    return { problem: text.replace(/"[^"]*"/g, '"…"').slice(0, 200) }
  }
}
