// Telling of factors: a mail with each change of how a person logs in, because it may have been somebody else (NIST SP 800-63B-4 §4.6).
import type { FactorNews, SendMail } from '../../model/mail.ts'
import type { Store } from '../../store/index.ts'

/** Nobody waits for it. */
export type TellOfFactors = (sub: string, news: FactorNews) => void

type Parts = Readonly<{
  store: Pick<Store, 'accounts'>
  /** Null: there is no mail. */
  sendMail: SendMail | null
  issuer: string
  later: (work: () => Promise<unknown>) => void
}>

export const tellingOfFactors =
  ({ store, sendMail, issuer, later }: Parts): TellOfFactors =>
  (sub, kind) => {
    if (sendMail === null) return
    later(async () => {
      const account = await store.accounts.bySub(sub)
      if (account === undefined || account.disabledAt !== null) return
      const { email: to, language, name } = account
      sendMail({ kind, to, language, name, link: securityPage(issuer) })
    })
  }

export const securityPage = (issuer: string) => ({ url: `${issuer}/account/security`, seconds: null })
