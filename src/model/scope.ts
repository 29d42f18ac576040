// Scope: a permission that applications may ask for, with its words for people.

export type Scope = Readonly<{
  name: string
  /** Completes "This app would like to …". */
  words: string
  /** The person may leave it out, of those apps that can do without it (Client.optionalScope). */
  optional: boolean
  /** Only an operator may give it to a client; self-registered clients never get it. */
  privileged: boolean
}>
