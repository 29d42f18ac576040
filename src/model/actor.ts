// Actor: who performs an act of administration; every such act is an event that names one.

export type Actor =
  | Readonly<{ kind: 'command-line' }>
  /** Whoever came with the link that makes the first admin. */
  | Readonly<{ kind: 'setup-link'; address: string }>
  | Readonly<{ kind: 'person'; sub: string; address: string }>
  /** Through the admin API; `sub`: for whom it acts, where a person logged in. */
  | Readonly<{ kind: 'app'; clientId: string; sub: string | null; address: string }>
