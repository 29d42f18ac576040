// Seeded bugs: the server with one promise broken, by wrapping a part that its flows are given.
import type { Grant, GrantRequest } from '../../src/flows/grants/grant.ts'
import { isRefusal } from '../../src/protocol/errors.ts'
import type { Store } from '../../src/store/index.ts'
import type { Ingredients } from '../support/assembly.ts'
import { s256 } from './rules/redeem.ts'
import type { Tamper } from './world.ts'

export type Bug = Readonly<{
  name: string
  tamper: Tamper
  /** What the violation must speak of, so that no bug is caught by accident. */
  caughtAs: RegExp
}>

type Codes = Store['codes']
type Families = Store['families']
type Sessions = Store['sessions']
type Redeemed = Awaited<ReturnType<Codes['redeem']>>
type Rotated = Awaited<ReturnType<Families['rotate']>>

const withStore = (ingredients: Ingredients, rooms: Partial<Store>): Ingredients => ({
  ...ingredients,
  store: {
    ...ingredients.store,
    ...rooms,
    transaction: (work) => ingredients.store.transaction((tx) => work({ ...tx, ...wrapped(tx, rooms) })),
  },
})

// Inside a transaction only what does not itself hold the outer handle may be replaced.
const wrapped = (tx: Store, rooms: Partial<Store>): Partial<Store> =>
  'inside' in rooms ? (rooms.inside as (tx: Store) => Partial<Store>)(tx) : {}

const withCodes = (ingredients: Ingredients, change: (codes: Codes) => Partial<Codes>): Ingredients =>
  withStore(ingredients, { codes: { ...ingredients.store.codes, ...change(ingredients.store.codes) } })

const withFamilies = (ingredients: Ingredients, change: (families: Families) => Partial<Families>): Ingredients =>
  withStore(ingredients, { families: { ...ingredients.store.families, ...change(ingredients.store.families) } })

/** In transactions too. */
const inTransactions = (ingredients: Ingredients, inside: (tx: Store) => Partial<Store>): Ingredients =>
  withStore(ingredients, { inside } as Partial<Store>)

/** Changes what redeeming a code found, knowing the request. */
const onRedeemed = (
  ingredients: Ingredients,
  change: (redeemed: NonNullable<Redeemed>, request: GrantRequest) => Redeemed,
): Ingredients => {
  let current: GrantRequest | undefined
  const aroundGrant = (grant: Grant): Grant => ({
    ...grant,
    decide: (request) => {
      current = request
      return grant.decide(request)
    },
  })
  const tampered = withCodes(ingredients, (codes) => ({
    redeem: async (redemption) => {
      const redeemed = await codes.redeem(redemption)
      return redeemed && current && change(redeemed, current)
    },
  }))
  return { ...tampered, aroundGrant }
}

const onRotated = (
  ingredients: Ingredients,
  change: (rotated: NonNullable<Rotated>) => Rotated | Promise<Rotated>,
): Ingredients =>
  withFamilies(ingredients, (families) => ({
    rotate: async (request) => {
      const rotated = await families.rotate(request)
      return rotated && change(rotated)
    },
  }))

const notRevoked = 'update family set revoked_at = null, revoked_reason = null where id = $1'

