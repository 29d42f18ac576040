// Pages of sign-up and recovery that this server does not have: who comes by an old link reads why, and whom to ask (RFC 9110 §15.5.5).
import type { FastifyInstance } from 'fastify'
import { OAuthError } from '../../../protocol/errors.ts'
import type { Words } from '../../../words/index.ts'
import type { Desk } from '../desk.ts'
import { showRefusal } from '../error-page.ts'
import { type AskName, askStep, loginWays } from '../sign-in/errand.ts'

type Off = Readonly<{ steps: readonly string[]; say: (w: Words) => string }>

const stepsOf = (name: AskName) => Object.values(loginWays).map((way) => askStep(way, name))

export const switchedOffPages = (app: FastifyInstance, desk: Desk): void => {
  const { signUp, hasMail } = desk.parts.config
  const noSignUp = (w: Words): string => (signUp === 'invite' ? w.signUp.inviteOnly : w.signIn.noSignUp)
  const off: readonly Off[] = [
    { steps: signUp === 'on' ? [] : stepsOf('sign-up'), say: noSignUp },
    { steps: signUp === 'off' ? ['sign-up/finish'] : [], say: noSignUp },
    { steps: hasMail ? [] : [...stepsOf('forgot-password'), 'reset-password'], say: (w) => w.signUp.noMail },
    { steps: hasMail ? [] : ['verify-email', 'confirm-email', 'undo-email'], say: (w) => w.signUp.noMailHere },
  ]
  for (const { steps, say } of off)
    for (const step of steps)
      app.get(`/${step}`, async (request, reply) => {
        const refusal = new OAuthError('not_found', 'There is nothing at this address.', {
          operator: 'A page of sign-up or recovery was asked for that this server has not: see SIGN_UP and SMTP_URL.',
        })
        return showRefusal(desk, request, reply, refusal, { step: `${desk.parts.config.issuerPath}/account`, say })
      })
}
