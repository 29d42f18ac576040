// Requirements: what a standard demands of a server, and which test shows that this one does it.

export type Requirement = Readonly<{
  /** e.g. `§4.1.3`. */
  section: string
  /** What must be, in short words of our own. */
  must: string
}> &
  (
    | Readonly<{
        /** Part of the title of a test, or of a case in a test's table; it stands in some test file as it stands here. */
        shownBy: string
      }>
    | Readonly<{
        /** Why no test shows it: what falls short, and since when that is meant. */
        gap: string
      }>
  )

export type Standard = Readonly<{
  /** As titles of tests name it, e.g. `RFC 7636`. */
  name: string
  title: string
  /** Where a gap is not allowed: authorize, token, PKCE, redirects and registration are whole. */
  isWhole: boolean
  requirements: readonly Requirement[]
}>
