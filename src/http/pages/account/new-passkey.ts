// Adding a passkey: the browser makes a key pair, and the public half comes here with a name (Web Authentication §7.1).
import type { FastifyInstance } from 'fastify'
import { OAuthError } from '../../../protocol/errors.ts'
import { isLine } from '../../../protocol/line.ts'
import { creationOptions } from '../../../protocol/passkey-options.ts'
import { newChallenge, openChallenge } from '../../passkey-challenges.ts'
import type { Again, Desk } from '../desk.ts'
import type { Member } from '../member.ts'
import { done, memberPage, wrong } from '../member-page.ts'
import { relyingParty } from '../passkeys.ts'
import { programWords } from './program.ts'
import { recoveryCodesView } from './recovery-codes-view.ts'
import { setUpUrls, wayBack } from './set-up.ts'

export const longestPasskeyName = 60

export const newPasskeyPages = (app: FastifyInstance, desk: Desk): void => {
  const { myFactors, formBox, random } = desk.parts
  const rp = relyingParty(desk)
  if (rp === null) return
  const bearer = ({ account, browser }: Member) => ({ purpose: 'add', browser: browser.id, sub: account.sub }) as const

  memberPage(app, desk, {
    url: setUpUrls.passkey,
    needsRecent: true,
    show: async (request, member) => {
      const { account, voice, now } = member
      const { passkeys } = await myFactors.of(account.sub)
      const handle = passkeys[0]?.userHandle ?? myFactors.newUserHandle()
      const { value, sealed } = newChallenge(formBox, random, bearer(member), now, handle.toString('base64url'))
      const owner = { handle, email: account.email, name: account.name }
      return {
        template: 'account/new-passkey',
        title: voice.words.factors.addPasskey,
        data: { options: JSON.stringify(creationOptions(rp, value, owner, passkeys)), challenge: sealed },
        fields: { add: { name: programWords(voice.words, request.headers['user-agent'] ?? null) } },
      }
    },
    acts: {
      add: {
        run: async (request, form, member) => {
          const name = (form.get('name') ?? '').trim()
          if (!isLine(name, longestPasskeyName))
            return wrong({ field: 'name', say: (w) => w.factors.badName(longestPasskeyName) })
          const challenge = openChallenge(formBox, form.get('challenge'), bearer(member), member.now)
          const answer = form.get('answer')
          const userHandle = Buffer.from(challenge?.extra ?? '', 'base64url')
          if (challenge === undefined || answer === undefined)
            return { kind: 'again', again: notAdded(member, 'No answer, or to no challenge of this page.') }
          const added = await myFactors.addPasskey(member, { answer, challenge, userHandle, name }, member.now)
          switch (added.kind) {
            case 'wrong':
              return { kind: 'again', again: notAdded(member, added.cause) }
            case 'taken':
              return { kind: 'again', again: taken(member) }
            case 'added': {
              const back = wayBack(desk, request)
              const session = added.cookie === undefined ? {} : { session: added.cookie }
              if (added.recoveryCodes === null && back === undefined)
                return { ...done((w) => w.factors.passkeyAdded(name), '/account/security'), ...session }
              return { kind: 'show', view: recoveryCodesView(desk, member, added.recoveryCodes, back), ...session }
            }
          }
        },
      },
    },
  })
}

const notAdded = ({ account }: Member, cause: string): Again => ({
  status: 400,
  say: (w) => w.factors.passkeyNotAdded,
  refusal: new OAuthError('access_denied', 'This passkey could not be added.', {
    operator: `A passkey was not added. ${cause}`,
    about: { sub: account.sub },
  }),
})

const taken = ({ account }: Member): Again => ({
  status: 409,
  say: (w) => w.factors.passkeyIsThere,
  refusal: new OAuthError('access_denied', 'This passkey is there already, or there are too many.', {
    about: { sub: account.sub },
  }),
})
