// Setting up an app for codes: a picture, the secret to type, and a first code that shows that it works (RFC 6238, OWASP ASVS 6.6).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { encode } from 'uqr'
import { totpUri, writtenSecret } from '../../../protocol/totp.ts'
import { readableForm } from '../../form-body.ts'
import { digest, formAgeSeconds } from '../../forms.ts'
import type { Desk } from '../desk.ts'
import type { Member } from '../member.ts'
import { done, memberPage, wrong } from '../member-page.ts'
import { recoveryCodesView } from './recovery-codes-view.ts'
import { setUpUrls, wayBack } from './set-up.ts'

export const authenticatorPages = (app: FastifyInstance, desk: Desk): void => {
  const { myFactors, config } = desk.parts

  memberPage(app, desk, {
    url: setUpUrls.authenticator,
    needsRecent: true,
    show: async (request, member) => {
      const { account, voice } = member
      const { totp } = await myFactors.of(account.sub)
      // After a wrong code it is the same secret: the app on the phone has it already.
      const secret = sentSecret(desk, request, member) ?? myFactors.newTotpSecret()
      return {
        template: 'account/authenticator',
        title: voice.words.factors.setUpApp,
        data: {
          isThere: totp !== null,
          secret: writtenSecret(secret),
          picture: pictureOf(totpUri(secret, { issuer: config.brandName, account: account.email })),
          setUp: sealSecret(desk, secret, member),
        },
        fields: { confirm: { code: '' } },
      }
    },
    acts: {
      confirm: {
        run: async (request, form, member) => {
          const secret = sentSecret(desk, request, member)
          if (secret === undefined) return wrong({ field: 'code', say: (w) => w.common.oldForm })
          const added = await myFactors.addTotp(member, secret, form.get('code') ?? '', member.now)
          switch (added.kind) {
            case 'wrong':
              return wrong({ field: 'code', say: (w) => w.factors.wrongFirstCode })
            case 'taken':
              return done((w) => w.factors.appIsThere, '/account/security')
            case 'added': {
              const back = wayBack(desk, request)
              if (added.recoveryCodes === null && back === undefined)
                return { ...done((w) => w.factors.appAdded, '/account/security'), ...session(added.cookie) }
              const view = recoveryCodesView(desk, member, added.recoveryCodes, back)
              return { kind: 'show', view, session: added.cookie }
            }
          }
        },
      },
    },
  })
}

const session = (cookie: string | undefined) => (cookie === undefined ? {} : { session: cookie })

const sealSecret = ({ parts }: Desk, secret: Buffer, { account, browser, now }: Member): string =>
  parts.formBox.seal(
    JSON.stringify(['totp', account.sub, digest(browser.id), secret.toString('base64url'), now.getTime()]),
  )

/** What the page that was posted showed. */
const sentSecret = (
  { parts }: Desk,
  request: FastifyRequest,
  { account, browser, now }: Member,
): Buffer | undefined => {
  const sealed = request.method === 'POST' ? readableForm(request)?.get('set_up') : undefined
  const text = sealed === undefined ? undefined : parts.formBox.open(sealed)
  const fields: unknown = text === undefined ? undefined : JSON.parse(text)
  if (!Array.isArray(fields)) return undefined
  const [kind, sub, owner, secret, at] = fields as unknown[]
  const isMine = kind === 'totp' && sub === account.sub && owner === digest(browser.id)
  if (!isMine || typeof secret !== 'string' || typeof at !== 'number') return undefined
  return now.getTime() - at > formAgeSeconds * 1000 ? undefined : Buffer.from(secret, 'base64url')
}

/** As SVG needs it: how wide, and where it is dark. What else has to be light around it is the style sheet's (ISO/IEC 18004 §6.3.8). */
const pictureOf = (text: string) => {
  const { data, size } = encode(text, { ecc: 'M', border: 1 })
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { size, path: squares.join('') }
}