export const bugs: readonly Bug[] = [
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
    name: 'a code works twice',
    caughtAs: /a code yields tokens once|the rows are not what they should be.*code_replayed/s,
    tamper: (ingredients) =>
      withCodes(ingredients, (codes) => ({
        redeem: async (redemption) => {
          const first = await codes.redeem(redemption)
          const code = first ? undefined : await codes.find(redemption.digest)
          const family = code && (await ingredients.store.families.find(code.familyId))
          const account = code && (await ingredients.store.accounts.bySub(code.sub))
          return code?.clientId === redemption.clientId && family && account ? { code, family, account } : first
        },
      })),
  },
  {
    name: 'a replayed code revokes nothing',
    caughtAs: /the rows are not what they should be.*code_replayed/s,
    tamper: (ingredients) =>
      withFamilies(ingredients, (families) => ({
        revoke: async (name, reason, now) => reason !== 'code_replayed' && families.revoke(name, reason, now),
      })),
  },
  {
    name: 'the verifier is not checked',
    caughtAs: /a code is bound to its verifier/,
    tamper: (ingredients) =>
      onRedeemed(ingredients, (redeemed, { params }) => {
        const verifier = params.get('code_verifier')
        return {
          ...redeemed,
          code: { ...redeemed.code, codeChallenge: verifier === undefined ? null : s256(verifier) },
        }
      }),
  },
  {
    name: 'redirect_uri is not checked',
    caughtAs: /a code is bound to its redirect URI/,
    tamper: (ingredients) =>
      onRedeemed(ingredients, (redeemed, { params }) => {
        const redirectUri = params.get('redirect_uri') ?? redeemed.code.redirectUri
        return { ...redeemed, code: { ...redeemed.code, redirectUri } }
      }),
  },
  {
    name: "another client's code is accepted",
    caughtAs: /another client's code yields nothing/,
    tamper: (ingredients) =>
      withCodes(ingredients, (codes) => ({
        redeem: async (redemption) => {
          const code = await codes.find(redemption.digest)
          return codes.redeem({ ...redemption, clientId: code?.clientId ?? redemption.clientId })
        },
      })),
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
    name: 'a second use without the verifier ends the family, so that anyone who saw the code can',
    caughtAs: /the rows are not what they should be.*code_replayed/s,
    tamper: (ingredients) => {
      const { codes } = ingredients.store
      const find: Codes['find'] = async (digest) => {
        const code = await codes.find(digest)
        return code && { ...code, codeChallenge: s256('v'.repeat(43)) }
      }
      return withCodes(ingredients, () => ({ find }))
    },
  },
  {
    name: 'an expired code is accepted',
    caughtAs: /nothing lives past its expiry: the code/,
    tamper: (ingredients) =>
      onRedeemed(ingredients, (redeemed, { now }) => ({
        ...redeemed,
        code: { ...redeemed.code, expiresAt: new Date(now.getTime() + 1) },
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
      inTransactions(ingredients, (tx) => ({ sessions: { ...tx.sessions, endForAccount: async () => 0 } })),
  },
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
    name: 'a log-in keeps the cookie that was there',
    caughtAs: /a log-in gives a new cookie|the rows are not what/,
    tamper: (ingredients) => {
      const { random } = ingredients
      let planted: string | undefined
      const token = (prefix: string): string => {
        if (prefix !== 'cs_ses_') return random.token(prefix)
        planted ??= random.token(prefix)
        return planted
      }
      return { ...ingredients, random: { ...random, token } }
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
  {
    name: 'access tokens live for an hour',
    caughtAs: /expires_in|exp - iat|outlive/,
    tamper: (ingredients) => ({ ...ingredients, config: { ...ingredients.config, accessTokenSeconds: 930 } }),
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
  {
    name: 'everything was allowed already',
    caughtAs: /\/authorize should lead to consent/,
    tamper: (ingredients) => {
      const { consents } = ingredients.store
      const find: Store['consents']['find'] = async (sub, clientId, redirectOrigin) => {
        const found = await consents.find(sub, clientId, redirectOrigin)
        return found && { ...found, scope: ['openid', 'profile', 'offline_access', 'orders:read', 'orders:write'] }
      }
      return withStore(ingredients, { consents: { ...consents, find } })
    },
  },
  {
    name: 'a code carries everything that its client may have',
    caughtAs: /the rows are not what they should be.*code/s,
    tamper: (ingredients) =>
      withCodes(ingredients, (codes) => ({
        create: async (code) =>
          codes.create({
            ...code,
            scope: (await ingredients.store.clients.find(code.clientId))?.client.scope ?? code.scope,
          }),
      })),
  },
]
