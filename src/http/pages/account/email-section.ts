// The e-mail address's section of the security page: confirm it, or ask for another one (NIST SP 800-63B-4 §4.6).
import type { Desk } from '../desk.ts'
import { done, wrong } from '../member-page.ts'
import { tooManyMails } from '../sign-up/ask.ts'
import type { SecuritySection } from './security-section.ts'

export const emailSection = (desk: Desk): SecuritySection => {
  const { people, config } = desk.parts
  return {
    template: './email-section',
    show: (_, { account }) => ({
      data: { email: account.email, isVerified: account.emailVerifiedAt !== null, hasMail: config.hasMail },
      fields: { 'change-email': { email: '' } },
    }),
    acts: config.hasMail
      ? {
          'change-email': {
            needsRecent: true,
            run: async (request, form, { account, voice, now }) => {
              const wish = { account, email: form.get('email') ?? '', address: request.ip, language: voice.language }
              const asked = await people.changeEmail.ask(wish, now)
              switch (asked.kind) {
                case 'asked':
                  return done((w) => w.signUp.emailAsked(asked.email))
                case 'no-address':
                  return wrong({ field: 'email', say: (w) => w.signUp.badEmail })
                case 'same':
                  return wrong({ field: 'email', say: (w) => w.signUp.sameEmail })
                case 'too-many':
                  return { kind: 'again', again: tooManyMails(asked.retryAfterSeconds) }
              }
            },
          },
          'verify-email': {
            run: async (request, _, { account, voice, now }) => {
              const wish = { account, address: request.ip, language: voice.language }
              const asked = await people.verifyEmail.ask(wish, now)
              if (asked.kind === 'too-many') return { kind: 'again', again: tooManyMails(asked.retryAfterSeconds) }
              return done((w) => w.signUp.emailAsked(account.email))
            },
          },
        }
      : {},
  }
}
