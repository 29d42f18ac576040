// Verifying an address: that of an account which was made by somebody else than its person (OpenID Connect Core §5.1 email_verified).
import type { Account } from '../../model/account.ts'
import { linkUrl } from './mail-links.ts'
import type { PeopleParts } from './people.ts'
import type { Asked } from './sign-up.ts'

export type VerifyEmail = Readonly<{
  ask(wish: Readonly<{ account: Account; address: string; language: string }>, now: Date): Promise<Asked>
  find(token: string, now: Date): Promise<Readonly<{ email: string; sub: string }> | undefined>
  confirm(token: string, address: string, now: Date): Promise<Readonly<{ kind: 'verified' | 'gone' }>>
}>

const purposes = ['verify-email'] as const

export const verifyingEmails = (parts: PeopleParts): VerifyEmail => {
  const { config, store, links, allowMail, sendMail, record, after } = parts
  return {
    ask: async ({ account, address, language }, now) => {
      const { sub, email } = account
      const allowed = await allowMail('verify-email', { email, address }, now)
      if (allowed.kind !== 'allowed') return allowed
      const seconds = config.mailLinkSeconds
      after.run(async () => {
        const token = await links.make(store, { purpose: 'verify-email', sub, email, language }, seconds, now)
        const link = { url: linkUrl(config.issuer, 'verify-email', token), seconds }
        // Without a name: nobody has shown that the address is not a stranger's.
        sendMail({ to: email, kind: 'verifyEmail', language, name: null, link })
      })
      return { kind: 'asked', email }
    },

    find: async (token, now) => {
      const link = await links.find(token, purposes, now)
      return link?.email && link.sub ? { email: link.email, sub: link.sub } : undefined
    },

    confirm: async (token, address, now) => {
      const link = await store.transaction(async (tx) => {
        const taken = await links.take(tx, token, purposes, now)
        if (!taken?.sub || !taken.email) return undefined
        return (await tx.accounts.verifyEmail(taken.sub, taken.email, now)) ? taken : undefined
      })
      if (link === undefined) return { kind: 'gone' }
      record({
        kind: 'account_changed',
        ...{ sub: link.sub, address },
        operatorText: 'The person showed that the e-mail address is theirs.',
      })
      return { kind: 'verified' }
    },
  }
}
