// A forgotten password: ask for a link, open it, set a new one, and log in with that (NIST SP 800-63B-4 §4.2, OWASP ASVS 6.4).
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { showPage } from '../page.ts'
import { askPages } from './ask.ts'
import { linkPage } from './link-page.ts'
import { passwordProblems } from './password-words.ts'
import { onwardUrl } from './ways.ts'

export const recoveryPages = (app: FastifyInstance, desk: Desk): void => {
  const { people, config } = desk.parts
  if (!config.hasMail) return
  askPages(app, desk, {
    name: 'forgot-password',
    words: (w) => ({
      title: w.signUp.forgot,
      lead: w.signUp.forgotLead,
      button: w.signUp.forgotButton,
      sent: w.signUp.forgotSent,
    }),
    ask: people.recovery.ask,
  })

  linkPage(app, desk, {
    step: 'reset-password',
    find: people.recovery.find,
    show: ({ email }, { voice }) => ({
      template: 'sign-up/reset',
      title: voice.words.signUp.resetTitle,
      fields: { password: '' },
      data: { email, minLength: config.passwordMinLength },
    }),
    act: async (form, { request, reply, pending, token, voice }) => {
      const wish = { token, password: form.get('password') ?? '', address: request.ip }
      const reset = await people.recovery.reset(wish, pending.now)
      if (reset.kind === 'gone') return reset
      if (reset.kind === 'weak') return passwordProblems('password', reset.problem, config.passwordMinLength)
      const { words } = voice
      return {
        kind: 'answer',
        answer: showPage(reply, {
          template: 'sign-up/done',
          voice,
          title: words.signUp.resetDoneTitle,
          data: {
            text: words.signUp.resetDone,
            onward: onwardUrl(desk, reset.request, pending, false),
            button: words.signIn.logIn,
          },
        }),
      }
    },
    fresh: { url: 'forgot-password', say: (w) => w.signUp.goneFresh },
  })
}
