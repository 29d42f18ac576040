// The security page's part about second factors: what the person has, and what they may add or take away (OWASP ASVS 6.3.3).
import { isMultiFactor } from '../../../protocol/amr.ts'
import type { Desk } from '../desk.ts'
import type { Member } from '../member.ts'
import { done } from '../member-page.ts'
import { relyingParty } from '../passkeys.ts'
import { passkeyUrl } from './passkey.ts'
import { recoveryCodesView } from './recovery-codes-view.ts'
import type { SecuritySection } from './security-section.ts'
import { setUpUrls } from './set-up.ts'

export const factorsSection = (desk: Desk): SecuritySection => {
  const { myFactors, ownAccount } = desk.parts
  /** Logins from before there was a factor: whoever knew the password may be in one of them. */
  const isWeakElsewhere = async ({ account, session, now }: Member): Promise<boolean> =>
    (await ownAccount.devices.list(account.sub, { limit: 100, offset: 0 }, now)).some(
      ({ id, amr }) => id !== session.id && !isMultiFactor(amr),
    )
  const used = (at: Date | null, { voice: { words }, now }: Member): string =>
    at === null ? words.factors.neverUsed : words.factors.lastUsed(words.common.ago(at, now))
  return {
    template: './factors-section',
    show: async (_, member) => {
      const { totp, passkeys, recoveryCodes } = await myFactors.of(member.account.sub)
      const hasAny = totp !== null || passkeys.length > 0
      return {
        data: {
          hasAny,
          isWeakElsewhere: hasAny && (await isWeakElsewhere(member)),
          totp: totp && { used: used(totp.lastUsedAt, member) },
          passkeys: passkeys.map((passkey) => ({
            name: passkey.name,
            synced: passkey.synced,
            used: used(passkey.lastUsedAt, member),
            href: passkeyUrl(passkey),
          })),
          recoveryCodes,
          authenticatorUrl: setUpUrls.authenticator,
          newPasskeyUrl: relyingParty(desk) === null ? null : setUpUrls.passkey,
        },
      }
    },
    acts: {
      endOthers: {
        run: async (request, _, { account, session, now }) => {
          await ownAccount.devices.endOthers(account.sub, session.id, request.ip, now)
          return done((w) => w.account.othersEnded)
        },
      },
      removeApp: {
        needsRecent: true,
        run: async (_, __, member) => {
          await myFactors.removeTotp(member.account.sub)
          return done((w) => w.factors.appRemoved)
        },
      },
      newCodes: {
        needsRecent: true,
        run: async (_, __, member) => {
          const { totp, passkeys } = await myFactors.of(member.account.sub)
          // They stand in for a second factor, and are none by themselves.
          if (totp === null && passkeys.length === 0) return done()
          const codes = await myFactors.newRecoveryCodes(member.account.sub, member.now)
          return { kind: 'show', view: recoveryCodesView(desk, member, codes) }
        },
      },
    },
  }
}
