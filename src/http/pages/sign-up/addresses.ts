// Links about addresses: this one is mine, this new one is mine, and it was not me who changed it (NIST SP 800-63B-4 §4.6).
import type { FastifyInstance, FastifyReply } from 'fastify'
import { linkUrl } from '../../../flows/account/mail-links.ts'
import type { Words } from '../../../words/index.ts'
import type { Desk } from '../desk.ts'
import { showPage } from '../page.ts'
import { type Comer, type LinkOutcome, linkPage } from './link-page.ts'

export const addressPages = (app: FastifyInstance, desk: Desk): void => {
  const { people, config } = desk.parts
  if (!config.hasMail) return
  const account = `${config.issuerPath}/account`
  const fresh = { url: 'account/security', say: (w: Words) => w.signUp.goneSecurity }

  const done = (
    { reply, voice }: Comer,
    title: string,
    text: string,
    { status = 200, onward = account, button = voice.words.signUp.toAccount } = {},
  ): LinkOutcome => {
    const data = { text, onward, button }
    const answer: FastifyReply = showPage(reply, { template: 'sign-up/done', voice, title, status, data })
    return { kind: 'answer', answer }
  }
  const taken = (comer: Comer): LinkOutcome => {
    const { addressTakenTitle, addressTaken } = comer.voice.words.signUp
    return done(comer, addressTakenTitle, addressTaken, { status: 409 })
  }

  linkPage(app, desk, {
    step: 'verify-email',
    find: people.verifyEmail.find,
    owner: ({ sub }) => sub,
    show: ({ email }, { voice: { words } }) => ({
      template: 'sign-up/confirm',
      title: words.signUp.verifyTitle,
      data: { says: words.signUp.verify, names: [email], button: words.signUp.verifyButton },
    }),
    act: async (_, comer) => {
      const { kind } = await people.verifyEmail.confirm(comer.token, comer.request.ip, comer.pending.now)
      const { verifiedTitle, verified } = comer.voice.words.signUp
      return kind === 'gone' ? { kind } : done(comer, verifiedTitle, verified)
    },
    fresh,
  })

  linkPage(app, desk, {
    step: 'confirm-email',
    find: people.changeEmail.find,
    owner: ({ sub }) => sub,
    show: ({ email }, { voice: { words } }) => ({
      template: 'sign-up/confirm',
      title: words.signUp.newEmailTitle,
      data: { says: words.signUp.newEmailQuestion, names: [email], button: words.signUp.newEmailButton },
    }),
    act: async (_, comer) => {
      const { kind } = await people.changeEmail.confirm(comer.token, comer.request.ip, comer.pending.now)
      if (kind === 'gone') return { kind }
      const { newEmailDoneTitle, newEmailDone } = comer.voice.words.signUp
      return kind === 'taken' ? taken(comer) : done(comer, newEmailDoneTitle, newEmailDone)
    },
    fresh,
  })

  linkPage(app, desk, {
    step: 'undo-email',
    find: people.changeEmail.findUndo,
    show: ({ email, newEmail }, { voice: { words } }) => ({
      template: 'sign-up/confirm',
      title: words.signUp.undoTitle,
      data: { says: words.signUp.undoQuestion, names: [email, newEmail], button: words.signUp.undoButton },
    }),
    act: async (_, comer) => {
      const outcome = await people.changeEmail.undo(comer.token, comer.request.ip, comer.pending.now)
      if (outcome.kind === 'gone') return { kind: 'gone' }
      if (outcome.kind === 'taken') return taken(comer)
      desk.browsers.loggedOut(comer.reply)
      const { undoneTitle, undone, resetTitle } = comer.voice.words.signUp
      const onward = linkUrl(config.issuer, 'reset-password', outcome.token)
      return done(comer, undoneTitle, undone, { onward, button: resetTitle })
    },
    fresh: { url: 'forgot-password', say: (w) => w.signUp.goneFresh },
  })
}
