// The token inspector: judges a pasted token by this server's own keys; it is neither kept nor sent anywhere (RFC 7515 §5.2, RFC 8725 §3.1).
import { type Claims, inspect, timeVerdicts, typeWords, type Verdict } from '../../protocol/token-inspection.ts'

export type Inspection =
  | Readonly<{ kind: 'opaque'; words: string }>
  | Readonly<{ kind: 'encrypted' }>
  | Readonly<{ kind: 'unknown' }>
  | Readonly<{
      kind: 'jwt'
      type: string
      header: Claims
      claims: Claims
      signature: Verdict
      times: readonly (Verdict & Readonly<{ claim: string }>)[]
    }>

type Parts = Readonly<{
  issuer: string
  keyRing: Readonly<{
    verify: (token: string, typ: string) => Promise<object | undefined>
    states: () => readonly Readonly<{ key: Readonly<{ kid: string }>; state: string }>[]
  }>
}>

export const inspectingTokens =
  ({ issuer, keyRing }: Parts) =>
  async (pasted: string, now: Date): Promise<Inspection> => {
    const read = inspect(pasted)
    if (read.kind !== 'jwt') return read
    const { token, header, claims } = read
    const signature = async (): Promise<Verdict> => {
      if (claims.iss !== issuer)
        return bad(`It does not say that it is from here, so this server cannot judge it: its issuer is not ${issuer}.`)
      const typ = typeof header.typ === 'string' ? header.typ : ''
      if ((await keyRing.verify(token, typ)) !== undefined)
        return { isGood: true, words: 'The signature is right: this server issued the token, and nobody changed it.' }
      const key = keyRing.states().find(({ key: { kid } }) => kid === header.kid)
      if (header.alg === 'none') return bad('It is not signed at all. Never accept such a token.')
      if (key === undefined) return bad('It was not signed by any key of this server.')
      if (key.state === 'compromised') return bad('Its key was withdrawn, so nothing that it signed counts any more.')
      return bad('The signature is wrong: the token was changed or made up. An API must refuse it.')
    }
    return {
      ...{ kind: 'jwt', type: typeWords(header), header, claims },
      signature: await signature(),
      times: timeVerdicts(claims, now),
    }
  }

const bad = (words: string): Verdict => ({ isGood: false, words })
