// Meter: what is counted for operators while the server works. Names only that this code gives: no client, person or address.

export type Meter = Readonly<{
  /** `route`: as it was registered, so that there are few. */
  request(method: string, route: string, status: number, seconds: number): void
  /** What a grant decided. */
  grant(name: string, outcome: 'granted' | 'refused'): void
  /** An event that was recorded: a refusal by its error code, or something that an operator should know. */
  event(kind: string, code: string | null): void
  login(outcome: string): void
}>
