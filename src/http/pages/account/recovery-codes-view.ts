// Recovery codes as they are shown, once: to be written down, printed or kept in a file (NIST SP 800-63B-4 §3.1.2).
import type { Desk } from '../desk.ts'
import type { Member, View } from '../member.ts'

/** @param codes none: there are some from before @param back to the app that waits */
export const recoveryCodesView = (
  { parts }: Desk,
  { account, voice }: Member,
  codes: readonly string[] | null,
  back?: string,
): View => {
  const { factors } = voice.words
  const text = codes && [factors.recoveryCodesFor(account.email, parts.config.issuer), '', ...codes, ''].join('\r\n')
  return {
    template: 'account/recovery-codes',
    title: codes === null ? factors.isSetUp : factors.recoveryCodes,
    data: {
      codes,
      // A file that the browser makes by itself: it works without scripts, and the codes are on no other page.
      file: text && `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`,
      onward: back ?? `${parts.config.issuerPath}/account/security`,
      isForApp: back !== undefined,
    },
  }
}
