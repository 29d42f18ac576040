// The password's section of the security page: the old one once more, and a new one (OWASP ASVS 6.2.3).
import type { FastifyRequest } from 'fastify'
import type { Params } from '../../../protocol/params.ts'
import { type Desk, tooManyAttempts } from '../desk.ts'
import type { Member, Outcome } from '../member.ts'
import { wrong } from '../member-page.ts'
import { passwordProblem } from '../sign-up/password-words.ts'
import type { SecuritySection } from './security-section.ts'

export const passwordSection = (desk: Desk): SecuritySection => {
  const { people, config } = desk.parts
  const minLength = config.passwordMinLength

  const change = async (request: FastifyRequest, form: Params, member: Member): Promise<Outcome> => {
    const { account, session, now } = member
    const [current, password] = [form.get('current-password') ?? '', form.get('new-password') ?? '']
    const wish = { account, session, current, password, address: request.ip }
    const changed = await people.changePassword(wish, now)
    switch (changed.kind) {
      case 'changed':
        return { kind: 'done', say: (w) => w.signUp.passwordChanged, session: changed.cookie }
      case 'wrong':
        return wrong({ field: 'current-password', say: (w) => w.signUp.wrongPassword })
      case 'weak':
        return wrong(passwordProblem('new-password', changed.problem, minLength))
      case 'too-many':
        return tooMany(changed.retryAfterSeconds)
    }
  }

  return {
    template: './password-section',
    show: async (_, { account }) => ({
      data: { minLength, hasPassword: await people.hasPassword(account.sub) },
      fields: { 'change-password': { 'current-password': '', 'new-password': '' } },
    }),
    acts: { 'change-password': { needsRecent: true, run: change } },
  }
}

export const tooMany = (retryAfterSeconds: number): Outcome => ({
  kind: 'again',
  again: tooManyAttempts(retryAfterSeconds, 'Too many attempts on the pages of an account.'),
})
