// Scope: a permission that applications may ask for, with its words for people.

export type Scope = Readonly<{
  name: string
  /** Completes "This app would like to …". */
  words: string
  /** The person may untick it where the app marked it optional too. */
  optional: boolean
  /** Only an operator may give it to a client; self-registered clients never get it. */
  privileged: boolean
}>
