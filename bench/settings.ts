// What the environment says about a run; bench/README.md explains each.

const number = (name: string, usual: number): number => {
  const value = Number(process.env[name] ?? usual)
  if (!(value > 0)) throw new Error(`${name} is a number above 0`)
  return value
}

export const settings = {
  /** How often the servers take turns. */
  rounds: number('BENCH_ROUNDS', 5),
  /** Seconds that one turn is measured. */
  seconds: number('BENCH_SECONDS', 2.4),
  /** Keys of the rows to run; empty: all. */
  only: (process.env.BENCH_ONLY ?? '').split(',').filter((name) => name !== ''),
  /** Folder for a CPU profile of Countersign. */
  profile: process.env.BENCH_PROFILE,
  /** Where the peer's accounts are: in its database, as ours, or (better for it) constants in its memory. */
  peerAccounts: process.env.BENCH_PEER_ACCOUNTS === 'memory' ? 'memory' : 'database',
  /** Requests at once, each with a connection of its own. */
  parallel: number('BENCH_PARALLEL', 16),
} as const
