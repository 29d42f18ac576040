// Tampering: how a bug is put into the server without touching its code: a part that its flows are given is wrapped.
import type { Grant, GrantRequest } from '../../../src/flows/grants/grant.ts'
import type { Store } from '../../../src/store/index.ts'
import type { Ingredients } from '../../support/assembly.ts'
import type { Tamper } from '../world.ts'

export type Bug = Readonly<{
  name: string
  tamper: Tamper
  /** What the violation must speak of, so that no bug is caught by accident. */
  caughtAs: RegExp
}>

export type Codes = Store['codes']
type Families = Store['families']
type Redeemed = Awaited<ReturnType<Codes['redeem']>>
type Rotated = Awaited<ReturnType<Families['rotate']>>

export const withStore = (ingredients: Ingredients, rooms: Partial<Store>): Ingredients => ({
  ...ingredients,
  store: { ...ingredients.store, ...rooms },
})

/** Inside a transaction only rooms on its own handle may stand. */
export const inTransactions = (ingredients: Ingredients, rooms: (tx: Store) => Partial<Store>): Ingredients =>
  withStore(ingredients, {
    transaction: (work) => ingredients.store.transaction((tx) => work({ ...tx, ...rooms(tx) })),
  })

export const withCodes = (ingredients: Ingredients, change: (codes: Codes) => Partial<Codes>): Ingredients =>
  withStore(ingredients, { codes: { ...ingredients.store.codes, ...change(ingredients.store.codes) } })

export const withFamilies = (
  ingredients: Ingredients,
  change: (families: Families) => Partial<Families>,
): Ingredients =>
  withStore(ingredients, { families: { ...ingredients.store.families, ...change(ingredients.store.families) } })

/** Changes what redeeming a code found, knowing the request. */
export const onRedeemed = (
  ingredients: Ingredients,
  change: (redeemed: NonNullable<Redeemed>, request: GrantRequest) => Redeemed,
): Ingredients => {
  let current: GrantRequest | undefined
  const aroundGrant = (grant: Grant): Grant => ({
    ...grant,
    decide: (request) => {
      current = request
      return grant.decide(request)
    },
  })
  const tampered = withCodes(ingredients, (codes) => ({
    redeem: async (redemption) => {
      const redeemed = await codes.redeem(redemption)
      return redeemed && current && change(redeemed, current)
    },
  }))
  return { ...tampered, aroundGrant }
}

export const onRotated = (
  ingredients: Ingredients,
  change: (rotated: NonNullable<Rotated>) => Rotated | Promise<Rotated>,
): Ingredients =>
  withFamilies(ingredients, (families) => ({
    rotate: async (request) => {
      const rotated = await families.rotate(request)
      return rotated && change(rotated)
    },
  }))
