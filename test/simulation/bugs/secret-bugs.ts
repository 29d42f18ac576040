// Bugs of secrets that are kept, and of tokens that live too long.
import type { Grant } from '../../../src/flows/grants/grant.ts'
import { isRefusal } from '../../../src/protocol/errors.ts'
import type { Bug } from './tampering.ts'

export const secretBugs: readonly Bug[] = [
  {
    name: 'secrets are stored in clear',
    caughtAs: /a stored secret or a logged one/,
    tamper: (ingredients) => ({ ...ingredients, sha256: (text) => Buffer.from(text) }),
  },
  {
    name: 'an event keeps what was sent',
    caughtAs: /a stored secret or a logged one/,
    tamper: (ingredients) => {
      const { events } = ingredients
      const aroundGrant = (grant: Grant): Grant => ({
        ...grant,
        decide: async (request) => {
          const decided = await grant.decide(request)
          const { params } = request
          const operatorText = `refused: ${params.names().map((name) => `${name}=${params.get(name)}`)}`
          if (isRefusal(decided)) events.record({ kind: 'refused', operatorText })
          return decided
        },
      })
      return { ...ingredients, aroundGrant }
    },
  },
  {
    name: 'access tokens live for longer than they should',
    caughtAs: /expires_in|exp - iat|outlive/,
    tamper: (ingredients) => {
      const { resources } = ingredients
      const terms: typeof resources.terms = (...asked) => ({ ...resources.terms(...asked), lifetimeSeconds: 930 })
      return { ...ingredients, resources: { ...resources, terms } }
    },
  },
]
