// Where a test login comes back to: the code is redeemed here, once, and each step is shown (RFC 6749 §4.1.2).
import type { FastifyInstance } from 'fastify'
import { testCallback } from '../../../flows/apps/test-redirect.ts'
import { parseParams } from '../../../protocol/params.ts'
import type { Desk } from '../desk.ts'
import type { View } from '../member.ts'
import { memberPage } from '../member-page.ts'
import { queryOf } from '../sign-in/raw-query.ts'

export const testPage = (app: FastifyInstance, desk: Desk): void => {
  const { apps, config } = desk.parts
  memberPage(app, desk, {
    url: testCallback,
    isEnglish: true,
    show: async (request, member) => {
      const answer = parseParams(queryOf(request.raw.url ?? ''))
      const seen = await apps.tests.finish(member, answer.get('test') ?? '', answer, member.now)
      if (seen.kind === 'over') return over
      return {
        template: 'apps/test',
        title: `${seen.client.name}: test login`,
        data: {
          steps: seen.steps,
          isGood: seen.steps.every(({ isGood }) => isGood),
          href: `${config.issuerPath}/apps/${seen.client.clientId}`,
        },
      }
    },
  })
}

/** The same for a second look, one that comes too late, and one from another session. */
const over: View = {
  template: 'apps/over',
  title: 'This test is over',
  status: 404,
  data: {
    words:
      'A test login is shown once, within ten minutes, in the browser where it began. Start it again from your app’s page.',
  },
}
