// Bugs of refresh tokens: what RFC 9700 §4.14.2 promises.
import { type Bug, onRedeemed, onRotated, withFamilies } from './tampering.ts'

const notRevoked = 'update family set revoked_at = null, revoked_reason = null where id = $1'

export const refreshBugs: readonly Bug[] = [
  {
    name: 'reuse of a refresh token revokes nothing',
    caughtAs: /the rows are not what they should be.*refresh_reused/s,
    tamper: (ingredients, { sql }) =>
      onRotated(ingredients, async (rotated) => {
        if (rotated.outcome === 'reused') await sql(notRevoked, [rotated.family.id])
        return rotated
      }),
  },
  {
    name: 'reuse revokes another family of the same person',
    caughtAs: /the rows are not what they should be.*refresh_reused/s,
    tamper: (ingredients, { sql }) =>
      onRotated(ingredients, async (rotated) => {
        if (rotated.outcome !== 'reused') return rotated
        const { id, sub, revokedAt } = rotated.family
        await sql(notRevoked, [id])
        await sql(`update family set revoked_at = $1, revoked_reason = 'refresh_reused' where sub = $2 and id <> $3`, [
          revokedAt,
          sub,
          id,
        ])
        return rotated
      }),
  },
  {
    name: "another client's refresh token is accepted",
    // Or seen by what it did: the other client's old token ended the family.
    caughtAs: /another client's refresh token yields nothing|the rows are not what they should be.*refresh_reused/s,
    tamper: (ingredients) =>
      withFamilies(ingredients, (families) => ({
        rotate: async (request) => {
          const family = await families.find(request.id)
          return families.rotate({ ...request, clientId: family?.clientId ?? request.clientId })
        },
      })),
  },
  {
    name: 'a retry forks a new successor',
    caughtAs: /retries get the same successor|a refresh token was handed out twice|the rows are not what/,
    tamper: (ingredients, { sql }) =>
      onRotated(ingredients, async (rotated) => {
        if (rotated.outcome !== 'retried') return rotated
        const generation = rotated.family.generation + 1
        await sql('update family set generation = $1 where id = $2', [generation, rotated.family.id])
        return { ...rotated, outcome: 'rotated', family: { ...rotated.family, generation } }
      }),
  },
  {
    name: 'the retry window never ends',
    caughtAs: /reuse of a replaced refresh token yields nothing/,
    tamper: (ingredients) =>
      withFamilies(ingredients, (families) => ({
        rotate: (request) => families.rotate({ ...request, retrySeconds: 1e9 }),
      })),
  },
  {
    name: 'there is no retry window',
    caughtAs: /what nothing ended works.*A replaced refresh token was used again/s,
    tamper: (ingredients) =>
      withFamilies(ingredients, (families) => ({
        rotate: (request) => families.rotate({ ...request, retrySeconds: -1e9 }),
      })),
  },
  {
    name: 'a database that went back counts as reuse',
    caughtAs: /what nothing ended works/,
    tamper: (ingredients) =>
      withFamilies(ingredients, (families) => ({
        rotate: async (request) => {
          const family = await families.find(request.id)
          const ahead = family !== undefined && request.generation > family.generation
          return families.rotate(ahead ? { ...request, generation: -1 } : request)
        },
      })),
  },
  {
    name: 'a refresh may widen the scope',
    caughtAs: /a refresh cannot widen the scope|the granted scope/,
    tamper: (ingredients) => {
      const wide = <T extends { scope: readonly string[] }>(family: T): T => ({
        ...family,
        scope: [...family.scope, 'orders:write', 'admin'],
      })
      return withFamilies(
        onRotated(ingredients, (rotated) => ({ ...rotated, family: wide(rotated.family) })),
        (families) => ({
          find: async (id) => {
            const family = await families.find(id)
            return family && wide(family)
          },
        }),
      )
    },
  },
  {
    name: 'refreshed tokens carry the roles of the log-in',
    caughtAs: /the claims/,
    tamper: (ingredients) => {
      const before = new Map<string, readonly string[]>()
      const fixed = <T extends { account: { sub: string; roles: readonly string[] } }>(found: T): T => {
        const { sub, roles } = found.account
        if (!before.has(sub)) before.set(sub, roles)
        return { ...found, account: { ...found.account, roles: before.get(sub) ?? roles } }
      }
      return onRotated(onRedeemed(ingredients, fixed), fixed)
    },
  },
  {
    name: 'a refresh adds a row',
    caughtAs: /the rows are not what they should be.*revoked token/s,
    tamper: (ingredients, { sql }) =>
      onRotated(ingredients, async (rotated) => {
        await sql('insert into revoked_token values ($1, $2)', [
          `${rotated.family.publicId}.${rotated.family.generation}.${rotated.outcome}`,
          rotated.family.idleExpiresAt,
        ])
        return rotated
      }),
  },
]
