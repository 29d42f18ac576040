// Security: how the person proves who they are; each way is a section with acts of its own (OWASP ASVS 6.3, 7.4).
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { memberPage } from '../member-page.ts'
import { emailSection } from './email-section.ts'
import { factorsSection } from './factors-section.ts'
import { passwordSection } from './password-section.ts'
import type { SecuritySection } from './security-section.ts'

/** In the order in which they stand on the page. */
const sections: readonly ((desk: Desk) => SecuritySection)[] = [passwordSection, emailSection, factorsSection]

export const securityPages = (app: FastifyInstance, desk: Desk): void => {
  const all = sections.map((make) => make(desk))
  memberPage(app, desk, {
    url: '/account/security',
    show: async (request, member) => {
      const shown = await Promise.all(
        all.map(async ({ template, show }) => ({ template, ...(await show(request, member)) })),
      )
      return {
        template: 'account/security',
        title: member.voice.words.account.nav.security,
        data: { sections: shown },
        fields: Object.assign({}, ...shown.map(({ fields }) => fields ?? {})),
      }
    },
    acts: Object.assign({}, ...all.map(({ acts }) => acts)),
  })
}
