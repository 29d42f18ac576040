// Authentication context: how sure we are that it is the person, told by how they logged in (OpenID Connect Core §2 acr, RFC 8176).
import { isMultiFactor } from './amr.ts'

/** Levels of NIST SP 800-63B-4 §2, weakest first: one kind of proof, or two. */
export const acrValues = ['aal1', 'aal2'] as const
export type Acr = (typeof acrValues)[number]

/** @param amr methods of RFC 8176 that were used */
export const acrOf = (amr: readonly string[]): Acr | undefined => {
  if (amr.length === 0) return undefined
  return isMultiFactor(amr) ? 'aal2' : 'aal1'
}

const isAcr = (value: string): value is Acr => (acrValues as readonly string[]).includes(value)

/** Whoever did more did the lesser too. */
const reaches = (amr: readonly string[], acr: Acr): boolean => {
  const reached = acrOf(amr)
  return reached !== undefined && acrValues.indexOf(reached) >= acrValues.indexOf(acr)
}

export const canBeReached = (values: readonly string[]): boolean => values.some(isAcr)

export const reachesOneOf = (amr: readonly string[], values: readonly string[]): boolean =>
  values.some((value) => isAcr(value) && reaches(amr, value))

/** The first of them that there is here is the one that is wished for most (§3.1.2.1 acr_values). */
export const reachesWish = (amr: readonly string[], values: readonly string[]): boolean => {
  const wish = values.find(isAcr)
  return wish === undefined || reaches(amr, wish)
}

/**
 * What is told of a login where the answer must be one of these values (§5.5.1.1): if only a lesser one is named, the login
 * counts for that, and that there was more is left out.
 */
export const toldMethods = (amr: readonly string[], essential: readonly string[]): readonly string[] => {
  const lesser = amr.filter((method) => method !== 'mfa')
  const isNamed = (methods: readonly string[]) => essential.includes(acrOf(methods) ?? '')
  return essential.length > 0 && !isNamed(amr) && isNamed(lesser) ? lesser : amr
}
