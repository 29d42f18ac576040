// The tables of people's apps as Kysely sees them; column for column what migrations/0011 made.

export type ClientLogoTable = { client_id: string; digest: string; media_type: string; bytes: Buffer }

export type AppOfferTable = {
  digest: Buffer
  client_id: string
  from_sub: string
  email_normalized: string
  offered_at: Date
  expires_at: Date
}
