// One passkey of the person's: its name, where it is kept, and the end of it (Web Authentication §4 public key credential source).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fromBase64url } from '../../../crypto/digest.ts'
import type { Passkey } from '../../../model/factor.ts'
import { OAuthError } from '../../../protocol/errors.ts'
import { isLine } from '../../../protocol/line.ts'
import type { Desk } from '../desk.ts'
import type { Member } from '../member.ts'
import { done, memberPage, wrong } from '../member-page.ts'
import { queryOf } from '../sign-in/raw-query.ts'
import { longestPasskeyName } from './new-passkey.ts'

const url = '/account/security/passkey'

export const passkeyUrl = ({ id }: Pick<Passkey, 'id'>): string => `${url}?id=${id.toString('base64url')}`

export const passkeyPages = (app: FastifyInstance, desk: Desk): void => {
  const { myFactors } = desk.parts

  /** Only the person's own are looked at, so that nobody learns of others'. */
  const find = async (request: FastifyRequest, { account: { sub } }: Member): Promise<Passkey> => {
    const id = fromBase64url(new URLSearchParams(queryOf(request.raw.url ?? '')).get('id') ?? '')
    const { passkeys } = await myFactors.of(sub)
    const found = id && passkeys.find((passkey) => passkey.id.equals(id))
    if (found) return found
    throw new OAuthError('not_found', 'There is no such passkey.', {
      operator: 'The person has no such passkey.',
      about: { sub },
    })
  }

  memberPage(app, desk, {
    url,
    show: async (request, member) => {
      const passkey = await find(request, member)
      return {
        template: 'account/passkey',
        title: passkey.name,
        data: { synced: passkey.synced },
        fields: { rename: { name: passkey.name } },
      }
    },
    acts: {
      rename: {
        run: async (request, form, member) => {
          const { id } = await find(request, member)
          const name = (form.get('name') ?? '').trim()
          if (!isLine(name, longestPasskeyName))
            return wrong({ field: 'name', say: (w) => w.factors.badName(longestPasskeyName) })
          await myFactors.renamePasskey(member.account.sub, id, name)
          return done((w) => w.factors.passkeyRenamed(name), '/account/security')
        },
      },
      remove: {
        needsRecent: true,
        run: async (request, _, member) => {
          const { id, name } = await find(request, member)
          await myFactors.removePasskey(member.account.sub, id)
          return done((w) => w.factors.passkeyRemoved(name), '/account/security')
        },
      },
    },
  })
}
