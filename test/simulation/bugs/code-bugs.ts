// Bugs of codes and consents: what RFC 6749 §4.1.3, RFC 7636 §4.6 and the consent page promise.
import type { Store } from '../../../src/store/index.ts'
import { s256 } from '../rules/redeem.ts'
import { type Bug, type Codes, onRedeemed, withCodes, withFamilies, withStore } from './tampering.ts'

export const codeBugs: readonly Bug[] = [
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
    // Or by what it leaves: a code that another client spent.
    caughtAs: /another client's code yields nothing|the rows are not what they should be.*"code"/s,
    tamper: (ingredients) =>
      withCodes(ingredients, (codes) => ({
        redeem: async (redemption) => {
          const code = await codes.find(redemption.digest)
          return codes.redeem({ ...redemption, clientId: code?.clientId ?? redemption.clientId })
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
    name: 'everything was allowed already',
    caughtAs: /\/authorize should lead to consent|the rows are not what they should be.*consent/s,
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
