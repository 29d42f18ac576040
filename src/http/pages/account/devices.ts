// Devices: where the person is logged in, and the end of it, one by one or everywhere else (OWASP ASVS 7.4.5).
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { done, memberPage } from '../member-page.ts'
import { paged, windowOf } from './paging.ts'
import { programWords } from './program.ts'

export const devicesPages = (app: FastifyInstance, desk: Desk): void => {
  const { devices } = desk.parts.ownAccount
  memberPage(app, desk, {
    url: '/account/devices',
    show: async (request, { account, session, voice, now }) => {
      const { words } = voice
      const { page, ...window } = windowOf(request)
      const { rows, pages } = paged(await devices.list(account.sub, window, now), page)
      const named = rows.map((row) => ({
        id: row.id,
        program: programWords(words, row.userAgent),
        address: row.address,
        isThis: row.id === session.id,
        seen: words.common.ago(row.lastSeenAt, now),
        since: row.createdAt,
      }))
      return {
        template: 'account/devices',
        title: words.account.nav.devices,
        data: { devices: named, pages, hasOthers: page > 1 || rows.some(({ id }) => id !== session.id) },
      }
    },
    acts: {
      end: {
        run: async (request, form, { account, session, now }) => {
          const id = form.get('device') ?? ''
          if (id === session.id) return { kind: 'done', to: '/account/devices' }
          const ended = await devices.end(account.sub, id, request.ip, now)
          return done((w) => (ended ? w.account.deviceEnded : w.account.deviceGone))
        },
      },
      endOthers: {
        run: async (request, _, { account, session, now }) => {
          await devices.endOthers(account.sub, session.id, request.ip, now)
          return done((w) => w.account.othersEnded, '/account/devices')
        },
      },
    },
  })
}
