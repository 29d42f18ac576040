// Account: a person who can log in (the "resource owner" of RFC 6749 §1.1, the "end-user" of OpenID Connect Core §1.2).

export type Account = Readonly<{
  /** The subject: `usr_` and 128 random bits; never an e-mail address, never reused. */
  sub: string
  /** As it was typed. */
  email: string
  /** As it is compared (protocol/email.ts). */
  emailNormalized: string
  emailVerifiedAt: Date | null
  name: string | null
  /** What pages and mail are written in; null where the person never chose. */
  language: string | null
  /** Besides name and e-mail; what an application's scope or claims request may read (OIDC Core §5.1). */
  profile: Profile
  profileUpdatedAt: Date
  roles: readonly string[]
  /** Facts of the operator's own, for the claims of resources (model/resource.ts). */
  attributes: Attributes
  disabledAt: Date | null
  createdAt: Date
}>

/** Whoever has it may administer this server. */
export const adminRole = 'admin'

/** Standard claims by their wire names (OIDC Core §5.1). */
export type Profile = Readonly<{
  given_name?: string
  family_name?: string
  middle_name?: string
  nickname?: string
  preferred_username?: string
  profile?: string
  picture?: string
  website?: string
  gender?: string
  birthdate?: string
  zoneinfo?: string
  locale?: string
  phone_number?: string
  phone_number_verified?: boolean
  address?: Address
}>

/** OIDC Core §5.1.1 */
export type Address = Readonly<{
  formatted?: string
  street_address?: string
  locality?: string
  region?: string
  postal_code?: string
  country?: string
}>

export type Attributes = Readonly<Record<string, string | readonly string[]>>

/** An account as the login needs it: with the password's hash (argon2id, or an imported foreign hash). */
export type AccountWithPassword = Account & Readonly<{ passwordHash: string | null }>
