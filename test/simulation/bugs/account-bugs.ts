// Bugs of sessions, passwords and what ends access.
import type { Store } from '../../../src/store/index.ts'
import { type Bug, inTransactions, withStore } from './tampering.ts'

type Sessions = Store['sessions']

export const accountBugs: readonly Bug[] = [
  {
    name: 'logging out forgets the families',
    caughtAs: /the rows are not what they should be.*(logged_out|session_ended)/s,
    tamper: (ingredients) =>
      inTransactions(ingredients, (tx) => ({ families: { ...tx.families, revokeForSession: async () => 0 } })),
  },
  {
    name: "a disabled person's families live on",
    caughtAs: /the rows are not what they should be.*account_disabled/s,
    tamper: (ingredients) =>
      inTransactions(ingredients, (tx) => ({
        families: {
          ...tx.families,
          revokeForAccount: async (sub, reason, now) =>
            reason === 'account_disabled' ? 0 : tx.families.revokeForAccount(sub, reason, now),
        },
      })),
  },
  {
    name: 'what belongs together is done one by one',
    caughtAs: /a cut connection left the rows in a state that no statement leads to/,
    tamper: (ingredients) => {
      const { store } = ingredients
      return { ...ingredients, store: { ...store, transaction: (work) => work(store) } }
    },
  },
  {
    name: 'a new password leaves the old sessions',
    caughtAs: /the rows are not what they should be.*session/s,
    tamper: (ingredients) =>
      inTransactions(ingredients, (tx) => ({ sessions: { ...tx.sessions, endForAccount: async () => [] } })),
  },
  {
    name: 'a cookie from before the log-in still works after it',
    caughtAs: /the rows are not what they should be.*session/s,
    tamper: (ingredients) => {
      const { sessions } = ingredients.store
      const before = new Map<string, Buffer>()
      const find: Sessions['find'] = async (digest, now) => {
        const found = await sessions.find(digest, now)
        if (found !== undefined) before.set(found.session.id, digest)
        return found
      }
      const reauthenticate: Sessions['reauthenticate'] = (id, digest, now, proof) =>
        sessions.reauthenticate(id, before.get(id) ?? digest, now, proof)
      return withStore(ingredients, { sessions: { ...sessions, find, reauthenticate } })
    },
  },
  {
    name: 'a session never idles out',
    caughtAs: /an ended session/,
    tamper: (ingredients) => {
      const { sessions } = ingredients.store
      const find: Sessions['find'] = (digest) => sessions.find(digest, new Date(0))
      return withStore(ingredients, { sessions: { ...sessions, find } })
    },
  },
  {
    name: 'passwords may be guessed without end',
    caughtAs: /the outcome of a log-in|the rows are not what/,
    tamper: (ingredients) => ({ ...ingredients, config: { ...ingredients.config, rateLimits: false } }),
  },
]
